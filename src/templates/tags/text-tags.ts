// Defines the tags that write text of their own or tidy up what stands in them: now, lorem, spaceless, templatetag, load.
import { escapeHtml, safe } from "#kernel";
import type { TagCall, TagParser, TemplateExtension } from "../extension.ts";
import { writeDate } from "../filters/django-date-filters.ts";
import { loremParagraph, loremSentence, loremWords, randomBetween } from "../format/lorem.ts";
import type { Statement } from "../syntax/nodes.ts";

/** Django's tags for dates, placeholder text and spaces. */
export const textTags: TemplateExtension = {
  name: "text",
  tags: ["now", "lorem", "spaceless", "templatetag", "load", "debug"],
  parse: (parser) => parsers[parser.tag]!(parser),
  run: {
    now: (call) => writeDate(call, call.options.now(), call.text(call.args[0])),
    lorem: writeLorem,
    spaceless,
    debug,
  },
};

const signs: Readonly<Record<string, string>> = {
  openblock: "{%",
  closeblock: "%}",
  openvariable: "{{",
  closevariable: "}}",
  openbrace: "{",
  closebrace: "}",
  opencomment: "{#",
  closecomment: "#}",
};

const parsers: Readonly<Record<string, (parser: TagParser) => Statement>> = {
  now(parser) {
    const format = parser.operand();
    const target = parser.alias();
    parser.end();
    return parser.run("now", { args: [format], target });
  },
  lorem: parseLorem,
  spaceless(parser) {
    const { body } = parser.body("endspaceless");
    parser.end();
    return parser.run("spaceless", { bodies: { body } });
  },
  templatetag(parser: TagParser) {
    const name = parser.name();
    const sign = Object.hasOwn(signs, name) ? signs[name]! : undefined;
    if (sign === undefined)
      parser.fail(`templatetag knows no sign "${name}".`, `The signs are ${Object.keys(signs).join(", ")}.`);
    parser.end();
    return parser.group([{ type: "data", at: parser.at, text: sign }]);
  },
  debug(parser) {
    parser.end();
    return parser.run("debug");
  },
  // Filters and tags need no loading; the tag is read so that templates of Django's need no change for it.
  load(parser) {
    while (!parser.atEnd) parser.next();
    parser.end();
    return parser.group([]);
  },
};

function parseLorem(parser: TagParser): Statement {
  const isWord = (name: string) => parser.is("name", name);
  const count = parser.atEnd || isWord("w") || isWord("p") || isWord("b") || isWord("random") ? [] : [parser.operand()];
  const method = isWord("w") || isWord("p") || isWord("b") ? parser.name() : "b";
  const random = parser.accept("name", "random");
  parser.end();
  const constant = (value: string | boolean) => ({ type: "constant", at: parser.at, value }) as const;
  return parser.run("lorem", { args: [constant(method), constant(random), ...count] });
}

function writeLorem(call: TagCall): unknown {
  const [method, random, given] = call.args;
  const count = given === undefined ? 1 : Math.max(Math.trunc(Number(given)) || 1, 1);
  const words = method === "w" ? count : count * 80;
  if (words > call.options.maxRange)
    throw call.error(`lorem would make up to ${words} words; the limit is ${call.options.maxRange}.`);
  if (method === "w") return loremWords(count, Boolean(random));
  const paragraphs = Array.from({ length: count }, (_, i) =>
    i === 0 && !random ? loremSentence : loremParagraph(randomBetween(20, 80)),
  );
  if (method === "b") return paragraphs.join("\n\n");
  return safe(paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join("\n\n"));
}

function spaceless(call: TagCall): unknown {
  const body = call.body("body");
  const squeeze = (html: string) => safe(html.trim().replace(/>\s+</g, "><"));
  return body instanceof Promise ? body.then(squeeze) : squeeze(body);
}

// A page for visitors must not show what the program knows, so that the engine has to allow it.
function debug(call: TagCall): unknown {
  if (call.options.policies["debug"] !== true) return "";
  const lines = Object.entries(call.variables()).map(([name, value]) => {
    const text = typeof value === "function" ? "function" : call.text(call.filter("pprint", value));
    return `${name} = ${text.length > 1000 ? `${text.slice(0, 1000)}…` : text}`;
  });
  return safe(`<pre>${escapeHtml(lines.sort().join("\n"))}</pre>`);
}
