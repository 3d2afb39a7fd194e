// Tests package.json and its lock: public subpaths, doors, pinned platforms and install scripts.
import assert from "node:assert/strict";
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readImports } from "../../scripts/lib/source/read-imports.ts";

interface LockedPackage {
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
const data = JSON.parse(read("package.json"));
const locked: Record<string, LockedPackage> = JSON.parse(read("package-lock.json")).packages;
const subpaths = Object.entries<{ readonly [condition: string]: string }>(data.exports).filter(
  ([key]) => key !== "./package.json",
);

test("each public subpath is the door of its room, named once in each form", () => {
  for (const [key, target] of subpaths) {
    const room = key === "." ? "" : `${key.slice(2)}/`;
    const bundle = key === "." ? "index" : key.slice(2);
    assert.deepEqual(
      target,
      {
        "demijohn-source": `./src/${room}index.ts`,
        types: `./dist/types/${room}index.d.ts`,
        default: `./dist/${bundle}.js`,
      },
      key,
    );
    assert.ok(existsSync(new URL(target["demijohn-source"]!, root)), `${target["demijohn-source"]} exists`);
  }
});

test("there are fewer than 40 public subpaths and none is a wildcard", () => {
  assert.ok(subpaths.length < 40);
  assert.deepEqual(
    subpaths.filter(([key]) => key.includes("*")),
    [],
  );
});

test("every room of src is a public subpath, or opened by the package's own door", () => {
  const rooms = readdirSync(new URL("src/", root), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const internal = new Set(["kernel", "app", "debug"]);
  const published = new Set(subpaths.map(([key]) => key.slice(2)));
  const missing = rooms
    .map((room) => room.name)
    .filter((room) => existsSync(new URL(`src/${room}/index.ts`, root)) && !published.has(room) && !internal.has(room));
  assert.deepEqual(missing, []);
});

test("at most three dependencies are not optional, each with a decision record", () => {
  const names = Object.keys(data.dependencies);
  assert.ok(names.length <= 3, names.join(", "));
  const decisions = readdirSync(new URL("docs/decisions/", root)).map((file) => read(`docs/decisions/${file}`));
  for (const name of names) {
    assert.ok(
      decisions.some((text) => text.includes(name)),
      `docs/decisions says why the package depends on ${name}`,
    );
  }
});

test("every dependency is imported by the sources", () => {
  const imported = new Set(
    globSync("src/**/*.ts", { cwd: fileURLToPath(root) }).flatMap((file) =>
      readImports(read(file)).imports.map(({ specifier }) => specifier),
    ),
  );
  assert.deepEqual(
    Object.keys(data.dependencies).filter((name) => !imported.has(name)),
    [],
  );
});

test("the lock holds every platform's packages, so that npm ci works on each of them", () => {
  const missing = Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !(`${path}/node_modules/${name}` in locked) && !(`node_modules/${name}` in locked))
      .map((name) => `${name} of ${path}`),
  );
  assert.deepEqual(missing, []);
});

test("install scripts are allowed for exactly the packages that need them", () => {
  const withScripts = Object.entries(locked)
    .filter(([, entry]) => entry.hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ""));
  assert.deepEqual(Object.keys(data.allowScripts).sort(), withScripts.sort());
});
