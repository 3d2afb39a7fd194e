// Keeps cached texts as files in a folder: each appears whole or not at all.
//
// Invariant: changes of one key follow each other in this process (#inTurn). Between processes neither `add` on a value
// whose time has passed nor counting is undivided.
import { type CacheBackend, type CachePut, prefixOf } from "../cache-backend.ts";
import { decodeCount } from "../cache-value.ts";
import { hashKey } from "./hash-key.ts";

/** What a {@link FileCache} may be given besides its folder: its clock. */
export interface FileCacheOptions {
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: (() => number) | undefined;
}

interface Kept {
  readonly text: string;
  readonly endsAt: number;
}

const fs = () => process.getBuiltinModule("node:fs/promises");
const paths = () => process.getBuiltinModule("node:path");
const extension = ".cache";

/** A cache in a folder: for one machine, across restarts. Readable by the program's own account alone. */
export class FileCache implements CacheBackend {
  readonly folder: string;
  readonly #now: () => number;
  readonly #turns = new Map<string, Promise<unknown>>();
  #count = 0;

  constructor(folder: string, { now = Date.now }: FileCacheOptions = {}) {
    this.folder = paths().resolve(folder);
    this.#now = now;
  }

  get(keys: readonly string[]): Promise<(string | undefined)[]> {
    return Promise.all(keys.map(async (key) => (await this.#load(this.#file(key)))?.text));
  }

  put(key: string, text: string, { ttl, when }: CachePut): Promise<boolean> {
    return this.#inTurn(key, async () => {
      const there = when !== undefined && (await this.#load(this.#file(key))) !== undefined;
      if (when !== undefined && there !== (when === "present")) return false;
      return this.#save(key, { text, endsAt: this.#end(ttl) }, when === "absent");
    });
  }

  count(key: string, by: number): Promise<number | undefined> {
    return this.#inTurn(key, async () => {
      const kept = await this.#load(this.#file(key));
      if (kept === undefined) return undefined;
      const sum = decodeCount(key, kept.text) + by;
      await this.#save(key, { ...kept, text: String(sum) });
      return sum;
    });
  }

  touch(key: string, ttl: number | undefined): Promise<boolean> {
    return this.#inTurn(key, async () => {
      const kept = await this.#load(this.#file(key));
      return kept !== undefined && this.#save(key, { text: kept.text, endsAt: this.#end(ttl) });
    });
  }

  async delete(keys: readonly string[]): Promise<number> {
    const found = await Promise.all(
      keys.map((key) =>
        this.#inTurn(key, async () => {
          const there = (await this.#load(this.#file(key))) !== undefined;
          await fs().rm(this.#file(key), { force: true });
          return there;
        }),
      ),
    );
    return found.filter(Boolean).length;
  }

  async clear(prefix: string): Promise<void> {
    for (const file of await filesIn(paths().join(this.folder, prefix))) await fs().rm(file, { force: true });
  }

  async clean(): Promise<number> {
    let deleted = 0;
    for (const folder of await fs()
      .readdir(this.folder)
      .catch(() => [])) {
      for (const file of await filesIn(paths().join(this.folder, folder))) {
        if ((await this.#load(file)) !== undefined) continue;
        await fs().rm(file, { force: true });
        deleted++;
      }
    }
    return deleted;
  }

  #end(ttl: number | undefined): number {
    return ttl === undefined ? Number.POSITIVE_INFINITY : this.#now() + ttl;
  }

  #file(key: string): string {
    return paths().join(this.folder, prefixOf(key), hashKey(key) + extension);
  }

  // The first line is the end of the text's time.
  async #load(file: string): Promise<Kept | undefined> {
    const content = await fs()
      .readFile(file, "utf8")
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined;
        throw error;
      });
    if (content === undefined) return undefined;
    const line = content.indexOf("\n");
    const endsAt = Number(content.slice(0, line));
    return endsAt > this.#now() ? { text: content.slice(line + 1), endsAt } : undefined;
  }

  async #save(key: string, { text, endsAt }: Kept, isNew = false): Promise<boolean> {
    const file = this.#file(key);
    await fs().mkdir(paths().dirname(file), { recursive: true, mode: 0o700 });
    const temporary = `${file}.${process.pid}.${++this.#count}.part`;
    await fs().writeFile(temporary, `${endsAt}\n${text}`, { mode: 0o600 });
    if (!isNew) {
      await fs().rename(temporary, file);
      return true;
    }
    // What is there has passed its time. A link, unlike a rename, replaces nothing: of two processes, one is told true.
    await fs().rm(file, { force: true });
    try {
      await fs().link(temporary, file);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      throw error;
    } finally {
      await fs().rm(temporary, { force: true });
    }
  }

  #inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(key) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(key, turn);
    const leave = (): void => {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    };
    turn.then(leave, leave);
    return turn;
  }
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await fs()
    .readdir(folder)
    .catch(() => []);
  return names.filter((name) => name.endsWith(extension)).map((name) => paths().join(folder, name));
}
