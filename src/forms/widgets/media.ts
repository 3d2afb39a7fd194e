// Gathers the stylesheets and scripts that widgets need, each once, and writes their tags.
import { escapeHtml, type HtmlSource, Safe } from "#kernel";
import { type Attributes, renderAttributes } from "./attributes.ts";

/** A stylesheet or script: its address, or its address with attributes of the tag. */
export type MediaAsset = string | ({ readonly url: string } & Attributes);

/** The assets of {@link Media}. */
export interface MediaParts {
  readonly css?: readonly MediaAsset[] | undefined;
  readonly js?: readonly MediaAsset[] | undefined;
}

/**
 * The stylesheets and scripts of a form or widget.
 *
 * @example
 * ```ts
 * import { Media } from "demijohn/forms";
 * const media = new Media({ css: ["/map.css"], js: [{ url: "/map.js", defer: true }] });
 * console.log(String(media.with({ css: ["/map.css"] }).css)); // <link rel="stylesheet" href="/map.css">
 * ```
 */
export class Media implements HtmlSource {
  readonly #css: readonly MediaAsset[];
  readonly #js: readonly MediaAsset[];

  constructor({ css = [], js = [] }: MediaParts = {}) {
    this.#css = css;
    this.#js = js;
  }

  /** These assets and others, each once, in the order of their first mention. */
  with(other: Media | MediaParts): Media {
    const more = other instanceof Media ? other : new Media(other);
    return new Media({ css: unite(this.#css, more.#css), js: unite(this.#js, more.#js) });
  }

  get isEmpty(): boolean {
    return this.#css.length === 0 && this.#js.length === 0;
  }

  /** The tags of the stylesheets. */
  get css(): Safe {
    return new Safe(
      this.#css.map((asset) => `<link rel="stylesheet" href="${escapeHtml(urlOf(asset))}"${extra(asset)}>`).join("\n"),
    );
  }

  /** The tags of the scripts. */
  get js(): Safe {
    return new Safe(
      this.#js.map((asset) => `<script src="${escapeHtml(urlOf(asset))}"${extra(asset)}></script>`).join("\n"),
    );
  }

  toHtml(): Safe {
    return new Safe([this.css, this.js].map(String).filter(Boolean).join("\n"));
  }

  toString(): string {
    return this.toHtml().toString();
  }
}

function urlOf(asset: MediaAsset): string {
  return typeof asset === "string" ? asset : asset.url;
}

function extra(asset: MediaAsset): string {
  if (typeof asset === "string") return "";
  const { url: _url, ...attributes } = asset;
  return renderAttributes(attributes);
}

function unite(first: readonly MediaAsset[], second: readonly MediaAsset[]): readonly MediaAsset[] {
  const all = new Map<string, MediaAsset>();
  for (const asset of [...first, ...second]) if (!all.has(urlOf(asset))) all.set(urlOf(asset), asset);
  return [...all.values()];
}
