// Renders Markdown as safe HTML by the optional package markdown-it: HTML in the text is shown as text, and other sites' pictures as links.
import { escapeHtml, Safe, SetupError } from "#kernel";

type Renderer = import("markdown-it").default;

let loading: Promise<Renderer | undefined> | undefined;

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
  const renderer = await loading;
  if (renderer === undefined)
    throw new SetupError(
      "ADMIN_NO_MARKDOWN",
      "Previews of Markdown need the package markdown-it, which is not installed.",
      {
        cure: "Run npm install markdown-it, or give the field another widget.",
      },
    );
  return new Safe(renderer.render(text));
}

async function load(): Promise<Renderer | undefined> {
  const found = await import("markdown-it").catch(() => undefined);
  if (found === undefined) return undefined;
  const renderer = new found.default({ html: false, linkify: true });
  // The policy of the pages loads pictures of this site alone, and a preview tells no other site who reads it.
  renderer.renderer.rules.image = (tokens, at) => {
    const token = tokens[at]!;
    const address = String(token.attrGet("src") ?? "");
    const words = token.content;
    if (/^\/(?!\/)/.test(address)) return `<img src="${escapeHtml(address)}" alt="${escapeHtml(words)}">`;
    return `<a href="${escapeHtml(address)}" rel="noopener noreferrer">${escapeHtml(words || address)}</a>`;
  };
  return renderer;
}
