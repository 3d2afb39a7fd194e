// Keeps files in a folder of the disk: each appears whole or not at all, and none is written over.
//
// Invariant: no name leads out of the folder. Names are checked first, and a symbolic link that leads out is refused.
import { piecesOf } from "./file-content.ts";
import { alternativeName, checkFileName, fitName } from "./file-name.ts";
import { joinUrl, noFile } from "./refusals.ts";
import type { FileContent, FileStat, SaveFileOptions, Storage } from "./storage.ts";
import { StorageError } from "./storage-error.ts";

/** Where a {@link FileSystemStorage} keeps its files. */
export interface FileSystemStorageOptions {
  /** The folder; it is made when the first file comes. */
  readonly location: string;
  /** The address under which the folder is served. */
  readonly baseUrl?: string | undefined;
  /** The permissions of files, as `0o644`; by default those that the system gives. */
  readonly fileMode?: number | undefined;
}

const fs = () => process.getBuiltinModule("node:fs/promises");
const paths = () => process.getBuiltinModule("node:path");

/**
 * A storage in a folder of the disk.
 *
 * @example
 * ```ts
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { FileSystemStorage } from "demijohn/storage";
 * const media = new FileSystemStorage({ location: join(tmpdir(), "demijohn-media"), baseUrl: "/media/" });
 * const name = await media.save("notes/a.txt", "hello");
 * console.log((await media.stat(name)).size); // => 5
 * await media.delete(name);
 * ```
 */
export class FileSystemStorage implements Storage {
  readonly location: string;
  readonly #baseUrl: string | undefined;
  readonly #fileMode: number | undefined;

  constructor(options: FileSystemStorageOptions) {
    this.location = paths().resolve(options.location);
    this.#baseUrl = options.baseUrl;
    this.#fileMode = options.fileMode;
  }

  /** The path of a file on the disk. */
  path(name: string): string {
    return paths().join(this.location, checkFileName(name));
  }

  async save(name: string, content: FileContent, options: SaveFileOptions = {}): Promise<string> {
    const { maxLength = 100 } = options;
    const wanted = fitName(checkFileName(name), maxLength);
    const folder = paths().dirname(this.path(wanted));
    await fs().mkdir(folder, { recursive: true });
    await this.#checkInside(folder, name);
    const temporary = await this.#writeTemporary(folder, content);
    try {
      for (let free = wanted; ; free = alternativeName(wanted, maxLength)) {
        if (await linked(temporary, this.path(free))) return free;
      }
    } finally {
      await fs().rm(temporary, { force: true });
    }
  }

  async #writeTemporary(folder: string, content: FileContent): Promise<string> {
    const random = process.getBuiltinModule("node:crypto").randomBytes(9).toString("base64url");
    const path = paths().join(folder, `.${random}.upload`);
    const handle = await fs().open(path, "wx", this.#fileMode);
    try {
      for await (const piece of piecesOf(content)) await handle.writeFile(piece);
      await handle.close();
    } catch (error) {
      await handle.close().catch(() => {});
      await fs().rm(path, { force: true });
      throw error;
    }
    return path;
  }

  async #checkInside(folder: string, name: string): Promise<void> {
    const [root, real] = await Promise.all([fs().realpath(this.location), fs().realpath(folder)]);
    if (real === root || real.startsWith(root + paths().sep)) return;
    throw new StorageError("STORAGE_BAD_NAME", `A link leads from "${name}" out of the storage.`, {
      cure: "Remove the link, or keep its files in a storage of their own.",
    });
  }

  async read(name: string): Promise<Uint8Array> {
    return fs()
      .readFile(this.path(name))
      .catch((error: unknown) => refuse(error, name));
  }

  async *open(name: string): AsyncGenerator<Uint8Array> {
    const handle = await fs()
      .open(this.path(name))
      .catch((error: unknown) => refuse(error, name));
    for await (const piece of handle.createReadStream()) yield piece as Uint8Array;
  }

  async delete(name: string): Promise<void> {
    await fs().rm(this.path(name), { force: true });
  }

  async exists(name: string): Promise<boolean> {
    return fs()
      .stat(this.path(name))
      .then(
        (found) => found.isFile(),
        () => false,
      );
  }

  async stat(name: string): Promise<FileStat> {
    const found = await fs()
      .stat(this.path(name))
      .catch((error: unknown) => refuse(error, name));
    return { size: found.size, modifiedAt: found.mtime };
  }

  async list(folder: string): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
    const path = folder === "" ? this.location : this.path(folder);
    const entries = await fs()
      .readdir(path, { withFileTypes: true })
      .catch(() => []);
    const shown = entries.filter((entry) => !entry.name.startsWith("."));
    return {
      files: shown
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name)
        .sort(),
      folders: shown
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort(),
    };
  }

  url(name: string): string {
    return joinUrl(this.#baseUrl, checkFileName(name));
  }
}

// A link fails where the name is taken, as a rename would not.
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await fs().link(from, to);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "EEXIST") return false;
    throw error;
  }
}

function refuse(error: unknown, name: string): never {
  const { code } = error as { code?: string };
  throw code === "ENOENT" || code === "EISDIR" || code === "ENOTDIR" ? noFile(name) : error;
}
