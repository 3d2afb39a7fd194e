// Defines the tags about languages and time zones that set a variable: what is current, and what a language is called.
import type { TagCall, TagParser, TemplateExtension } from "../extension.ts";
import { isRightToLeft } from "../filters/django-locale-filters.ts";
import type { Statement } from "../syntax/nodes.ts";

/** Django's tags that tell the current language and time zone, and facts about languages. */
export const languageTags: TemplateExtension = {
  name: "language",
  tags: [
    "get_current_language",
    "get_current_language_bidi",
    "get_available_languages",
    "get_language_info",
    "get_language_info_list",
    "get_current_timezone",
  ],
  parse: parseLanguageTag,
  run: {
    get_current_language: (call) => call.options.locale,
    get_current_language_bidi: (call) => isRightToLeft(call.options.locale),
    get_available_languages: availableLanguages,
    get_language_info: (call) => languageInfo(call, call.args[0]),
    get_language_info_list: (call) =>
      call.items(call.args[0]).map((code) => languageInfo(call, Array.isArray(code) ? code[0] : code)),
    get_current_timezone: (call) => call.options.timezone,
  },
};

function parseLanguageTag(parser: TagParser): Statement {
  const args = parser.accept("name", "for") ? [parser.operand()] : [];
  const target = parser.alias();
  if (target === null)
    parser.fail(`The tag ${parser.tag} needs a name for its result.`, `{% ${parser.tag} as result %}`);
  parser.end();
  return parser.run(parser.tag, { args, target });
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
