// Keeps the uploads of one request: small ones in memory, the rest one after another in a single temporary file.
import type { FileHandle } from "node:fs/promises";

/** Where the bytes of one upload are. */
export type SpooledBytes =
  | { readonly kind: "memory"; readonly chunks: readonly Uint8Array[] }
  | { readonly kind: "disk"; readonly path: string; readonly start: number };

/** What {@link Spool} is told. */
export interface SpoolOptions {
  /** Bytes of all files together that stay in memory. */
  readonly memory: number;
  /** The folder of the temporary file: the system's unless given. */
  readonly directory?: string | undefined;
}

/**
 * One temporary file for all uploads of a request, so that a request of a thousand files holds one descriptor.
 *
 * The file is made when memory is used up, with mode 0600 and a name that cannot be guessed. `dispose` removes it.
 */
export class Spool {
  readonly #memory: number;
  readonly #directory: string | undefined;
  #held = 0;
  #path: string | undefined;
  #handle: FileHandle | undefined;
  #written = 0;
  #disposed = false;

  constructor(options: SpoolOptions) {
    this.#memory = options.memory;
    this.#directory = options.directory;
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  /** Begins an upload; uploads are written one at a time. */
  begin(): SpooledUpload {
    return new SpooledUpload(this);
  }

  /** True where so many more bytes may stay in memory; they are counted then. */
  hold(bytes: number): boolean {
    if (this.#held + bytes > this.#memory) return false;
    this.#held += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }

  /** Appends to the temporary file and returns where the bytes begin. */
  async append(bytes: Uint8Array): Promise<number> {
    this.#handle ??= await this.#open();
    const start = this.#written;
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, start + done);
      done += bytesWritten;
    }
    this.#written += bytes.length;
    return start;
  }

  get path(): string {
    return this.#path ?? "";
  }

  get length(): number {
    return this.#written;
  }

  /** Closes the file once nothing more is written; it stays on disk until `dispose`. */
  async seal(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  /** Removes the temporary file. Safe to call twice. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const path = this.#path;
    this.#path = undefined;
    await this.seal();
    if (path !== undefined) await process.getBuiltinModule("node:fs/promises").rm(path, { force: true });
  }

  async #open(): Promise<FileHandle> {
    const { join } = process.getBuiltinModule("node:path");
    const directory = this.#directory ?? process.getBuiltinModule("node:os").tmpdir();
    const path = join(directory, `demijohn-upload-${crypto.randomUUID()}`);
    const handle = await process.getBuiltinModule("node:fs/promises").open(path, "wx", 0o600);
    this.#path = path;
    return handle;
  }
}

/** One upload while it arrives. */
export class SpooledUpload {
  readonly #spool: Spool;
  #chunks: Uint8Array[] = [];
  #start: number | undefined;
  #size = 0;

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  get size(): number {
    return this.#size;
  }

  /** Takes a chunk; the bytes are copied, so that the caller may reuse them. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#start === undefined && !this.#spool.hold(bytes.length)) await this.#moveToDisk();
    if (this.#start === undefined) this.#chunks.push(new Uint8Array(bytes));
    else await this.#spool.append(bytes);
    this.#size += bytes.length;
  }

  /** Where the bytes are now that all have come. */
  finish(): SpooledBytes {
    return this.#start === undefined
      ? { kind: "memory", chunks: this.#chunks }
      : { kind: "disk", path: this.#spool.path, start: this.#start };
  }

  async #moveToDisk(): Promise<void> {
    this.#start = this.#spool.length;
    const chunks = this.#chunks;
    this.#chunks = [];
    for (const chunk of chunks) await this.#spool.append(chunk);
    this.#spool.release(this.#size);
  }
}
