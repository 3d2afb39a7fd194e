// Answers what a form's script asks while something is typed: where JSON stops being valid, and what Markdown looks like.
import type { Blueprint } from "#app";
import { findJsonFault, type Request } from "#http";
import type { AdminSite } from "../../data/site.ts";
import { renderMarkdown } from "../../forms/markdown.ts";

const longest = 1_000_000;

/** Adds the routes. */
export function addCheckPages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.post("/check/json", { name: "check_json" }, async (request) => {
    const { t } = site.texts(request);
    const text = await textOf(request);
    if (isJson(text)) return { message: null };
    const at = findJsonFault(text);
    const before = text.slice(0, at);
    const line = before.split("\n").length;
    const column = at - before.lastIndexOf("\n");
    return {
      at,
      line,
      column,
      message: t("This is not valid JSON: see line {line}, column {column}.", { line, column }),
    };
  });
  blueprint.post("/check/markdown", { name: "markdown" }, async (request) => ({
    html: String(await renderMarkdown(await textOf(request))),
  }));
}

async function textOf(request: Request): Promise<string> {
  const { fields } = await request.form();
  return String(fields.get("text") ?? "").slice(0, longest);
}

function isJson(text: string): boolean {
  if (text.trim() === "") return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
