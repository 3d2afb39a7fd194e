// Gathers the events of a multipart parser into a form's fields and files, within the limits.
import type { HeaderMap } from "../header-map.ts";
import { parseOptionsHeader } from "../headers/header-value.ts";
import { defaultFormLimits, type FormLimits, fieldsTooLarge, fileTooLarge } from "./form-limits.ts";
import { badMultipart, type MultipartEvent } from "./multipart-parser.ts";
import type { Spool, SpooledUpload } from "./spool.ts";
import { decodeText } from "./text-decoding.ts";
import { UploadedFile } from "./uploaded-file.ts";

interface Part {
  readonly name: string;
  readonly headers: HeaderMap;
  /** Where the part is a file. */
  readonly upload: { readonly filename: string; readonly target: SpooledUpload } | undefined;
  readonly chunks: Buffer[];
}

/** Takes events in their order; `fields` and `files` are flat: name, value, name, value … */
export class FormBuilder {
  readonly fields: string[] = [];
  readonly files: (string | UploadedFile)[] = [];
  readonly #spool: Spool;
  readonly #fieldLimit: number;
  readonly #fileLimit: number;
  #fieldBytes = 0;
  #part: Part | undefined;

  constructor(spool: Spool, limits: FormLimits) {
    this.#spool = spool;
    this.#fieldLimit = limits.fieldMemory ?? defaultFormLimits.fieldMemory;
    this.#fileLimit = limits.fileSize ?? Number.POSITIVE_INFINITY;
  }

  async take(events: readonly MultipartEvent[]): Promise<void> {
    for (const event of events) {
      if (event.kind === "part") this.#part = this.#begin(event.headers);
      else if (this.#part === undefined) continue;
      else if (event.kind === "end") this.#finish(this.#part);
      else if (this.#part.upload === undefined) this.#keep(this.#part, event.bytes);
      else await this.#write(this.#part.upload.target, event.bytes);
    }
  }

  #begin(headers: HeaderMap): Part | undefined {
    const disposition = headers.get("content-disposition");
    if (disposition === undefined) throw badMultipart("a part has no Content-Disposition header");
    const { options } = parseOptionsHeader(disposition);
    const { name, filename } = options;
    // Nobody could ask for a part without a name; browsers do not send controls that have none.
    if (name === undefined) return undefined;
    if (filename === undefined) {
      // A name is kept as long as its value, so it counts as well.
      this.#count(name.length);
      return { name, headers, upload: undefined, chunks: [] };
    }
    return { name, headers, upload: { filename, target: this.#spool.begin() }, chunks: [] };
  }

  #keep(part: Part, bytes: Buffer): void {
    this.#count(bytes.length);
    part.chunks.push(Buffer.from(bytes));
  }

  #count(bytes: number): void {
    this.#fieldBytes += bytes;
    if (this.#fieldBytes > this.#fieldLimit) throw fieldsTooLarge(this.#fieldLimit);
  }

  async #write(target: SpooledUpload, bytes: Buffer): Promise<void> {
    if (target.size + bytes.length > this.#fileLimit) throw fileTooLarge(this.#fileLimit);
    await target.write(bytes);
  }

  #finish(part: Part): void {
    this.#part = undefined;
    const { name, headers, upload } = part;
    if (upload === undefined) {
      const text = decodeText(Buffer.concat(part.chunks), partCharset(headers));
      this.fields.push(name, text);
      return;
    }
    const { filename, target } = upload;
    // Browsers send a file field without a choice as a part that is empty in both respects.
    if (filename === "" && target.size === 0) return;
    const facts = { name, filename, headers, size: target.size, bytes: target.finish(), spool: this.#spool };
    this.files.push(name, new UploadedFile(facts));
  }
}

const partCharsets = new Set(["utf-8", "us-ascii", "ascii", "iso-8859-1"]);

// A part may name its charset; one that is unknown counts as UTF-8, which is what browsers send whatever they say.
function partCharset(headers: HeaderMap): string {
  const charset = parseOptionsHeader(headers.get("content-type")).options["charset"]?.toLowerCase();
  return charset !== undefined && partCharsets.has(charset) ? charset : "utf-8";
}
