// Writes the controls of uploads, and reads uploaded files and the wish to remove a stored one out of the input.
import { escapeHtml, Safe } from "#kernel";
import type { FormInput } from "../form/form-input.ts";
import { type RenderContext, voidElement, Widget, type WidgetOptions, type WidgetView } from "./widget.ts";

/** Options of {@link FileInput}. */
export interface FileInputOptions extends WidgetOptions {
  /** Whether several files can be chosen. */
  readonly multiple?: boolean | undefined;
}

/** An upload. */
export class FileInput<Options extends FileInputOptions = FileInputOptions> extends Widget<Options> {
  get template(): string {
    return "file";
  }

  override get needsMultipart(): boolean {
    return true;
  }

  // A browser lets no page fill in a file.
  override formatValue(): undefined {
    return undefined;
  }

  render(name: string, _value: unknown, context: RenderContext = {}): Safe {
    return this.renderInput(name, context);
  }

  protected renderInput(name: string, context: RenderContext): Safe {
    const multiple = this.options.multiple === true;
    return voidElement("input", { type: "file", name, ...this.attributes(context), ...(multiple ? { multiple } : {}) });
  }

  override valueFrom(input: FormInput, name: string): unknown {
    return this.options.multiple === true ? input.files(name) : input.file(name);
  }

  override isOmittedFrom(input: FormInput, name: string): boolean {
    return input.file(name) === undefined;
  }

  override usesRequired(initial: unknown): boolean {
    return super.usesRequired(initial) && !isStored(initial);
  }
}

/** Says of the raw value of a file that it was asked to be removed and replaced at once. */
export const contradiction: unique symbol = Symbol("remove and replace");

/** Options of {@link ClearableFileInput}. */
export interface ClearableFileOptions extends FileInputOptions {
  readonly currentText?: string | undefined;
  readonly changeText?: string | undefined;
  readonly clearText?: string | undefined;
}

/** An upload that shows the stored file. A checkbox removes it where no file is required. */
export class ClearableFileInput extends FileInput<ClearableFileOptions> {
  override get template(): string {
    return "clearable_file";
  }

  override render(name: string, value: unknown, context: RenderContext = {}): Safe {
    const input = this.renderInput(name, context);
    if (!isStored(value)) return input;
    const word = context.translate ?? ((text: string) => text);
    const { currentText = "Currently", changeText = "Change", clearText = "Clear" } = this.options;
    const id = `${String(this.attributes(context)["id"] ?? name)}-clear`;
    const box = voidElement("input", { type: "checkbox", name: `${name}-clear`, id });
    const clear =
      context.required === true ? "" : ` ${box} <label for="${escapeHtml(id)}">${escapeHtml(word(clearText))}</label>`;
    return new Safe(
      `${escapeHtml(word(currentText))}: ${renderStored(value)}${clear}<br>${escapeHtml(word(changeText))}: ${input}`,
    );
  }

  override view(name: string, value: unknown, context: RenderContext = {}): WidgetView {
    return { ...super.view(name, value, context), stored: isStored(value) ? renderStored(value) : undefined };
  }

  override valueFrom(input: FormInput, name: string): unknown {
    const file = super.valueFrom(input, name);
    const wantsClear = ["on", "true", "1"].includes(String(input.get(`${name}-clear`) ?? ""));
    if (!wantsClear) return file;
    const hasFile = Array.isArray(file) ? file.length > 0 : file !== undefined;
    return hasFile ? contradiction : false;
  }

  override isOmittedFrom(input: FormInput, name: string): boolean {
    return super.isOmittedFrom(input, name) && !input.has(`${name}-clear`);
  }
}

/** A file that is stored already. */
export interface StoredFile {
  readonly name: string;
  readonly url?: string | undefined;
}

function isStored(value: unknown): value is StoredFile | string {
  if (typeof value === "string") return value !== "";
  return typeof value === "object" && value !== null && findUrl(value) !== undefined;
}

// A file that is not stored yet, or whose storage serves nothing, says so by throwing.
function findUrl(file: object): string | undefined {
  try {
    const { url } = file as Partial<StoredFile>;
    return typeof url === "string" ? url : undefined;
  } catch {
    return (file as { readonly isSaved?: boolean }).isSaved === true ? "" : undefined;
  }
}

function renderStored(value: StoredFile | string): Safe {
  if (typeof value === "string") return new Safe(`<span class="form-file">${escapeHtml(value)}</span>`);
  const { name } = value;
  const url = findUrl(value) ?? "";
  // An address that runs script when it is followed is shown as text.
  const isSafe = url !== "" && /^(?:https?:|[^:]*$)/i.test(url.trim());
  const text = escapeHtml(name ?? url);
  return new Safe(isSafe ? `<a class="form-file" href="${escapeHtml(url)}">${text}</a>` : text);
}
