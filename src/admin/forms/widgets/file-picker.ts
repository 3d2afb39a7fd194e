// Writes the control of a file: what is stored, with a picture of a picture, how to clear it, and a place to drop another.
import { ClearableFileInput, type RenderContext } from "#forms";
import { describeByteSize, html, Safe } from "#kernel";
import { type WordedOptions, wordsOf } from "./worded.ts";

/** What the control says of its file. */
interface FilePickerOptions extends WordedOptions {
  readonly isImage?: boolean | undefined;
  /** In bytes. */
  readonly maxSize?: number | undefined;
  readonly extensions?: readonly string[] | undefined;
}

/** An upload that shows the stored file. */
export class FilePicker extends ClearableFileInput {
  get #own(): FilePickerOptions {
    return this.options as FilePickerOptions;
  }

  override render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const words = wordsOf(this.#own);
    const { maxSize, extensions, isImage } = this.#own;
    const id = String(context.attrs?.["id"] ?? name);
    const limits = [
      maxSize === undefined ? undefined : words("At most {size}.", { size: describeByteSize(maxSize) }),
      extensions === undefined ? undefined : `${extensions.map((one) => one.toUpperCase()).join(", ")}.`,
    ].filter((text) => text !== undefined);
    const note = limits.length === 0 ? undefined : `${id}_limits`;
    const described = [context.attrs?.["aria-describedby"], note].filter((one) => one !== undefined).join(" ");
    const control = this.renderInput(name, {
      ...context,
      attrs: { ...context.attrs, "aria-describedby": described || undefined, "data-max-size": maxSize },
    });
    return html`<div class="file" data-file="${isImage === true ? "image" : "any"}">${this.#stored(name, id, value, context)}${control}${
      note === undefined ? "" : html`<p class="form-help" id="${note}">${limits.join(" ")}</p>`
    }</div>`;
  }

  #stored(name: string, id: string, value: unknown, { required }: RenderContext): Safe {
    const file = storedFile(value);
    if (file === undefined) return new Safe("");
    const words = wordsOf(this.#own);
    const picture =
      this.#own.isImage === true && isOwnAddress(file.url)
        ? html`<img src="${file.url}" alt="${words("The stored picture")}" loading="lazy">`
        : "";
    const link = isWebAddress(file.url)
      ? html`<a href="${file.url}">${file.name}</a>`
      : html`<span>${file.name}</span>`;
    const clear =
      required === true
        ? ""
        : html`<label class="clear"><input type="checkbox" name="${name}-clear" id="${id}-clear"> ${words("Remove it")}</label>`;
    return html`<div class="stored">${picture}${link}${clear}</div>`;
  }
}

/** A file that is stored: its name and its address, which is empty where its storage serves none. */
export function storedFile(value: unknown): { readonly name: string; readonly url: string } | undefined {
  if (typeof value === "string") return value === "" ? undefined : { name: value, url: "" };
  if (typeof value !== "object" || value === null || !("isSaved" in value) || value.isSaved !== true) return undefined;
  const { name } = value as unknown as { readonly name: string };
  try {
    return { name, url: String((value as unknown as { readonly url: string }).url) };
  } catch {
    return { name, url: "" };
  }
}

// The policy of the pages shows pictures of this site alone.
function isOwnAddress(url: string): boolean {
  return /^\/(?!\/)/.test(url);
}

// An address that runs script when it is followed is shown as text.
function isWebAddress(url: string): boolean {
  return isOwnAddress(url) || /^https?:\/\//i.test(url);
}
