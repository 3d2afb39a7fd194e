// Defines Django's filters that make HTML of text and lists: line breaks, line numbers, nested lists, JSON in a script element.
import { escapeHtml, Safe, safe } from "#kernel";
import { defineFilter, type FilterDefinition, type TemplateCall } from "../definitions.ts";
import { htmlSafeJson } from "../format/json.ts";
import { overItems } from "./over-items.ts";
import { textOf } from "./text-of.ts";

/** Django's filters about HTML. */
export const djangoHtmlFilters: Readonly<Record<string, FilterDefinition>> = {
  escapeseq: defineFilter(overItems(escapeEach), { call: true, params: [] }),
  force_escape: defineFilter((call: TemplateCall, value: unknown) => safe(escapeHtml(textOf(call, value))), {
    call: true,
  }),
  json_script: defineFilter(jsonScript, { call: true, params: ["element_id"] }),
  linebreaks: defineFilter(lineBreaks, { call: true, params: [] }),
  linebreaksbr: defineFilter(lineBreaksOnly, { call: true, params: [] }),
  linenumbers: defineFilter(lineNumbers, { call: true, params: [] }),
  safeseq: defineFilter(overItems(markEach), { call: true, params: [] }),
  unordered_list: defineFilter(overItems(unorderedList), { call: true, params: [] }),
};

/** Marks HTML that a filter made, unless the template does not escape: then nothing in it was escaped. */
export function markHtml(call: TemplateCall, html: string): string | Safe {
  return call.autoescape ? safe(html) : html;
}

/** The text of a value as HTML: escaped where the template escapes and the value is not HTML yet. */
function htmlOf(call: TemplateCall, value: unknown): string {
  const text = textOf(call, value);
  return call.autoescape && !(value instanceof Safe) ? escapeHtml(text) : text;
}

function escapeEach(call: TemplateCall, items: readonly unknown[]): Safe[] {
  return items.map((item) => (item instanceof Safe ? item : safe(escapeHtml(textOf(call, item)))));
}

function markEach(call: TemplateCall, items: readonly unknown[]): Safe[] {
  return items.map((item) => (item instanceof Safe ? item : safe(textOf(call, item))));
}

/** A script element that holds a value as JSON, for scripts to read by its id. */
export function jsonScriptElement(call: TemplateCall, value: unknown, id: string): Safe {
  const { pythonSpelling } = call.options;
  const attribute = id === "" ? "" : ` id="${escapeHtml(id)}"`;
  const json = htmlSafeJson(value, { pythonSpelling, isUpperCase: true });
  return safe(`<script${attribute} type="application/json">${json}</script>`);
}

function jsonScript(call: TemplateCall, value: unknown, id: unknown): Safe {
  return jsonScriptElement(call, value, id === undefined || id === null ? "" : textOf(call, id));
}

function withNewlines(html: string): string {
  return html.replace(/\r\n?/g, "\n");
}

function lineBreaks(call: TemplateCall, value: unknown): string | Safe {
  const paragraphs = withNewlines(htmlOf(call, value)).split(/\n{2,}/);
  return markHtml(call, paragraphs.map((text) => `<p>${text.replaceAll("\n", "<br>")}</p>`).join("\n\n"));
}

function lineBreaksOnly(call: TemplateCall, value: unknown): string | Safe {
  return markHtml(call, withNewlines(htmlOf(call, value)).replaceAll("\n", "<br>"));
}

function lineNumbers(call: TemplateCall, value: unknown): string | Safe {
  const lines = htmlOf(call, value).split("\n");
  const width = String(lines.length).length;
  return markHtml(call, lines.map((line, i) => `${String(i + 1).padStart(width, "0")}. ${line}`).join("\n"));
}

const deepestList = 100;

function unorderedList(call: TemplateCall, items: readonly unknown[]): string | Safe {
  return markHtml(call, listItems(call, items, 1));
}

// A list behind an item holds the item's children.
function listItems(call: TemplateCall, items: readonly unknown[], depth: number): string {
  if (depth > deepestList) throw call.error(`unordered_list got lists nested deeper than ${deepestList}.`);
  const indent = "\t".repeat(depth);
  const lines: string[] = [];
  for (let i = 0; i < items.length; i++) {
    const children = items[i + 1];
    let sublist = "";
    if (Array.isArray(children)) {
      i++;
      if (children.length > 0)
        sublist = `\n${indent}<ul>\n${listItems(call, children, depth + 1)}\n${indent}</ul>\n${indent}`;
    }
    lines.push(`${indent}<li>${htmlOf(call, items[Array.isArray(children) ? i - 1 : i])}${sublist}</li>`);
  }
  return lines.join("\n");
}
