// Defines the tags about languages and time zones: what is current, another one for a body, translated text.
import { safe } from "#kernel";
import type { TemplateOptions } from "../definitions.ts";
import type { TagCall, TagParser, TemplateExtension } from "../extension.ts";
import { isRightToLeft } from "../filters/django-locale-filters.ts";
import { isZone } from "../format/calendar.ts";
import { isThenable } from "../runtime/awaiting.ts";
import type { Expression, Statement } from "../syntax/nodes.ts";

const facts = [
  "get_current_language",
  "get_current_language_bidi",
  "get_available_languages",
  "get_language_info",
  "get_language_info_list",
  "get_current_timezone",
];

/** Django's tags about languages and time zones. */
export const languageTags: TemplateExtension = {
  name: "language",
  tags: [...facts, "language", "timezone", "localtime", "translate"],
  parse: (parser) => (facts.includes(parser.tag) ? parseFact(parser) : parsers[parser.tag]!(parser)),
  run: {
    get_current_language: (call) => call.options.locale,
    get_current_language_bidi: (call) => isRightToLeft(call.options.locale),
    get_available_languages: availableLanguages,
    get_language_info: (call) => languageInfo(call, call.args[0]),
    get_language_info_list: (call) =>
      call.items(call.args[0]).map((code) => languageInfo(call, Array.isArray(code) ? code[0] : code)),
    get_current_timezone: (call) => call.options.timezone,
    language: (call) => renderWith(call, { locale: readLanguage(call) }),
    timezone: (call) => renderWith(call, { timezone: readZone(call) }),
    translate,
  },
};

function parseFact(parser: TagParser): Statement {
  const args = parser.accept("name", "for") ? [parser.operand()] : [];
  const target = parser.alias();
  if (target === null)
    parser.fail(`The tag ${parser.tag} needs a name for its result.`, `{% ${parser.tag} as result %}`);
  parser.end();
  return parser.run(parser.tag, { args, target });
}

const parsers: Readonly<Record<string, (parser: TagParser) => Statement>> = {
  language: (parser) => parseBody(parser, [parser.operand()]),
  timezone: (parser) => parseBody(parser, [parser.operand()]),
  // Times are always written in the current zone; `off` writes them in UTC.
  localtime(parser) {
    const isOff = !parser.accept("name", "on") && parser.accept("name", "off");
    return parseBody(parser, isOff ? [constant(parser, "UTC")] : [], "timezone");
  },
  translate(parser) {
    const text = parser.operand();
    const isNoop = parser.accept("name", "noop");
    const context = parser.accept("name", "context") ? parser.operand() : constant(parser, null);
    const target = parser.alias();
    parser.end();
    const isLiteral = constant(parser, text.type === "constant");
    return parser.run("translate", { args: [text, constant(parser, isNoop), isLiteral, context], target });
  },
};

function parseBody(parser: TagParser, args: readonly Expression[], method: string = parser.tag): Statement {
  const { body } = parser.body(`end${parser.tag}`);
  parser.end();
  return parser.run(method, { args, bodies: { body } });
}

function constant(parser: TagParser, value: string | boolean | null): Expression {
  return { type: "constant", at: parser.at, value };
}

function renderWith(call: TagCall, options: Partial<TemplateOptions>): unknown {
  const body = call.withOptions(options, () => call.body("body"));
  return typeof body === "string" ? safe(body) : body.then(safe);
}

function readLanguage(call: TagCall): string {
  const tag = call.text(call.args[0]);
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? call.options.locale;
  } catch {
    throw call.error(`${JSON.stringify(tag)} is no language tag.`, '{% language "de" %} … {% endlanguage %}');
  }
}

function readZone(call: TagCall): string {
  const [zone] = call.args;
  if (zone === undefined || zone === null) return call.options.timezone;
  const name = call.text(zone);
  if (isZone(name)) return name;
  throw call.error(
    `There is no time zone named ${JSON.stringify(name)}.`,
    '{% timezone "Europe/Berlin" %} … {% endtimezone %}',
  );
}

// Asks the functions that `{% trans %}` asks. A text that stands in the template is HTML, as all that stands there.
function translate(call: TagCall): unknown {
  const [text, isNoop, isLiteral, context] = call.args;
  const source = call.text(text);
  const mark = (translated: unknown): unknown => (isLiteral ? safe(call.text(translated)) : call.text(translated));
  if (isNoop || source === "") return mark(source);
  const args = context === null || context === undefined ? [source] : [call.text(context), source];
  const find = call.lookup(args.length === 1 ? "gettext" : "pgettext");
  const translated = typeof find === "function" ? call.call(find, args) : source;
  return isThenable(translated) ? translated.then(mark) : mark(translated);
}

function availableLanguages(call: TagCall): unknown {
  const languages = call.options.policies["i18n.languages"];
  return languages === undefined
    ? [[call.options.locale, call.filter("language_name", call.options.locale)]]
    : languages;
}

function languageInfo(call: TagCall, code: unknown): Readonly<Record<string, unknown>> {
  const tag = call.text(code);
  return {
    code: tag,
    name: call.filter("language_name", tag),
    name_local: call.filter("language_name_local", tag),
    name_translated: call.filter("language_name_translated", tag),
    bidi: isRightToLeft(tag),
  };
}
