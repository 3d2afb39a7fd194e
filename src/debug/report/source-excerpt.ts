// Reads the lines around a place in a source file, bounded, and only of files that are source text.

/** Some lines of a file. */
export interface SourceExcerpt {
  /** Number of the first line. */
  readonly first: number;
  readonly lines: readonly string[];
  /** The line of the fault, and where in its shown text the fault begins, from 0; -1 when unknown. */
  readonly line: number;
  readonly mark: number;
}

const around = 5;
const widest = 200;
const largestFile = 4_000_000;
const sourceName = /\.(?:[cm]?[jt]sx?|html?|jinja2?|j2|txt|xml|md|vue|svelte|astro|mdx)$/i;

/**
 * Reads source files once for each report. A file that cannot be read, is too large, is no text or has no name of a source
 * file gives undefined.
 */
export class SourceReader {
  readonly #files = new Map<string, Promise<readonly string[] | undefined>>();

  async excerpt(file: string, line: number, column: number): Promise<SourceExcerpt | undefined> {
    if (line < 1) return undefined;
    let lines = this.#files.get(file);
    if (lines === undefined) {
      lines = readLines(file);
      this.#files.set(file, lines);
    }
    const all = await lines;
    return all === undefined || line > all.length ? undefined : cutExcerpt(all, line, column);
  }
}

/** Cuts the lines around one out of a text's lines; long lines are cut around the column. */
export function cutExcerpt(all: readonly string[], line: number, column: number): SourceExcerpt {
  const first = Math.max(1, line - around);
  const shown = all.slice(first - 1, line + around);
  const cut = column - 1 > widest * 0.7 ? column - 1 - Math.floor(widest * 0.4) : 0;
  const lines = shown.map((text, i) => {
    const start = first + i === line ? cut : 0;
    return `${start > 0 ? "…" : ""}${text.slice(start, start + widest)}${text.length > start + widest ? "…" : ""}`;
  });
  const mark = column < 1 || column - 1 > all[line - 1]!.length ? -1 : column - 1 - cut + (cut > 0 ? 1 : 0);
  return { first, lines, line, mark };
}

async function readLines(file: string): Promise<readonly string[] | undefined> {
  if (!sourceName.test(file)) return undefined;
  const { open } = process.getBuiltinModule("node:fs/promises");
  const { O_RDONLY, O_NONBLOCK } = process.getBuiltinModule("node:fs").constants;
  try {
    // A named pipe would be waited for without the flag.
    const handle = await open(file, O_RDONLY | (O_NONBLOCK ?? 0));
    try {
      const stat = await handle.stat();
      if (!stat.isFile() || stat.size > largestFile) return undefined;
      const text = await handle.readFile("utf8");
      return text.includes("\0") ? undefined : text.split(/\r\n|\n|\r/);
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
