// Defines the tags that point somewhere or prove something: url, static, querystring, csrf_token, csp_nonce_attr.
import { escapeHtml, type Safe, safe } from "#kernel";
import type { TagCall, TagParser, TemplateExtension } from "../extension.ts";
import { quoteUrl } from "../format/quote-url.ts";
import type { Expression, Statement } from "../syntax/nodes.ts";
import { isPlain } from "../values/python-spelling.ts";

/**
 * Django's tags for addresses and tokens. What they know, the engine's globals or the context give them:
 * `url_for(name, …)`, `static_url(path)`, `media_url(path)`, `csrf_token`, `csp_nonce` and `request`.
 */
export const linkTags: TemplateExtension = {
  name: "links",
  tags: ["url", "static", "get_static_prefix", "get_media_prefix", "querystring", "csrf_token", "csp_nonce_attr"],
  parse: parseLinkTag,
  run: { querystring: writeQueryString, csrf_token: writeToken, csp_nonce_attr: writeNonce },
};

/** Tags that are another way to write a call: `{% url "post" id=1 as link %}` is `{% set link = url_for("post", id=1) %}`. */
const functions: Readonly<Record<string, string>> = {
  url: "url_for",
  static: "static_url",
  get_static_prefix: "static_url",
  get_media_prefix: "media_url",
};

function parseLinkTag(parser: TagParser): Statement {
  const { at, tag } = parser;
  const { args, kwargs } = parser.arguments();
  const target = parser.alias();
  if (args.length === 0 && tag === "url")
    parser.fail("The tag url needs the name of a route.", '{% url "post" id=post.id %}');
  if (args.length > 1 && tag === "url")
    parser.fail("The tag url takes the values of a route by their names.", '{% url "post" id=post.id %}', args[1]!.at);
  if (args.length === 0 && tag === "static") parser.fail("The tag static needs a path.", '{% static "style.css" %}');
  parser.end();
  const name = functions[tag];
  if (name === undefined) return parser.run(tag, { args, kwargs, target });
  const isPrefix = tag.endsWith("_prefix");
  const value: Expression = {
    type: "call",
    at,
    callee: { type: "name", at, name },
    args: isPrefix ? [{ type: "constant", at, value: "" }] : args,
    kwargs,
    rest: null,
    keywords: null,
  };
  return parser.group([target === null ? { type: "print", at, value } : { type: "set", at, target, value }]);
}

// Mappings and named values, the later ones first; null removes a name, a list repeats it.
function writeQueryString(call: TagCall): string {
  const query = new Map<string, string[]>();
  const sources = call.args.length > 0 ? call.args : [currentQuery(call)];
  for (const source of [...sources, call.kwargs]) {
    if (source === null || source === undefined) continue;
    const given = readQuery(call, source);
    for (const [name, values] of given) {
      query.delete(name);
      if (values !== undefined) query.set(name, values);
    }
  }
  const pairs = [...query].flatMap(([name, values]) => values.map((value) => `${quote(name)}=${quote(value)}`));
  return `?${pairs.join("&")}`;
}

function currentQuery(call: TagCall): unknown {
  const request = call.lookup("request");
  if (request === undefined || request === null)
    throw call.error(
      "The tag querystring finds no request.",
      "Pass the request, or a mapping: {% querystring filters page=2 %}",
    );
  return call.attribute(request, "query");
}

function readQuery(call: TagCall, source: unknown): Map<string, string[] | undefined> {
  const given = new Map<string, string[] | undefined>();
  if (source instanceof URLSearchParams) {
    for (const name of source.keys()) given.set(name, source.getAll(name));
    return given;
  }
  const isMapping = source instanceof Map || isPlain(source);
  if (!isMapping && !(typeof source === "object" && source !== null && Symbol.iterator in source))
    throw call.error("querystring takes mappings and named values.", "{% querystring page=2 sort=none %}");
  const pairs = source instanceof Map ? [...source] : isPlain(source) ? Object.entries(source) : call.items(source);
  for (const pair of pairs) {
    const [key, value] = pair as readonly [unknown, unknown];
    const isRemoved = value === null || value === undefined;
    const values = isRemoved ? undefined : (isList(value) ? call.items(value) : [value]).map((item) => call.text(item));
    const name = call.text(key);
    const earlier = isMapping ? undefined : given.get(name);
    given.set(name, values === undefined ? undefined : [...(earlier ?? []), ...values]);
  }
  return given;
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || value instanceof Set;
}

function quote(text: string): string {
  return quoteUrl(text, "").replaceAll("%20", "+");
}

function given(call: TagCall, name: string): string {
  const value = call.lookup(name);
  return call.text(typeof value === "function" ? call.call(value, []) : value);
}

function writeToken(call: TagCall): Safe | string {
  const token = given(call, "csrf_token");
  return token === "" ? "" : safe(`<input type="hidden" name="csrf_token" value="${escapeHtml(token)}">`);
}

function writeNonce(call: TagCall): Safe | string {
  const nonce = given(call, "csp_nonce");
  return nonce === "" ? "" : safe(` nonce="${escapeHtml(nonce)}"`);
}
