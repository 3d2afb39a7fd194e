// Shows that no template gets out of the sandbox: each attempt is refused, or finds nothing.
import assert from "node:assert/strict";
import test from "node:test";
import { TemplateError, templateCallable } from "../../../src/templates/index.ts";
import { engineWith, failureOf } from "../all-modes.ts";

class Account {
  owner = "Ada";
  secret_ = "s";
  _private = "p";
  #hidden = "h";
  get upper() {
    return this.owner.toUpperCase();
  }
  reveal() {
    return this.#hidden;
  }
  getOwner() {
    return this.owner;
  }
  getName() {
    return "marked";
  }
  static templateCallable = ["getName"];
}
templateCallable(Account.prototype.getOwner);

const makeContext = () => ({
  a: new Account(),
  s: "text",
  n: 1,
  list: [1],
  map: new Map([["k", "v"]]),
  set: new Set([1]),
  dict: { key: "v" },
  parsed: JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as object,
  f: () => "called",
  arrow: () => () => "inner",
  Class: Account,
  date: new Date(0),
  re: /x/,
  error: new Error("boom"),
  sym: Symbol("x"),
  promise: { then_: 1 },
  Function,
  // biome-ignore lint/security/noGlobalEval: an application that passes it must not open the sandbox.
  eval_: globalThis.eval,
  Object,
  Reflect,
  bind: Function.prototype.bind,
  setTimeout,
  bytes: new Uint8Array(2),
  getter: {
    get trap() {
      return "got";
    },
  },
  k: "constructor",
  p: "__proto__",
});

// Each is an expression; none may print what the last column names.
const refused: readonly string[] = [
  "s.constructor",
  "s['constructor']",
  "s[k]",
  "s['con' ~ 'structor']",
  "s.constructor.constructor('return 7')()",
  "''.constructor.constructor('return process')()",
  "list.constructor",
  "list['constructor']",
  "dict.constructor",
  "dict[k]",
  "dict[p]",
  "dict.__proto__",
  "dict['__proto__']",
  "dict.__defineGetter__",
  "dict.__lookupGetter__('x')",
  "parsed.__proto__",
  "parsed['constructor']",
  "a.constructor",
  "a.__proto__",
  "a['__proto__']['constructor']",
  "a._private",
  "a['_private']",
  "a.prototype",
  "a.reveal()",
  "a['reveal']()",
  "a.toString.constructor",
  "a.hasOwnProperty('x')",
  "a.isPrototypeOf(a)",
  "a.valueOf()",
  "f.constructor",
  "f['constructor']('return 1')()",
  "f.call(1)",
  "f.apply(1)",
  "f.bind(1)()",
  "f.prototype",
  "f.caller",
  "f.arguments",
  "arrow().constructor",
  "Class()",
  "Class.prototype",
  "Class.constructor('return 7')()",
  "Function('return 7')()",
  "eval_('7')",
  "Object()",
  "Object.getPrototypeOf(s)",
  "Object.defineProperty(dict, 'x', {})",
  "Object.assign(dict, {'x': 1})",
  "bind(f)()",
  "setTimeout(f)",
  "list.map(f)",
  "list.filter(Function)",
  "list.reduce(f)",
  "list.__iter__",
  "map.constructor",
  "map.forEach(f)",
  "set.forEach(f)",
  "date.constructor.now()",
  "date.setTime(5)",
  "re.exec('x')",
  "re.constructor",
  "s.match('(a+)+$')",
  "s.matchAll('x')",
  "s.search('x')",
  "s.replace(re, 'y')",
  "s.normalize('NFC')",
  "s.localeCompare('x')",
  "s.anchor('x')",
  "n.constructor",
  "n.toString.constructor",
  "n.__class__",
  "s.__class__.__mro__[1].__subclasses__()",
  "s|attr('constructor')",
  "s|attr('__proto__')",
  "list|map(attribute='constructor')|first",
  "list|map(attribute='__proto__')|list",
  "[a]|map(attribute='_private')|first",
  "[dict]|groupby('constructor')",
  "[dict]|sort(attribute='__proto__')",
  "[a]|selectattr('_private')|list",
  "bytes.buffer.constructor",
  "self.__proto__",
  "self.constructor",
  "range.constructor('return 7')()",
  "namespace(constructor=1)",
  "namespace(__proto__=1)",
  "cycler('a').constructor",
  "joiner().constructor",
  "dict(a=1).constructor",
  "lipsum.__globals__",
  "super.constructor",
  "loop.constructor",
  "sym.constructor",
  "s[sym]",
  "s.padEnd(1e12)",
  "s.repeat(1e12)",
  "s.ljust(1e12)",
  "s.center(1e12)",
  "'%1000000000000d' % 1",
  "'{:1000000000000}'.format(1)",
  "'x' * 1e12",
  "[1] * 1e12",
  "range(1e9)",
  "2n",
];

test("every attempt to leave the sandbox is refused", () => {
  assert.ok(refused.length >= 60);
  for (const expression of refused)
    assert.throws(
      () => engineWith().renderString(`{{ ${expression} }}`, makeContext()),
      (error: unknown) => error instanceof TemplateError,
      expression,
    );
});

// What there is nothing to find for: no names of the host, and no prototypes behind attributes.
const nothing: readonly string[] = [
  "process",
  "globalThis",
  "require",
  "module",
  "window",
  "console",
  "r",
  "u",
  "c",
  "d",
  "t1",
  "arguments",
  "this",
  "constructor",
  "__proto__",
  "toString",
  "hasOwnProperty",
  "dict.toString",
  "dict.hasOwnProperty",
  "dict.valueOf",
  "a.toString",
  "a.reveal",
  "a.hidden",
  "f.name",
  "f.length",
  "error.stack",
  "list.map",
  "re.exec",
  "Class.templateCallable",
  "'{0.__class__}'.format(s)",
  "'{0.constructor}'.format(s)",
  "'{a[__proto__]}'.format(a=dict)",
  "'{0._private}'.format(a)",
  "map['__proto__']",
  "loop",
  "super",
  "self.nothing",
];

test("names of the host and of prototypes are undefined", () => {
  for (const expression of nothing)
    assert.equal(engineWith().renderString(`{{ ${expression} }}`, makeContext()), "", expression);
});

test("targets, macro parameters and imports cannot reach prototypes either", () => {
  const engine = engineWith({ lib: "{% set constructor = 5 %}{% macro toString() %}T{% endmacro %}" });
  assert.equal(engine.renderString("{% set __proto__ = {'x': 1} %}{{ {}.x }}{{ x }}"), "");
  assert.equal(engine.renderString("{% macro m(__proto__) %}{{ __proto__ }}{% endmacro %}{{ m(__proto__=3) }}"), "3");
  assert.equal(
    engine.renderString("{% from 'lib' import constructor, toString %}{{ constructor }}{{ toString() }}"),
    "5T",
  );
  assert.equal(engine.renderString("{% set d = {'__proto__': {'bad': 1}} %}{{ d.bad }}"), "");
  assert.equal(({} as Record<string, unknown>)["bad"], undefined);
  assert.match(failureOf("{% set ns = namespace() %}{% set ns.constructor = 1 %}"), /TEMPLATES_REFUSED/);
  assert.match(
    failureOf("{% set ns = {} %}{% set ns.x = 1 %}"),
    /Cannot assign an attribute on a non-namespace object\./,
  );
  assert.match(
    failureOf("{% do dict.update({'__proto__': {'bad': 1}}) %}{{ dict.bad }}{{ nothing.x }}", { dict: {} }),
    /"nothing" is undefined/,
  );
});

test("strings and names of a template never become code", () => {
  const evil = '"+process.exit(1)+"\\\'`$\u007Bprocess.exit(1)}\u2028\n*/';
  const engine = engineWith({}, { autoescape: false, filters: { [evil]: (x: unknown) => x } });
  const literal = `"${evil.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
  assert.equal(engine.renderString(`${evil}{{ ${literal} }}{{ {${literal}: 1}|length }}`), `${evil}${evil}1`);
  assert.equal(
    engine.renderString(`{{ x[${literal}] }}{{ f(**{${literal}: 1}) }}`, { x: { [evil]: "v" }, f: () => "f" }),
    "vf",
  );
  assert.equal(engine.renderString("{% set ünï = 1 %}{{ ünï }}{{ x.ünï }}", { x: { ünï: 2 } }), "12");
});

test("what is allowed works", () => {
  const render = (source: string) => engineWith().renderString(source, makeContext());
  assert.equal(
    render("{{ a.owner }}{{ a.upper }}{{ a.getOwner() }}{{ a.getName() }}{{ f() }}{{ arrow()() }}{{ getter.trap }}"),
    "AdaADAAdamarkedcalledinnergot",
  );
  assert.equal(render("{% set up = s.upper %}{{ up() }}{% set own = a.getOwner %}{{ own() }}"), "TEXTAda");
  assert.equal(render("{{ error.message }}{{ bytes.length }}{{ bytes[0] }}{{ map.k }}{{ set.has(1) }}"), "boom20vtrue");
});

test("methods that change values are refused when the engine is immutable", () => {
  const immutable = { immutable: true };
  for (const source of [
    "{{ [].append(1) }}",
    "{{ {}.update({'a': 1}) }}",
    "{{ list.pop() }}",
    "{{ set.add(2) }}",
    "{% do list.clear() %}",
  ])
    assert.match(
      failureOf(source, makeContext(), immutable),
      /^TEMPLATES_REFUSED: Changing a (list|mapping|Set) is refused\./,
      source,
    );
});

test("a refusal says what to do", () => {
  assert.equal(
    failureOf("{{ a.reveal() }}", makeContext()),
    `TEMPLATES_REFUSED: The method "reveal" of an Account is not marked as callable in templates.
  At page.html:1:6
  1 | {{ a.reveal() }}
    |      ^
  Mark it: templateCallable(Account.prototype.reveal), or pass its result.`,
  );
  assert.equal(
    failureOf("{{ dict.__proto__ }}", makeContext()),
    `TEMPLATES_REFUSED: Access to attribute "__proto__" of a mapping is unsafe.
  At page.html:1:9
  1 | {{ dict.__proto__ }}
    |         ^
  Templates never read names that start with an underscore or lead to code. Pass the value under another name.`,
  );
});

test("filters stay fast on text made to slow down regular expressions", () => {
  const long = `${"a".repeat(50_000)}!${" ".repeat(50_000)}<${"<".repeat(50_000)}&${"http://".repeat(5_000)}`;
  const filters =
    "striptags urlize title capitalize wordwrap wordcount trim truncate escape forceescape slugify linebreaks upper".split(
      " ",
    );
  for (const name of filters) {
    const start = performance.now();
    engineWith().renderString(`{{ x|${name} }}`, { x: long });
    assert.ok(performance.now() - start < 3000, `${name} took ${performance.now() - start} ms`);
  }
});
