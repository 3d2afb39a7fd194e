// Shows the loaders, reloading, precompiled modules and the check of all templates.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import {
  choiceLoader,
  defineTemplate,
  folderLoader,
  functionLoader,
  memoryLoader,
  moduleLoader,
  type PrecompiledTemplate,
  prefixLoader,
  Templates,
  type TemplatesOptions,
  templateCommands,
} from "../../../src/templates/index.ts";
import { engineWith, joined } from "../all-modes.ts";

function folder(files: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(tmpdir(), "templates-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(path, name, ".."), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

test("folders are looked through in order, and never left", () => {
  const first = folder({ "a.html": "first", "sub/c.html": "c" });
  const second = folder({ "a.html": "second", "b.html": "b" });
  const loader = folderLoader([first, pathToFileURL(second)]);
  assert.equal(loader.load("a.html")?.source, "first");
  assert.equal(loader.load("b.html")?.source, "b");
  assert.equal(loader.load("sub/c.html")?.file, join(first, "sub/c.html"));
  assert.deepEqual(loader.list?.(), ["a.html", "b.html", "sub/c.html"]);
  for (const name of [
    "../a.html",
    "sub/../a.html",
    "/etc/passwd",
    "sub",
    "",
    "a\0",
    "sub\\c.html",
    "./a.html",
    "sub//c.html",
  ])
    assert.equal(loader.load(name), undefined, name);
  assert.match(loader.describe?.() ?? "", /^the folders /);
  assert.deepEqual(folderLoader(join(first, "none")).list?.(), []);
  assert.equal(new Templates({ folders: first }).render("a.html"), "first");
  for (const path of [first, second]) rmSync(path, { recursive: true });
});

test("memory, functions, choices and prefixes", () => {
  const memory = memoryLoader({ a: "A" });
  const map = memoryLoader(new Map([["b", "B"]]));
  const fn = functionLoader((name) => (name === "c" ? "C" : name === "d" ? { source: "D", version: 1 } : null));
  const all = choiceLoader(memory, map, fn, {
    load: (name) => (name === "e" ? { source: "E", version: 2 } : undefined),
  });
  assert.deepEqual(
    ["a", "b", "c", "d", "e", "f"].map((name) => all.load(name)?.source),
    ["A", "B", "C", "D", "E", undefined],
  );
  assert.deepEqual(
    ["a", "b", "d", "e", "f"].map((name) => all.version?.(name)),
    ["0:A", "1:B", "2:1", "3:2", undefined],
  );
  assert.deepEqual(all.list?.(), ["a", "b"]);
  assert.equal(all.describe?.(), "memory, memory, a function, a loader");
  assert.equal(memory.load("constructor"), undefined);
  const prefixed = prefixLoader({ blog: memory, shop: fn });
  assert.equal(prefixed.load("blog/a")?.source, "A");
  assert.deepEqual(
    ["blog/x", "a", "/a", "none/a", "shop/a"].map((name) => prefixed.load(name)),
    [undefined, undefined, undefined, undefined, undefined],
  );
  assert.equal(prefixed.version?.("blog/a"), "A");
  assert.equal(prefixed.version?.("nope"), undefined);
  assert.deepEqual(prefixed.list?.(), ["blog/a"]);
  assert.equal(prefixed.describe?.(), "the prefixes blog, shop");
});

test("changed templates are loaded anew in development, parents too", () => {
  const path = folder({
    "base.html": "1{% block a %}{% endblock %}",
    "page.html": "{% extends 'base.html' %}{% block a %}A{% endblock %}",
  });
  const change = (options: TemplatesOptions): readonly unknown[] => {
    writeFileSync(join(path, "base.html"), "1{% block a %}{% endblock %}");
    const engine = new Templates({ folders: path, ...options });
    const before = engine.render("page.html");
    writeFileSync(join(path, "base.html"), "2{% block a %}{% endblock %}!");
    utimesSync(join(path, "base.html"), 1, 1);
    return [before, engine.render("page.html")];
  };
  assert.deepEqual(change({ development: true }), ["1A", "2A!"]);
  assert.deepEqual(change({}), ["1A", "1A"]);
  rmSync(path, { recursive: true });
});

const sources = {
  "base.html": "<{% block a %}{% endblock %}>",
  "page.html":
    "{% extends 'base.html' %}{% import 'lib.html' as lib %}{% block a %}{% for x in xs %}{{ lib.f(x) }}{% endfor %}{% endblock %}",
  "lib.html": "{% macro f(x) %}{{ x|own }}{{ 1.5 }}{% endmacro %}",
  "bad.html": "{{ x.y.z }}",
};
const options = { filters: { own: (x: unknown) => `own${x}` } };

async function compiled(made: TemplatesOptions = options): Promise<readonly PrecompiledTemplate[]> {
  const path = folder({});
  writeFileSync(join(path, "package.json"), '{"type":"module"}');
  for (const { file, code } of engineWith(sources, made).precompile()) writeFileSync(join(path, file), code);
  const { default: list } = (await import(pathToFileURL(join(path, "index.js")).href)) as {
    default: readonly PrecompiledTemplate[];
  };
  rmSync(path, { recursive: true });
  return list;
}

test("precompiled modules render without compiling", async () => {
  const engine = new Templates({ loader: moduleLoader(await compiled()), ...options });
  const { Function: original } = globalThis;
  globalThis.Function = (() => assert.fail("compiled at run time")) as unknown as FunctionConstructor;
  try {
    assert.equal(engine.render("page.html", { xs: [1] }), "<own11.5>");
    assert.equal(await joined(engine.stream("page.html", { xs: Promise.resolve([2]) })), "<own21.5>");
    assert.equal(await engine.render("page.html", { xs: Promise.resolve([3]) }), "<own31.5>");
  } finally {
    globalThis.Function = original;
  }
  assert.throws(() => engine.render("bad.html"), {
    message: /"x" is undefined\.\n {2}At bad\.html:1:4\n {2}1 \| \{\{ x\.y\.z \}\}/,
  });
  assert.deepEqual(engine.list(), ["base.html", "page.html", "lib.html", "bad.html"]);
  assert.throws(() => engine.get("page.html").code(), {
    message: 'TEMPLATES_SETUP: The template "page.html" was compiled beforehand; its code is in its module.',
  });
});

test("precompiled modules are refused by an engine with other options", async () => {
  const list = await compiled();
  const engine = new Templates({ loader: moduleLoader(list), undefined: "strict" });
  assert.throws(() => engine.get("base.html"), {
    message: `TEMPLATES_PRECOMPILED: The template "base.html" was compiled for an engine with other options.
  At base.html
  undefined: compiled with "silent", the engine has "strict".
  ownFilters: compiled with ["own"], the engine has [].
  Compile the templates again with the options of this engine.`,
  });
  assert.throws(() => moduleLoader([list[0]!, list[0]!]), {
    message: `TEMPLATES_SETUP: Two precompiled templates have the same name.
  Compile the templates of all folders in one run.`,
  });
});

const checked = {
  "base.html": "{% block main %}{% endblock %}{{ site }}",
  "page.html":
    "{% extends 'base.html' %}{% block mian %}{% endblock %}{% block main %}{{ film.title }}{{ flim }}{% endblock %}",
  "broken.html": "{% if a %}\n{{ a|nope }}",
  "refers.html":
    "{% include 'page.htm' %}{% include 'gone' ignore missing %}{% include ['x', 'page.html'] %}{% import x as y %}",
  "loop.html":
    "{% set found = false %}{% for x in xs %}{% if x %}{% set found = true %}{% endif %}{% endfor %}{{ found }}",
  "ring.html": "{% extends 'ring.html' %}{% block x %}{% endblock %}",
  "dynamic.html": "{% extends 'either.html' %}{% block x %}{% endblock %}",
  "either.html": "{% if a %}{% extends 'base.html' %}{% endif %}",
};

test("the check reports what is wrong with all templates", () => {
  const engine = engineWith(checked, { globals: { site: 1 } });
  const page = defineTemplate<{ film: object }>("page.html", { film: true });
  const messages = engine.check([
    page,
    defineTemplate("pag.html"),
    defineTemplate("loop.html"),
    defineTemplate("broken.html", {}),
  ] as never);
  assert.deepEqual(messages, [
    {
      level: "warning",
      code: "TEMPLATES_UNKNOWN_BLOCK",
      message: 'The block "mian" is in none of the parents, so it is never shown. Did you mean "main"?',
      where: "page.html:1:29",
      cure: undefined,
    },
    {
      level: "error",
      code: "TEMPLATES_SYNTAX",
      message:
        'Unexpected end of template. Looking for "elif" or "else" or "endif". The innermost block that needs to be closed is "if".',
      where: "broken.html:2:13",
      cure: undefined,
    },
    {
      level: "error",
      code: "TEMPLATES_NOT_FOUND",
      message: 'No template named "page.htm". Did you mean "page.html"?',
      where: "refers.html:1:4",
      cure: undefined,
    },
    {
      level: "warning",
      code: "TEMPLATES_LOST_ASSIGNMENT",
      message: '"found" is set in a loop, but is read after it, where the loop\'s value is not seen.',
      where: "loop.html:1:54",
      cure: "Use a namespace: {% set ns = namespace(found=…) %} before the loop, {% set ns.found = … %} in it.",
    },
    {
      level: "error",
      code: "TEMPLATES_UNKNOWN_VARIABLE",
      message: 'The context of "page.html" has no variable "flim". Did you mean "film"?',
      where: "page.html:1:91",
      cure: "It has film.",
    },
    {
      level: "error",
      code: "TEMPLATES_NOT_FOUND",
      message: 'No template named "pag.html", which defineTemplate declares. Did you mean "page.html"?',
      where: "pag.html",
    },
  ]);
});

test("the commands check and compile", () => {
  const lines: string[] = [];
  const print = (text = ""): void => {
    lines.push(text);
  };
  const run = (name: string, templates: Templates, args: object): unknown =>
    templateCommands(templates)
      .find((command) => command.name === name)!
      .run({ args, options: {}, app: undefined, print, warn: print } as never);
  assert.equal(run("templates check", engineWith({ a: "{% x %}" }), {}), 1);
  assert.equal(run("templates check", engineWith({ a: "x" }), {}), 0);
  assert.deepEqual(lines, [
    'error TEMPLATES_UNKNOWN_TAG: Encountered unknown tag "x".\n  At a:1:4',
    "1 templates checked, 1 messages.",
    "1 templates checked, 0 messages.",
  ]);
  const path = join(folder({}), "out");
  run("templates compile", engineWith({ a: "x" }), { folder: path });
  assert.equal(folderLoader(path).load("t0.js")?.source.startsWith('// Compiled from the template "a"'), true);
  rmSync(path, { recursive: true });
});
