// Tests the parts of development that need no process: which files matter, where the script goes, who has a port.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { test } from "node:test";
import { renderFailurePage } from "../../src/cli/develop/failure-page.ts";
import { findPortOwner, listeningInodes } from "../../src/cli/develop/port-owner.ts";
import { insertReloadTag, reloadTag } from "../../src/cli/develop/reload-script.ts";
import { effectOf, isIgnoredFolder } from "../../src/cli/develop/watch-rules.ts";

const rules = {
  folder: "/site",
  extraFiles: ["data/*.csv", "*.toml"],
  excludePatterns: ["generated.ts", "old/**", "vendor"],
};

test("modules, .env files and extra files start the program again; pages' files load pages again", () => {
  const effects: Record<string, string | undefined> = {
    "app.ts": "restart",
    "blog/index.mjs": "restart",
    ".env": "restart",
    ".env.local": "restart",
    "data/jars.csv": "restart",
    "deep/er/settings.toml": "restart",
    "static/site.css": "refresh",
    "blog/static/site.js": "refresh",
    "templates/list.html": "refresh",
    "blog/templates/blog/list.jinja": "refresh",
    "static/upload.png": undefined,
    "notes.txt": undefined,
    "data.json": undefined,
    "jars.sqlite": undefined,
    "jars.sqlite-wal": undefined,
    "app.ts~": undefined,
    ".hidden.ts": undefined,
    "generated.ts": undefined,
    "old/app.ts": undefined,
    "data/deep/jars.csv": undefined,
  };
  for (const [name, effect] of Object.entries(effects))
    assert.equal(effectOf(`/site/${name}`, rules, false), effect, name);
  assert.equal(effectOf("/elsewhere/data.json", rules, true), "restart");
  assert.equal(effectOf("/site/old/app.ts", rules, true), undefined);
});

test("folders of packages, builds and tools are not looked into", () => {
  for (const name of ["node_modules", ".git", ".demijohn", "dist", "blog/.cache", "vendor"]) {
    assert.ok(isIgnoredFolder(`/site/${name}`, rules), name);
  }
  assert.ok(!isIgnoredFolder("/site/blog", rules));
});

test("the script goes before the last end of a body, or to the end", () => {
  assert.equal(insertReloadTag("<body>a</body>b</BODY ></html>", "!"), "<body>a</body>b!</BODY ></html>");
  assert.equal(insertReloadTag("Hello", "!"), "Hello!");
  assert.equal(reloadTag("v", "abc"), '<script src="/__demijohn/reload.js" data-version="v" nonce="abc"></script>');
});

test("the failure page escapes all that it shows", () => {
  const page = renderFailurePage({ title: "<b>", text: "</pre><script>" }, "1");
  assert.ok(page.includes("<h1>&lt;b&gt;</h1>"));
  assert.ok(page.includes("&lt;/pre&gt;&lt;script&gt;</pre>"));
});

test("listening sockets are read from the system's table by their port", () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1
   1: 0100007F:1F40 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 222 1
   2: 00000000:1F41 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1
`;
  assert.deepEqual(listeningInodes(table, 8000), ["111"]);
  assert.deepEqual(listeningInodes(table, 8002), []);
});

test("the owner of a port is found by number and command", { skip: process.platform !== "linux" }, async (t) => {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
  );
  t.after(() => server.close());
  const owner = findPortOwner(port);
  assert.equal(owner?.pid, process.pid);
  assert.match(owner.command, /node/);
});
