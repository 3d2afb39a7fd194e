// Keeps files in memory, for tests and for programs that need none on the disk.
import { bytesOf } from "./file-content.ts";
import { alternativeName, checkFileName, fitName } from "./file-name.ts";
import { joinUrl, noFile } from "./refusals.ts";
import type { FileContent, FileStat, SaveFileOptions, Storage } from "./storage.ts";

interface StoredBytes {
  readonly bytes: Uint8Array;
  readonly modifiedAt: Date;
}

/**
 * A storage in memory.
 *
 * @example
 * ```ts
 * import { MemoryStorage } from "demijohn/storage";
 * const files = new MemoryStorage({ baseUrl: "/media/" });
 * const name = await files.save("notes/a.txt", "hello");
 * console.log(files.url(name)); // => /media/notes/a.txt
 * ```
 */
export class MemoryStorage implements Storage {
  readonly #files = new Map<string, StoredBytes>();
  readonly #baseUrl: string | undefined;

  constructor(options: { readonly baseUrl?: string | undefined } = {}) {
    this.#baseUrl = options.baseUrl;
  }

  async save(name: string, content: FileContent, options: SaveFileOptions = {}): Promise<string> {
    const { maxLength = 100 } = options;
    const wanted = fitName(checkFileName(name), maxLength);
    const bytes = await bytesOf(content);
    let free = wanted;
    while (this.#files.has(free)) free = alternativeName(wanted, maxLength);
    this.#files.set(free, { bytes: bytes.slice(), modifiedAt: new Date() });
    return free;
  }

  async read(name: string): Promise<Uint8Array> {
    return this.#get(name).bytes.slice();
  }

  async *open(name: string): AsyncGenerator<Uint8Array> {
    yield await this.read(name);
  }

  async delete(name: string): Promise<void> {
    this.#files.delete(checkFileName(name));
  }

  async exists(name: string): Promise<boolean> {
    return this.#files.has(checkFileName(name));
  }

  async stat(name: string): Promise<FileStat> {
    const { bytes, modifiedAt } = this.#get(name);
    return { size: bytes.length, modifiedAt };
  }

  async list(folder: string): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
    const start = folder === "" ? "" : `${checkFileName(folder)}/`;
    const inside = [...this.#files.keys()]
      .filter((name) => name.startsWith(start))
      .map((name) => name.slice(start.length));
    const files = inside.filter((name) => !name.includes("/")).sort();
    const folders = [...new Set(inside.filter((name) => name.includes("/")).map((name) => name.split("/")[0]!))].sort();
    return { files, folders };
  }

  url(name: string): string {
    return joinUrl(this.#baseUrl, checkFileName(name));
  }

  #get(name: string): StoredBytes {
    const found = this.#files.get(checkFileName(name));
    if (found === undefined) throw noFile(name);
    return found;
  }
}
