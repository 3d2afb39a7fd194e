// Defines Jinja's filters that make, escape or strip HTML, and those that quote for URLs and scripts.
import { escapeHtml, Safe, safe } from "#kernel";
import { defineFilter, type FilterDefinition, type TemplateCall } from "../definitions.ts";
import { escapeJson, htmlSafeJson } from "../format/json.ts";
import { quoteUrl } from "../format/quote-url.ts";
import { decodeReferences, stripMarkup } from "../format/strip-tags.ts";
import { linkAddresses } from "../format/urlize.ts";
import { isPlain, reprPython } from "../values/python-spelling.ts";
import { textOf, wholeNumber } from "./text-of.ts";

const escapeFilter = defineFilter(escape, { call: true, params: [] });

/** Jinja's filters about HTML and URLs. */
export const htmlFilters: Readonly<Record<string, FilterDefinition>> = {
  e: escapeFilter,
  escape: escapeFilter,
  forceescape: defineFilter(forceEscape, { call: true, params: [] }),
  safe: defineFilter(markSafe, { call: true, params: [] }),
  striptags: defineFilter(stripTags, { call: true, params: [] }),
  tojson: defineFilter(toJson, { call: true, params: ["indent"] }),
  urlencode: defineFilter(urlEncode, { call: true, params: [] }),
  urlize: defineFilter(urlize, {
    call: true,
    params: ["trim_url_limit", "nofollow", "target", "rel", "extra_schemes"],
  }),
  xmlattr: defineFilter(xmlAttributes, { call: true, params: ["autospace"] }),
};

function escape(call: TemplateCall, value: unknown): Safe {
  return value instanceof Safe ? value : safe(escapeHtml(textOf(call, value)));
}

function forceEscape(call: TemplateCall, value: unknown): Safe {
  return safe(escapeHtml(textOf(call, value)));
}

function markSafe(call: TemplateCall, value: unknown): Safe {
  return value instanceof Safe ? value : safe(textOf(call, value));
}

function stripTags(call: TemplateCall, value: unknown): string {
  return decodeReferences(stripMarkup(textOf(call, value)).split(/\s+/).filter(Boolean).join(" "));
}

function toJson(call: TemplateCall, value: unknown, indent: unknown): Safe {
  const { policies, pythonSpelling } = call.options;
  const settings = (policies["json.dumps_kwargs"] ?? {}) as { readonly indent?: number; readonly sort_keys?: boolean };
  const columns = indent ?? settings.indent;
  const spaces =
    columns === undefined || columns === null ? undefined : wholeNumber(call, columns, 0, "The indent of tojson");
  const own = policies["json.dumps_function"];
  if (typeof own === "function") {
    const json: unknown = own(value, { ...settings, ...(spaces === undefined ? {} : { indent: spaces }) });
    return safe(escapeJson(call.text(json)));
  }
  const sortKeys = settings.sort_keys ?? pythonSpelling;
  return safe(htmlSafeJson(value, { indent: spaces, pythonSpelling, sortKeys }));
}

function urlEncode(call: TemplateCall, value: unknown): string {
  if (typeof value !== "object" || value === null || value instanceof Safe) return quoteUrl(textOf(call, value), "/");
  const pairs = value instanceof Map ? [...value] : isPlain(value) ? Object.entries(value) : findPairs(call, value);
  if (pairs === undefined) return quoteUrl(textOf(call, value), "/");
  const quote = (part: unknown) => quoteUrl(textOf(call, part), "").replaceAll("%20", "+");
  return pairs.map(([key, item]) => `${quote(key)}=${quote(item)}`).join("&");
}

function findPairs(call: TemplateCall, value: object): readonly (readonly [unknown, unknown])[] | undefined {
  if (!(Symbol.iterator in value)) return undefined;
  const pairs = call.items(value);
  if (!pairs.every((pair) => Array.isArray(pair) && pair.length === 2))
    throw call.error(
      "urlencode takes a text, a mapping or a list of pairs.",
      "Write {'q': 'x'}|urlencode or [['q', 'x']]|urlencode.",
    );
  return pairs as readonly (readonly [unknown, unknown])[];
}

const scheme = /^[\p{L}\p{N}_.+-]{2,}:\/{0,2}$/u;

function urlize(call: TemplateCall, value: unknown, ...args: readonly unknown[]): string | Safe {
  const [limit, nofollow, target, rel, extra] = args;
  const { policies } = call.options;
  const policyRel = policies["urlize.rel"] === undefined ? "noopener" : (policies["urlize.rel"] ?? "");
  const rels = new Set(`${rel ?? ""} ${nofollow ? "nofollow" : ""} ${policyRel}`.split(/\s+/).filter(Boolean));
  const schemes = call.items(extra ?? policies["urlize.extra_schemes"] ?? []).map((item) => textOf(call, item));
  for (const text of schemes)
    if (!scheme.test(text))
      throw call.error(
        `${reprPython(text)} is not a valid URI scheme prefix.`,
        "Write a prefix such as 'tel:' or 'ftp://'.",
      );
  const html = linkAddresses(escapeHtml(value instanceof Safe ? value : textOf(call, value)), {
    limit: limit === undefined || limit === null ? undefined : wholeNumber(call, limit, 0, "The limit of urlize"),
    rel: [...rels].sort().join(" "),
    target: optionalText(call, target ?? policies["urlize.target"]),
    schemes,
  });
  return call.autoescape ? safe(html) : html;
}

function optionalText(call: TemplateCall, value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : textOf(call, value);
}

const badInName = /[\s/>=]/;

function xmlAttributes(call: TemplateCall, value: unknown, autospace: unknown): string | Safe {
  const pairs = value instanceof Map ? [...value] : isPlain(value) ? Object.entries(value) : undefined;
  if (pairs === undefined)
    throw call.error("xmlattr takes a mapping of attribute names to values.", "Write {'class': 'wide'}|xmlattr.");
  let attributes = "";
  for (const [key, item] of pairs) {
    if (item === null || item === undefined || call.isUndefined(item)) continue;
    const name = textOf(call, key);
    if (badInName.test(name))
      throw call.error(
        `Invalid character in attribute name: ${reprPython(name)}`,
        "Attribute names have no spaces, '/', '>' or '='.",
      );
    attributes += ` ${escapeHtml(name)}="${escapeHtml(item instanceof Safe ? item : textOf(call, item))}"`;
  }
  const text = autospace === undefined || autospace ? attributes : attributes.slice(1);
  return call.autoescape ? safe(text) : text;
}
