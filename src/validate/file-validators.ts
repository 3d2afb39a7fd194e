// Checks files by the extension of their name. A name is only a claim: what a file holds is checked where it is read.
import { defineValidator, type RuleValidator, type ValidatorOptions } from "./validator.ts";

/** What a validator of files looks at: an upload, or a stored file. */
export interface NamedFile {
  readonly filename?: string | undefined;
  readonly name: string;
}

/** Options of {@link fileExtensionValidator}. */
export interface FileExtensionOptions extends ValidatorOptions {
  /** Without the dot: `["pdf", "txt"]`. Any extension will do unless given. */
  readonly allowed?: readonly string[] | undefined;
}

/** Makes a validator of file names by their extension. */
export function fileExtensionValidator(options: FileExtensionOptions = {}): RuleValidator<NamedFile | string> {
  const {
    allowed,
    message = "File extension “{extension}” is not allowed. Allowed extensions are: {allowed}.",
    code = "invalid_extension",
  } = options;
  const list = allowed?.map((extension) => extension.toLowerCase());
  return defineValidator({ kind: "fileExtension", allowed: list, message, code }, (value) => {
    const extension = extensionOf(value);
    if (list === undefined || list.includes(extension)) return undefined;
    return { code, message, params: { extension, allowed: list.join(", "), value } };
  });
}

function extensionOf(value: NamedFile | string): string {
  const path = typeof value === "string" ? value : (value.filename ?? value.name);
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  // A dot at the beginning hides a file and begins no extension.
  const dot = name.replace(/^\.+/, (dots) => "_".repeat(dots.length)).lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1).toLowerCase();
}

/** The extensions of pictures that browsers show or that people commonly upload. */
export const imageExtensions: readonly string[] = Object.freeze([
  "apng",
  "avif",
  "bmp",
  "gif",
  "heic",
  "heif",
  "ico",
  "jfif",
  "jpe",
  "jpeg",
  "jpg",
  "jxl",
  "png",
  "tif",
  "tiff",
  "webp",
]);

/** A file that calls itself a picture. */
export const validateImageFileExtension: RuleValidator<NamedFile | string> = fileExtensionValidator({
  allowed: imageExtensions,
});
