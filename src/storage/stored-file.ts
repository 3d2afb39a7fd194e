// Holds a file that a field of a model names: what is in a storage, or what will be when its instance is saved.
import { piecesOf } from "./file-content.ts";
import { cleanFileName } from "./file-name.ts";
import type { FileContent, FileStat, Storage } from "./storage.ts";
import { StorageError } from "./storage-error.ts";

/**
 * A file by its name.
 *
 * What `upload(…)` makes belongs to no storage yet; saving the instance that it is assigned to puts it there.
 */
export class StoredFile {
  #name: string;
  #storage: Storage | undefined;
  #content: FileContent | undefined;

  /** Takes the name of a file that is in `storage`. */
  constructor(name: string, storage?: Storage) {
    this.#name = name;
    this.#storage = storage;
  }

  /** The name in the storage, or the one that is wanted there. */
  get name(): string {
    return this.#name;
  }

  /** Whether it is in a storage. */
  get isSaved(): boolean {
    return this.#storage !== undefined;
  }

  /**
   * The address under which browsers find it.
   *
   * @throws StorageError `STORAGE_NOT_SAVED`, `STORAGE_NO_URL`.
   */
  get url(): string {
    return this.#stored().url(this.#name);
  }

  /** Reads it whole. */
  async read(): Promise<Uint8Array> {
    if (this.#content !== undefined) return Buffer.concat(await Array.fromAsync(piecesOf(this.#content)));
    return this.#stored().read(this.#name);
  }

  /** Reads it in pieces. */
  open(): AsyncIterable<Uint8Array> {
    return this.#content === undefined ? this.#stored().open(this.#name) : piecesOf(this.#content);
  }

  /** Its size in bytes, and when it was changed. */
  async stat(): Promise<FileStat> {
    return this.#stored().stat(this.#name);
  }

  /** Its size in bytes. */
  async size(): Promise<number> {
    return (await this.stat()).size;
  }

  /** Removes it from its storage; the instance that names it is left as it is. */
  async delete(): Promise<void> {
    await this.#stored().delete(this.#name);
  }

  /** Puts it into a storage; called when its instance is saved. */
  async saveTo(storage: Storage, name: string, maxLength: number): Promise<void> {
    if (this.#content === undefined) return;
    this.#name = await storage.save(name, this.#content, { maxLength });
    this.#storage = storage;
    this.#content = undefined;
  }

  get [Symbol.toStringTag](): string {
    return "StoredFile";
  }
  toString(): string {
    return this.#name;
  }
  toJSON(): string {
    return this.#name;
  }

  #stored(): Storage {
    if (this.#storage !== undefined) return this.#storage;
    throw new StorageError("STORAGE_NOT_SAVED", `The file "${this.#name}" is not in its storage yet.`, {
      cure: "Save the instance first: await instance.save().",
    });
  }

  /** Makes a file of what is to be stored. */
  static pending(name: string, content: FileContent): StoredFile {
    const file = new StoredFile(name);
    file.#content = content;
    return file;
  }
}

/**
 * A file for a field of a model: a `File` of a form, or content under a name. It is stored when the instance is saved.
 *
 * @example
 * ```ts
 * import { upload } from "demijohn/storage";
 * console.log(upload("my cat.png", new Uint8Array([1, 2])).name); // => my_cat.png
 * ```
 */
export function upload(file: File): StoredFile;
export function upload(name: string, content: FileContent): StoredFile;
export function upload(first: File | string, content?: FileContent): StoredFile {
  return typeof first === "string"
    ? StoredFile.pending(cleanFileName(first), content ?? "")
    : StoredFile.pending(cleanFileName(first.name), first);
}
