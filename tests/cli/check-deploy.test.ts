// Tests what `demijohn check --deploy` says about an app that is not ready to be deployed.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeWorkFolder } from "../../scripts/lib/work-folder.ts";

const root = new URL("../../", import.meta.url);

test("check --deploy names the mode, the hosts and the proxies", () => {
  const folder = makeWorkFolder(root, "check");
  try {
    const file = join(folder, "app.ts");
    writeFileSync(file, 'import { App } from "demijohn";\nexport const app = new App();\n');
    const output = execFileSync(
      process.execPath,
      ["--conditions=demijohn-source", fileURLToPath(new URL("src/bin.ts", root)), "--app", file, "check", "--deploy"],
      { encoding: "utf8", env: { ...process.env, DEMIJOHN_MODE: "development", NO_COLOR: "1" } },
    );
    assert.equal(
      output,
      `WARNING APP_NOT_PRODUCTION: The app was checked in development mode, where settings are looser.
  Run DEMIJOHN_MODE=production demijohn check --deploy.
WARNING SECURITY_NOT_USED: The app goes without the battery that guards against forged requests, framing and plain HTTP.
  Write app.use(security()), with security from "demijohn/security".
WARNING APP_ANY_HOST: The app answers for any Host header, so that absolute addresses it builds can be forged.
  Name its hosts: new App({ allowedHosts: ["example.org"] }).
INFO APP_NO_PROXY: No proxy is trusted: behind one, every client has the proxy's address and http as its scheme.
  Behind one proxy, write new App({ trustedProxies: 1 }).
0 errors, 3 warnings.
`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
