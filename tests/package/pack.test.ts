// Tests the built package: packs it, installs the tarball in an empty folder, and runs and type-checks programs there.
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { makeWorkFolder } from "../../scripts/lib/work-folder.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), "demijohn-pack-")));
const installed = join(folder, "node_modules/demijohn");
const fiveLines = `import { App } from "demijohn";
const app = new App();
app.get("/", () => "Hello, World!");
app.get("/hello/<name>", ({ params }) => \`Hello, \${params.name}!\`);   // params.name: string, from the pattern
app.run();
`;
let packed: { readonly filename: string; readonly size: number; readonly files: readonly { readonly path: string }[] };

// A program in the folder must not see how this process runs.
const environment = { ...process.env, NODE_OPTIONS: "", NODE_TEST_CONTEXT: undefined, PORT: "0" };

function run(command: string, args: readonly string[], cwd: string = folder): string {
  return execFileSync(command, args, { cwd, env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

before(() => {
  // Inside of the repository, as source maps name the sources by relative paths.
  const staging = makeWorkFolder(new URL("../../", import.meta.url), "package");
  run(process.execPath, ["--conditions=demijohn-source", "scripts/build.ts", "--out", join(staging, "dist")], root);
  for (const name of ["package.json", "LICENSE", "README.md", "CHANGELOG.md"])
    cpSync(join(root, name), join(staging, name));
  packed = JSON.parse(run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], staging))[0];
  rmSync(staging, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "name": "site", "private": true, "type": "module" }\n');
  run("npm", ["install", "--no-audit", "--no-fund", "--omit=optional", `./${packed.filename}`]);
});

after(() => rmSync(folder, { recursive: true }));

test("the tarball holds the bundles, their declarations and four papers, and stays small", () => {
  const strays = packed.files
    .map((file) => file.path)
    .filter((path) => !/^dist\/(?:[\w-]+|chunks\/[\w-]+)\.js(?:\.map)?$|^dist\/types\/[\w/-]+\.d\.ts$/.test(path));
  assert.deepEqual(
    strays.filter((path) => !["package.json", "LICENSE", "README.md", "CHANGELOG.md"].includes(path)),
    [],
  );
  assert.ok(strays.includes("LICENSE") && strays.includes("package.json"));
  assert.ok(packed.size < 3_000_000, `${packed.size} bytes packed`);
});

test("every public subpath and command of package.json is in the installed package", () => {
  const data = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const targets: string[] = Object.values(data.bin);
  for (const target of Object.values<string | Record<string, string>>(data.exports)) {
    if (typeof target === "string") targets.push(target);
    else targets.push(target["types"]!, target["default"]!);
  }
  assert.deepEqual(
    targets.filter((target) => !existsSync(join(installed, target))),
    [],
  );
});

test("each subpath exports from its bundle what it exports from its source, classes under the same names", async () => {
  const data = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const [key, target] of Object.entries<{ readonly [condition: string]: string }>(data.exports)) {
    if (key === "./package.json") continue;
    const source: Record<string, unknown> = await import(pathToFileURL(join(root, target["demijohn-source"]!)).href);
    const bundled: Record<string, unknown> = await import(pathToFileURL(join(installed, target["default"]!)).href);
    assert.deepEqual(Object.keys(bundled).sort(), Object.keys(source).sort(), key);
    for (const [name, value] of Object.entries(source)) {
      // The name of a class shows in error texts; the name of a function nowhere.
      if (!/^class\b/.test(String(value))) continue;
      assert.equal((bundled[name] as Function).name, (value as Function).name, `${key} ${name}`);
    }
  }
});

for (const file of ["app.ts", "app.js"]) {
  test(`the five lines as ${file} answer real requests from the installed package`, async () => {
    writeFileSync(join(folder, file), fiveLines);
    await serving(
      spawn(process.execPath, [file], { cwd: folder, env: environment, detached: true }),
      async (origin) => {
        const front = await fetch(origin);
        assert.equal(front.status, 200);
        assert.equal(front.headers.get("content-type"), "text/html; charset=utf-8");
        assert.equal(await front.text(), "Hello, World!");
        assert.equal(await (await fetch(new URL("/hello/Ada", origin))).text(), "Hello, Ada!");
        assert.equal((await fetch(new URL("/nowhere", origin))).status, 404);
      },
    );
  });
}

test("the demijohn command runs the five lines", async () => {
  writeFileSync(join(folder, "app.ts"), fiveLines);
  const command = join(folder, "node_modules/.bin/demijohn");
  const child = spawn(command, ["run", "app.ts", "--port", "0"], {
    cwd: folder,
    detached: true,
    env: { ...environment, PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}` },
  });
  await serving(child, async (origin) => {
    assert.equal(await (await fetch(new URL("/hello/Ada", origin))).text(), "Hello, Ada!");
  });
});

test("the declarations compile in strict programs of both resolutions, libraries checked", () => {
  const doors = Object.keys(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).exports)
    .filter((key) => key !== "./package.json")
    .map((key) => key.replace(/^\./, "demijohn"));
  const imports = doors.map((door, i) => `import * as door${i} from "${door}";\nexport { door${i} };\n`).join("");
  writeFileSync(join(folder, "doors.ts"), imports);
  writeFileSync(join(folder, "typed.ts"), typedProgram);
  for (const [module, moduleResolution] of [
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ] as const) {
    const config = {
      compilerOptions: {
        target: "esnext",
        module,
        moduleResolution,
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
        types: ["node"],
        typeRoots: [join(root, "node_modules/@types")],
      },
      files: ["doors.ts", "typed.ts"],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const report = compile();
    assert.equal(report, "", `${moduleResolution}:\n${report}`);
  }
});

const typedProgram = `import { App } from "demijohn";
const app = new App();
app.get("/jars/<int:id>/<name>", ({ params }) => {
  const id: number = params.id;
  const name: string = params.name;
  return { id, name };
});
app.get("/jars/<int:id>", ({ params }) => {
  // @ts-expect-error The pattern has no such parameter.
  return String(params.size);
});
// @ts-expect-error A handler returns no symbol.
app.get("/symbol", () => Symbol("no"));
export const response: Promise<{ readonly status: number }> = app.request("/jars/1/a");
`;

function compile(): string {
  try {
    return run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
  } catch (error) {
    return String((error as { readonly stdout?: unknown }).stdout ?? error);
  }
}

/** Ends a program that leads a process group, and what it started; nothing is left to end after a tidy stop. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Waits until the program says where it listens, calls `use` with that, and ends the program. */
async function serving(child: ChildProcess, use: (origin: string) => Promise<void>): Promise<void> {
  let output = "";
  // A child of the program may keep the pipes open, so that "close" need not come when the program has ended.
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  try {
    const origin = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`It did not listen within 15 s:\n${output}`)), 15_000);
      const read = (chunk: Buffer): void => {
        output += chunk;
        const found = /http:\/\/[\w.[\]:]+:\d+/.exec(output);
        if (found === null) return;
        clearTimeout(timer);
        resolve(found[0]);
      };
      child.stdout!.on("data", read);
      child.stderr!.on("data", read);
      void ended.then(() => {
        clearTimeout(timer);
        reject(new Error(`It ended before it listened:\n${output}`));
      });
      child.once("error", (error) => {
        clearTimeout(timer);
        reject(error);
      });
    });
    await use(origin);
  } finally {
    child.kill("SIGTERM");
    const hard = setTimeout(() => endGroup(child), 5_000);
    await ended;
    clearTimeout(hard);
    endGroup(child);
    child.stdout!.destroy();
    child.stderr!.destroy();
  }
}

test("no bundle holds a path of the machine that built it", () => {
  const texts = [installed, join(installed, "dist"), join(installed, "dist/chunks")].flatMap((path) =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(path, entry.name), "utf8")),
  );
  assert.equal(
    texts.some((text) => text.includes(root)),
    false,
  );
});
