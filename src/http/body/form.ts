// Parses a form's body, urlencoded or multipart, into fields and files, within limits, leaving nothing behind on a failure.
import { parseOptionsHeader } from "../headers/header-value.ts";
import { HttpError } from "../http-error.ts";
import { type MultiMap, multiMapFromFlat } from "../multi-map.ts";
import { parseQueryString } from "../urls/query-string.ts";
import { FormBuilder } from "./form-builder.ts";
import { bodyTooLarge, defaultFormLimits, type FormLimits, fieldsTooLarge } from "./form-limits.ts";
import { limitBody } from "./limited-body.ts";
import { MultipartParser } from "./multipart-parser.ts";
import { Spool } from "./spool.ts";
import { decodeText } from "./text-decoding.ts";
import type { UploadedFile } from "./uploaded-file.ts";

/** The options of {@link parseForm}. */
export interface ParseFormOptions extends FormLimits {
  /** What the Content-Length header says, so that a body that is too large is refused before it is read. */
  readonly contentLength?: number | undefined;
  /** The folder for temporary files: the system's unless given. */
  readonly directory?: string | undefined;
  /** Gives an empty form for a malformed multipart body, as Werkzeug does, instead of 400. Limits hold all the same. */
  readonly lenient?: boolean | undefined;
}

/** The files of a form, by the name of their field. */
export type FileMap = MultiMap<UploadedFile>;

/** A form's fields and files. */
export interface ParsedForm {
  readonly fields: MultiMap;
  readonly files: FileMap;
  /** Removes the temporary file, if there is one: call it when the request ends. */
  cleanup(): Promise<void>;
}

/**
 * Parses a form by its `Content-Type`. A body of another type gives an empty form and is not read.
 *
 * Files are spooled: small ones stay in memory, the others go to a temporary file (mode 0600) that `cleanup` removes.
 * When parsing fails, nothing is left on disk.
 *
 * @throws HttpError 413 above a limit, 408 above `bodyTime`, 400 `HTTP_BAD_MULTIPART`, 415 for an unknown charset.
 * @example
 * ```ts
 * import { parseForm } from "demijohn/http";
 * const form = await parseForm([Buffer.from("name=Ada&tag=a&tag=b")], "application/x-www-form-urlencoded");
 * console.log(form.fields.require("name"), form.fields.getAll("tag")); // Ada ["a", "b"]
 * await form.cleanup();
 * ```
 */
export async function parseForm(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  contentType: string | undefined,
  options: ParseFormOptions = {},
): Promise<ParsedForm> {
  const { value, options: parameters } = parseOptionsHeader(contentType);
  const type = value.toLowerCase();
  if (type === "multipart/form-data") return parseMultipart(body, parameters["boundary"], options);
  if (type !== "application/x-www-form-urlencoded") return formOf(multiMapFromFlat<string>([], "form"));
  const limit = options.fieldMemory ?? defaultFormLimits.fieldMemory;
  if ((options.contentLength ?? 0) > limit) throw fieldsTooLarge(limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of limitBody(body, bounds(options))) {
    size += chunk.length;
    if (size > limit) throw fieldsTooLarge(limit);
    chunks.push(chunk);
  }
  return formOf(parseUrlencoded(Buffer.concat(chunks), parameters["charset"], options));
}

/**
 * Parses an urlencoded body that is already in memory.
 *
 * @throws PayloadTooLarge above `fieldMemory` or `fields`; UnsupportedMediaType for an unknown charset.
 */
export function parseUrlencoded(bytes: Uint8Array, charset?: string, limits: FormLimits = {}): MultiMap {
  const limit = limits.fieldMemory ?? defaultFormLimits.fieldMemory;
  if (bytes.length > limit) throw fieldsTooLarge(limit);
  return parseQueryString(decodeText(bytes, charset), { fields: limits.fields, source: "form" });
}

function bounds(options: FormLimits): { body: number; bodyTime: number | undefined } {
  return { body: options.body ?? defaultFormLimits.body, bodyTime: options.bodyTime };
}

function formOf(fields: MultiMap): ParsedForm {
  return { fields, files: multiMapFromFlat<UploadedFile>([], "upload"), cleanup: async () => {} };
}

async function parseMultipart(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  boundary: string | undefined,
  options: ParseFormOptions,
): Promise<ParsedForm> {
  const limit = bounds(options);
  if ((options.contentLength ?? 0) > limit.body) throw bodyTooLarge(limit.body);
  const spool = new Spool({ memory: options.fileMemory ?? defaultFormLimits.fileMemory, directory: options.directory });
  const builder = new FormBuilder(spool, options);
  try {
    const parser = new MultipartParser(boundary ?? "", options);
    for await (const chunk of limitBody(body, limit)) await builder.take(parser.write(chunk));
    await builder.take(parser.finish());
    await spool.seal();
  } catch (error) {
    await spool.dispose();
    if (!options.lenient || !(error instanceof HttpError) || error.code !== "HTTP_BAD_MULTIPART") throw error;
    return formOf(multiMapFromFlat<string>([], "form"));
  }
  return {
    fields: multiMapFromFlat<string>(builder.fields, "form"),
    files: multiMapFromFlat<UploadedFile>(builder.files, "upload"),
    cleanup: () => spool.dispose(),
  };
}
