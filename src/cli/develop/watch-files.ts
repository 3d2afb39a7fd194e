// Watches a project's folder and single files elsewhere, and tells which of them changed, several at once.
import type { FSWatcher, WatchListener } from "node:fs";
import { isIgnoredFolder, type WatchRules } from "./watch-rules.ts";

/** How files are watched. */
export interface WatchOptions {
  readonly rules: WatchRules;
  /** Called with the paths that changed, when no more have for a moment. */
  readonly onChange: (paths: readonly string[]) => void;
  /** Told once, when the system cannot watch as many folders: files are then looked at twice a second. */
  readonly onTrouble: (error: Error) => void;
}

// One save is often several events: the file is emptied, written, renamed.
const quietTime = 40;
const pollTime = 500;

/** A watched project. Node's own recursive watching follows ignored folders as well on Linux, so folders are watched one by one there. */
export class FileWatcher {
  readonly #options: WatchOptions;
  readonly #folders = new Map<string, FSWatcher>();
  readonly #outside = new Map<string, Set<string>>();
  readonly #files = new Map<string, number>();
  readonly #changed = new Set<string>();
  #quiet: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    const isRecursive = process.platform === "darwin" || process.platform === "win32";
    if (isRecursive) this.#watch(options.rules.folder, true);
    else this.#watchTree(options.rules.folder);
  }

  /** Watches single files as well, wherever they are. */
  add(files: readonly string[]): void {
    const { dirname, sep } = process.getBuiltinModule("node:path");
    const { folder } = this.#options.rules;
    for (const file of files) {
      if (this.#files.has(file)) continue;
      this.#files.set(file, modifiedAt(file));
      if (file.startsWith(folder + sep)) continue;
      // The folder is watched instead of the file, because editors put a new file in the old one's place.
      const outer = dirname(file);
      const names = this.#outside.get(outer);
      if (names !== undefined) names.add(file);
      else {
        this.#outside.set(outer, new Set([file]));
        this.#watch(outer, false);
      }
    }
  }

  /** Whether the file was added by name. */
  has(file: string): boolean {
    return this.#files.has(file);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#quiet);
    clearInterval(this.#poll);
    for (const watcher of this.#folders.values()) watcher.close();
    this.#folders.clear();
  }

  #watchTree(folder: string): void {
    if (this.#folders.has(folder) || this.#isClosed) return;
    this.#watch(folder, false);
    const { readdirSync } = process.getBuiltinModule("node:fs");
    const { join } = process.getBuiltinModule("node:path");
    try {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory() && !isIgnoredFolder(path, this.#options.rules)) this.#watchTree(path);
      }
    } catch {
      // The folder is gone already.
    }
  }

  #watch(folder: string, recursive: boolean): void {
    if (this.#folders.has(folder) || this.#isClosed) return;
    const { watch } = process.getBuiltinModule("node:fs");
    const { join } = process.getBuiltinModule("node:path");
    const listener: WatchListener<string> = (event, name) => {
      if (name !== null) this.#notice(join(folder, name), event);
    };
    try {
      const watcher = watch(folder, { recursive, persistent: true }, listener);
      watcher.on("error", () => this.#forget(folder));
      this.#folders.set(folder, watcher);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOSPC" || code === "EMFILE") this.#startPolling(error as Error);
    }
  }

  #forget(folder: string): void {
    this.#folders.get(folder)?.close();
    this.#folders.delete(folder);
  }

  #notice(path: string, event: string): void {
    const { dirname, sep } = process.getBuiltinModule("node:path");
    const { folder } = this.#options.rules;
    const isInside = path.startsWith(folder + sep);
    if (!isInside && this.#outside.get(dirname(path))?.has(path) !== true) return;
    if (event === "rename" && isInside) this.#followFolder(path);
    this.#changed.add(path);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      const paths = [...this.#changed];
      this.#changed.clear();
      this.#options.onChange(paths);
    }, quietTime);
  }

  // A folder that came is watched with all that is in it; one that went is forgotten.
  #followFolder(path: string): void {
    const { statSync, readdirSync } = process.getBuiltinModule("node:fs");
    const { join } = process.getBuiltinModule("node:path");
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    if (!isFolder) {
      if (this.#folders.has(path)) this.#forget(path);
      return;
    }
    if (isIgnoredFolder(path, this.#options.rules) || process.platform === "darwin" || process.platform === "win32")
      return;
    this.#watchTree(path);
    try {
      for (const name of readdirSync(path, { recursive: true, encoding: "utf8" })) this.#changed.add(join(path, name));
    } catch {
      // The folder is gone already.
    }
  }

  #startPolling(error: Error): void {
    if (this.#poll !== undefined) return;
    this.#options.onTrouble(error);
    this.#poll = setInterval(() => {
      for (const [file, known] of this.#files) {
        const modified = modifiedAt(file);
        if (modified === known) continue;
        this.#files.set(file, modified);
        this.#options.onChange([file]);
      }
    }, pollTime);
  }
}

function modifiedAt(file: string): number {
  return process.getBuiltinModule("node:fs").statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
