// Serves one folder of static files, and knows the hashed names of what is in it.
import { file, NotFound, type Request, type Response, safeJoin } from "#http";
import { addHash, hashFile, takeHash } from "./hashed-name.ts";

/** How a folder is served. */
export interface StaticFolderOptions {
  /** Addresses carry a hash of the content, and answers may be kept for ever. */
  readonly hashed: boolean;
  /** Seconds that caches may keep a file asked for without its hash. */
  readonly maxAge: number;
}

/** A folder of static files. Hidden files and what lies outside of it do not exist for clients. */
export class StaticFolder {
  readonly folder: string;
  readonly #options: StaticFolderOptions;
  // By plain name; undefined for names without a file, which are looked up again, since they may come to be.
  readonly #hashes = new Map<string, string>();

  constructor(folder: string, options: StaticFolderOptions) {
    this.folder = folder;
    this.#options = options;
  }

  /** The name to put into an address: with its hash where addresses carry one and the file exists. */
  publicName(name: string): string {
    if (!this.#options.hashed) return name;
    const hash = this.#hashOf(name);
    return hash === undefined ? name : addHash(name, hash);
  }

  /** Answers for a name as it stands in an address. @throws HttpError 404, 412 or 416. */
  async answer(request: Request, name: string): Promise<Response> {
    if (name.split("/").some((segment) => segment.startsWith("."))) throw new NotFound();
    const hashed = this.#options.hashed ? takeHash(name) : undefined;
    const plain = hashed === undefined || (await this.#exists(name)) ? name : hashed.name;
    // An old hash still gets the file as it is now, but nobody may keep that for ever.
    const immutable = hashed !== undefined && plain === hashed.name && this.#hashOf(plain) === hashed.hash;
    return file(request, plain, { root: this.folder, precompressed: true, immutable, maxAge: this.#options.maxAge });
  }

  #hashOf(name: string): string | undefined {
    const known = this.#hashes.get(name);
    if (known !== undefined) return known;
    const path = safeJoin(this.folder, name);
    const hash = path === undefined ? undefined : hashFile(path);
    if (hash !== undefined) this.#hashes.set(name, hash);
    return hash;
  }

  async #exists(name: string): Promise<boolean> {
    const path = safeJoin(this.folder, name);
    if (path === undefined) return false;
    return process
      .getBuiltinModule("node:fs")
      .promises.stat(path)
      .then(
        (stats) => stats.isFile(),
        () => false,
      );
  }
}
