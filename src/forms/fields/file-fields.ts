// Defines the fields of uploads: any file, several files, and pictures whose first bytes prove that they are some.
import { UploadedFile } from "#http";
import { describeByteSize } from "#kernel";
import {
  type AsyncValidator,
  fileExtensionValidator,
  lengthOf,
  type MessageText,
  ValidationError,
  validateImageFileExtension,
} from "#validate";
import type { Attributes } from "../widgets/attributes.ts";
import { ClearableFileInput, contradiction, FileInput } from "../widgets/file-widgets.ts";
import type { Widget } from "../widgets/widget.ts";
import { Field, type FieldContext, type FieldOptions, isEmpty } from "./field.ts";

/** Options of {@link FileField}. */
export interface FileFieldOptions extends FieldOptions {
  /** The most characters of the file's name. */
  readonly maxLength?: number | undefined;
  /** Whether a file without bytes will do. */
  readonly allowEmptyFile?: boolean | undefined;
  /** The most bytes. */
  readonly maxSize?: number | undefined;
  /** The extensions that will do, without dots. They say nothing of what the file holds. */
  readonly extensions?: readonly string[] | undefined;
}

/** What a field needs of an upload; `UploadedFile` has it. */
type Upload = Pick<UploadedFile, "filename" | "size">;

/** An uploaded file. Where nothing is uploaded, the value is the initial one; false asks to remove it. */
export class FileField<Value = UploadedFile | null, Options extends FileFieldOptions = FileFieldOptions> extends Field<
  Value,
  Options
> {
  protected override defaultWidget(): Widget {
    return new ClearableFileInput();
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return {
      invalid: "No file was submitted. Check the encoding type on the form.",
      missing: "No file was submitted.",
      empty: "The submitted file is empty.",
      max_length: {
        one: "Ensure this filename has at most {max} character (it has {length}).",
        other: "Ensure this filename has at most {max} characters (it has {length}).",
        count: "max",
      },
      max_size: "This file is larger than {max}.",
      contradiction: "Please either submit a file or check the clear checkbox, not both.",
    };
  }

  protected override ownValidators(): readonly AsyncValidator[] {
    const { extensions } = this.options;
    return extensions === undefined ? [] : [fileExtensionValidator({ allowed: extensions })];
  }

  toValue(raw: unknown, _context?: FieldContext): Value {
    if (isEmpty(raw)) return null as Value;
    const { filename, size } = uploadOf(raw) ?? {};
    if (filename === undefined || size === undefined) throw this.error("invalid");
    const { maxLength, maxSize, allowEmptyFile } = this.options;
    const length = lengthOf(filename);
    if (maxLength !== undefined && length > maxLength) throw this.error("max_length", { max: maxLength, length });
    if (filename === "") throw this.error("invalid");
    if (size === 0 && allowEmptyFile !== true) throw this.error("empty");
    if (maxSize !== undefined && size > maxSize) throw this.error("max_size", { max: describeByteSize(maxSize) });
    return raw as Value;
  }

  override async clean(raw: unknown, context?: FieldContext): Promise<Value> {
    const initial = context?.initial;
    if (raw === contradiction) throw this.error("contradiction");
    if (raw === false) {
      // A file that is required cannot be removed; what was there stays.
      if (!this.required) return false as Value;
      raw = undefined;
    }
    if (isEmpty(raw) && !isEmpty(initial)) return initial as Value;
    return super.clean(raw, context);
  }

  // A page cannot fill in a file: what is shown is what is stored.
  override boundValue(raw: unknown, initial: unknown): unknown {
    return uploadOf(raw) === undefined ? initial : raw;
  }

  override hasChanged(_initial: unknown, raw: unknown): boolean {
    return !this.disabled && raw !== undefined && raw !== null && raw !== "";
  }

  override widgetAttributes(widget: Widget): Attributes {
    const { extensions } = this.options;
    const isOpen = widget instanceof FileInput && !("accept" in (widget.options.attrs ?? {}));
    return isOpen && extensions !== undefined
      ? { accept: extensions.map((extension) => `.${extension}`).join(",") }
      : {};
  }
}

function uploadOf(raw: unknown): Upload | undefined {
  return typeof raw === "object" && raw !== null && "filename" in raw && "size" in raw ? (raw as Upload) : undefined;
}

/** Options of {@link MultipleFileField}. */
export interface MultipleFileFieldOptions extends FileFieldOptions {
  /** The most files. */
  readonly maxFiles?: number | undefined;
}

/** Several uploaded files. */
export class MultipleFileField extends FileField<UploadedFile[], MultipleFileFieldOptions> {
  protected override defaultWidget(): Widget {
    return new FileInput({ multiple: true });
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return {
      ...super.defaultMessages(),
      max_files: { one: "Submit at most {max} file.", other: "Submit at most {max} files.", count: "max" },
    };
  }

  override toValue(raw: unknown): UploadedFile[] {
    const list = Array.isArray(raw) ? (raw as unknown[]) : isEmpty(raw) ? [] : [raw];
    const { maxFiles } = this.options;
    if (maxFiles !== undefined && list.length > maxFiles) throw this.error("max_files", { max: maxFiles });
    return list.map((file) => super.toValue(file) as unknown as UploadedFile);
  }

  override async runValidators(value: unknown): Promise<void> {
    for (const file of value as readonly unknown[]) await super.runValidators(file);
  }
}

const signatures: readonly (readonly [string, (bytes: Uint8Array) => boolean])[] = [
  ["png", startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ["jpeg", startsWith(0xff, 0xd8, 0xff)],
  ["gif", startsWith(0x47, 0x49, 0x46, 0x38)],
  ["bmp", startsWith(0x42, 0x4d)],
  ["tiff", (bytes) => startsWith(0x49, 0x49, 0x2a, 0)(bytes) || startsWith(0x4d, 0x4d, 0, 0x2a)(bytes)],
  ["webp", (bytes) => startsWith(0x52, 0x49, 0x46, 0x46)(bytes) && latin(bytes, 8, 12) === "WEBP"],
  ["ico", startsWith(0, 0, 1, 0)],
  ["avif", (bytes) => latin(bytes, 4, 8) === "ftyp" && /avif|avis|heic|heix|mif1|msf1/.test(latin(bytes, 8, 32))],
  ["jxl", (bytes) => startsWith(0xff, 0x0a)(bytes) || latin(bytes, 4, 8) === "JXL "],
];

function startsWith(...head: readonly number[]): (bytes: Uint8Array) => boolean {
  return (bytes) => bytes.length >= head.length && head.every((byte, index) => bytes[index] === byte);
}

function latin(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

/** The kind of picture that the first bytes of a file tell: `png`, `jpeg`; undefined for other files, SVG among them. */
export function imageKindOf(bytes: Uint8Array): string | undefined {
  return signatures.find(([, matches]) => matches(bytes))?.[0];
}

/** An uploaded picture. Files that can hold script, such as SVG, are none. */
export class ImageField<Value = UploadedFile | null> extends FileField<Value> {
  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return {
      ...super.defaultMessages(),
      invalid_image: "Upload a valid image. The file you uploaded was either not an image or a corrupted image.",
    };
  }

  protected override ownValidators(): readonly AsyncValidator[] {
    return [validateImageFileExtension, ...super.ownValidators()];
  }

  override async runValidators(value: unknown): Promise<void> {
    await super.runValidators(value);
    if (!(value instanceof UploadedFile)) return;
    for await (const chunk of value.stream()) {
      if (imageKindOf(chunk) === undefined) throw this.error("invalid_image");
      return;
    }
    throw new ValidationError({ code: "empty", message: this.message("empty") });
  }

  override widgetAttributes(widget: Widget): Attributes {
    const own = super.widgetAttributes(widget);
    const isOpen = widget instanceof FileInput && !("accept" in (widget.options.attrs ?? {}));
    return isOpen ? { accept: "image/*", ...own } : own;
  }
}
