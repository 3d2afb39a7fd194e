// Gives a handler one uploaded file: its claimed name and type, its bytes, and a way to store it safely.
import { DemijohnError, quoteValue } from "#kernel";
import { secureFileName } from "../files/secure-file-name.ts";
import type { HeaderMap } from "../header-map.ts";
import { parseOptionsHeader } from "../headers/header-value.ts";
import type { Spool, SpooledBytes } from "./spool.ts";
import { decodeText } from "./text-decoding.ts";

/** The options of {@link UploadedFile.save}. */
export interface SaveOptions {
  /** Replaces a file that is there already. */
  readonly overwrite?: boolean | undefined;
  /** Permission bits of the stored file: 0o644, less the process's umask. */
  readonly mode?: number | undefined;
}

/** What a parser knows of a file. */
export interface UploadFacts {
  readonly name: string;
  readonly filename: string;
  readonly headers: HeaderMap;
  readonly size: number;
  readonly bytes: SpooledBytes;
  readonly spool: Spool;
}

/**
 * A file of a multipart form: `request.files.get("photo")`.
 *
 * `filename` and `type` are what the client claims. Its bytes are gone when the request ends; `save` keeps them.
 *
 * @example
 * ```ts
 * import { parseForm } from "demijohn/http";
 * const body = '--x\r\nContent-Disposition: form-data; name="note"; filename="../my note.txt"\r\n\r\nHi!\r\n--x--\r\n';
 * const form = await parseForm([Buffer.from(body)], "multipart/form-data; boundary=x");
 * const file = form.files.require("note");
 * console.log(file.safeName, file.size, await file.text()); // my_note.txt 3 Hi!
 * await form.cleanup();
 * ```
 */
export class UploadedFile {
  /** The name of the form field. */
  readonly name: string;
  /** The file's name as the client sent it, folders and all: never use it as a path. */
  readonly filename: string;
  /** The headers of the part. */
  readonly headers: HeaderMap;
  /** In bytes. */
  readonly size: number;
  readonly #bytes: SpooledBytes;
  readonly #spool: Spool;

  constructor(facts: UploadFacts) {
    this.name = facts.name;
    this.filename = facts.filename;
    this.headers = facts.headers;
    this.size = facts.size;
    this.#bytes = facts.bytes;
    this.#spool = facts.spool;
  }

  /** The last part of `filename`, safe to store under; may be empty. See `secureFileName`. */
  get safeName(): string {
    return secureFileName(
      this.filename.slice(Math.max(this.filename.lastIndexOf("/"), this.filename.lastIndexOf("\\")) + 1),
    );
  }

  /** The `Content-Type` that the client claims, parameters included. */
  get type(): string | undefined {
    return this.headers.get("content-type");
  }

  /**
   * The bytes, in chunks.
   *
   * @throws DemijohnError `HTTP_UPLOAD_GONE` after the request has ended.
   */
  async *stream(): AsyncGenerator<Uint8Array> {
    this.#checkPresent();
    const bytes = this.#bytes;
    if (bytes.kind === "memory") {
      yield* bytes.chunks;
    } else if (this.size > 0) {
      const range = { start: bytes.start, end: bytes.start + this.size - 1 };
      yield* process.getBuiltinModule("node:fs").createReadStream(bytes.path, range) as AsyncIterable<Uint8Array>;
    }
  }

  /** All bytes. Throws as {@link stream} does. */
  async bytes(): Promise<Uint8Array> {
    this.#checkPresent();
    const all = new Uint8Array(this.size);
    let at = 0;
    for await (const chunk of this.stream()) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }

  /** The bytes as text, by the charset of the part's type or UTF-8. Throws as {@link stream} does, and for unknown charsets. */
  async text(): Promise<string> {
    return decodeText(await this.bytes(), parseOptionsHeader(this.type).options["charset"]);
  }

  /**
   * Stores the file at `path`, whole or not at all: it is written beside and then put in place.
   *
   * @throws DemijohnError `HTTP_FILE_EXISTS` where there is one, unless `overwrite`; `HTTP_UPLOAD_GONE`.
   */
  async save(path: string, options: SaveOptions = {}): Promise<void> {
    this.#checkPresent();
    const fs = process.getBuiltinModule("node:fs/promises");
    const { basename, dirname, join } = process.getBuiltinModule("node:path");
    const beside = join(dirname(path), `.${basename(path).slice(0, 100)}.${crypto.randomUUID()}.part`);
    try {
      await fs.writeFile(beside, this.stream(), { flag: "wx", mode: options.mode ?? 0o644, flush: true });
      if (options.overwrite) await fs.rename(beside, path);
      else await putInPlace(beside, path);
    } finally {
      await fs.rm(beside, { force: true });
    }
  }

  #checkPresent(): void {
    if (!this.#spool.disposed) return;
    throw new DemijohnError(
      "HTTP_UPLOAD_GONE",
      `The upload ${quoteValue(this.filename)} is gone: its request has ended.`,
      {
        cure: "Read or save it before the handler answers: await file.save(path).",
      },
    );
  }
}

// A hard link is made only where nothing stands; file systems without links get an exclusive file that is then replaced.
async function putInPlace(from: string, to: string): Promise<void> {
  const fs = process.getBuiltinModule("node:fs/promises");
  try {
    await fs.link(from, to);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "EEXIST") throw fileExists(to, error);
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS" && code !== "EMLINK") throw error;
    try {
      await (await fs.open(to, "wx")).close();
    } catch (second) {
      throw (second as NodeJS.ErrnoException).code === "EEXIST" ? fileExists(to, second) : second;
    }
    await fs.rename(from, to);
  }
}

function fileExists(path: string, cause: unknown): DemijohnError {
  return new DemijohnError("HTTP_FILE_EXISTS", `There is a file at ${quoteValue(path, 200)} already.`, {
    cure: "Choose another name, or replace it: file.save(path, { overwrite: true }).",
    cause,
  });
}
