// Renders Markdown as safe HTML by the optional package commonmark: HTML in the text is shown as text, and other sites' pictures as links.
import type { HtmlRenderer, Node } from "commonmark";
import { escapeHtml, Safe, SetupError } from "#kernel";

type Render = (text: string) => string;

let loading: Promise<Render | undefined> | undefined;

/** Whether the package is installed. */
export async function hasMarkdown(): Promise<boolean> {
  loading ??= load();
  return (await loading) !== undefined;
}

/**
 * Renders it.
 *
 * @throws SetupError `ADMIN_NO_MARKDOWN` where the package is not installed.
 */
export async function renderMarkdown(text: string): Promise<Safe> {
  loading ??= load();
  const render = await loading;
  if (render === undefined)
    throw new SetupError(
      "ADMIN_NO_MARKDOWN",
      "Previews of Markdown need the package commonmark, which is not installed.",
      {
        cure: "Run npm install commonmark, or give the field another widget.",
      },
    );
  return new Safe(render(text));
}

// What the renderer calls for each part of a text; the types of the package leave it out.
interface OpenRenderer extends HtmlRenderer {
  image(node: Node, entering: boolean): void;
  html_inline(node: Node): void;
  html_block(node: Node): void;
  lit(text: string): void;
}

async function load(): Promise<Render | undefined> {
  const found = await import("commonmark").catch(() => undefined);
  if (found === undefined) return undefined;
  const { HtmlRenderer, Parser } = found.default ?? found;
  const renderer = new HtmlRenderer({ safe: true }) as OpenRenderer;
  const asText = (node: Node): void => renderer.lit(escapeHtml(node.literal ?? ""));
  renderer.html_inline = asText;
  renderer.html_block = asText;
  const show = renderer.image.bind(renderer);
  // The policy of the pages loads pictures of this site alone, and a preview tells no other site who reads it.
  renderer.image = (node, entering) => {
    const address = node.destination ?? "";
    if (/^\/(?!\/)/.test(address)) return show(node, entering);
    if (!entering) return renderer.lit("</a>");
    const href = /^https?:/i.test(address) ? ` href="${escapeHtml(address)}"` : "";
    renderer.lit(`<a${href} rel="noopener noreferrer">`);
  };
  const parser = new Parser();
  return (text) => renderer.render(parser.parse(text));
}
