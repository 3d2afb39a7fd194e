// Keeps sessions as files in a folder, for sites of one machine that shall not forget on restart.
import type { SessionSaving, SessionStore } from "../session-store.ts";

/** What a {@link FileStore} may be given besides its folder: its clock. */
export interface FileStoreOptions {
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/**
 * A session store in a folder. A session is one file, readable by the program's own account alone.
 *
 * @example
 * ```ts
 * import { App } from "demijohn";
 * import { FileStore, sessions } from "demijohn/sessions";
 * const app = new App({ secretKey: "a long random key" });
 * app.use(sessions({ store: new FileStore("var/sessions") }));
 * ```
 */
export class FileStore implements SessionStore {
  readonly #folder: string;
  readonly #now: () => number;
  #count = 0;

  constructor(folder: string, { now = Date.now }: FileStoreOptions = {}) {
    this.#folder = process.getBuiltinModule("node:path").resolve(folder);
    this.#now = now;
  }

  async load(key: string): Promise<string | undefined> {
    const { readFile } = process.getBuiltinModule("node:fs/promises");
    let content: string;
    try {
      content = await readFile(this.#file(key), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
    const line = content.indexOf("\n");
    return Number(content.slice(0, line)) > this.#now() ? content.slice(line + 1) : undefined;
  }

  async save(key: string, text: string, { lifetime, exists }: SessionSaving): Promise<boolean> {
    if (exists && (await this.load(key)) === undefined) return false;
    const { mkdir, rename, writeFile } = process.getBuiltinModule("node:fs/promises");
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    // Renamed into place, so that nobody reads half a session.
    const temporary = `${this.#file(key)}.${process.pid}.${++this.#count}.part`;
    await writeFile(temporary, `${this.#now() + lifetime * 1000}\n${text}`, { mode: 0o600 });
    await rename(temporary, this.#file(key));
    return true;
  }

  async delete(key: string): Promise<void> {
    await process.getBuiltinModule("node:fs/promises").rm(this.#file(key), { force: true });
  }

  async touch(key: string, lifetime: number): Promise<void> {
    const text = await this.load(key);
    if (text !== undefined) await this.save(key, text, { lifetime, exists: true });
  }

  /** Deletes the files whose lifetime has passed; returns how many. To be called now and then. */
  async clean(): Promise<number> {
    const { readdir } = process.getBuiltinModule("node:fs/promises");
    let deleted = 0;
    for (const name of await readdir(this.#folder).catch(() => [])) {
      if (!name.endsWith(".session") || (await this.load(name.slice(0, -".session".length))) !== undefined) continue;
      await this.delete(name.slice(0, -".session".length));
      deleted++;
    }
    return deleted;
  }

  #file(key: string): string {
    const { basename, join } = process.getBuiltinModule("node:path");
    return join(this.#folder, `${basename(key)}.session`);
  }
}
