// Turns the snippets of one page into files of a folder and the programs and commands to run there, in order.
import type { Snippet } from "./find-snippets.ts";

/** A line of a planned file, counted from 0, and the place in the documentation that it came from. */
export interface LineOrigin {
  readonly source: string;
  readonly line: number;
}

export interface PlannedFile {
  /** From the folder of all snippets on. */
  readonly path: string;
  readonly text: string;
  /** One for each line of `text`. */
  readonly origins: readonly LineOrigin[];
}

export interface Program {
  readonly kind: "module" | "shell";
  /** The file of a module; for a shell the folder. */
  readonly path: string;
  readonly origin: LineOrigin;
  /** The script of a shell. */
  readonly script?: string | undefined;
}

export interface PagePlan {
  readonly files: readonly PlannedFile[];
  readonly programs: readonly Program[];
  /** Faults of the page itself, such as a reason that is missing. */
  readonly faults: readonly { readonly origin: LineOrigin; readonly what: string }[];
}

interface Part {
  readonly name: string;
  readonly text: string;
  readonly origins: readonly LineOrigin[];
  readonly runs: boolean;
}

const isTypeScript = (snippet: Snippet): boolean => snippet.language === "ts" || snippet.language === "typescript";

const isUnnamed = (name: string): boolean => /^snippet-\d+\.ts$/.test(name);

/**
 * Plans one page, whose files go into folders called `folder/0`, `folder/1` and so on.
 *
 * A file that the page shows again with another text begins the next folder, which keeps the page's other files.
 */
export function planPrograms(folder: string, snippets: readonly Snippet[]): PagePlan {
  const faults: { origin: LineOrigin; what: string }[] = [];
  const programs: Program[] = [];
  const done: PlannedFile[] = [];
  let edition = 0;
  let files = new Map<string, PlannedFile>();
  let previous: Part | undefined;
  const place = (part: Part): void => {
    files.set(part.name, { path: `${folder}/${edition}/${part.name}`, text: part.text, origins: part.origins });
  };
  for (const snippet of snippets) {
    const origin = { source: snippet.source, line: snippet.line };
    const name = snippet.attributes.get("file");
    if (name !== undefined && (files.has(name) || programs.at(-1)?.kind === "shell")) {
      done.push(...files.values());
      edition++;
      files = new Map(
        [...files]
          .filter(([key]) => !isUnnamed(key))
          .map(([key, file]) => [key, { ...file, path: `${folder}/${edition}/${key}` }]),
      );
    }
    if (isTypeScript(snippet)) {
      const continued = snippet.attributes.has("continue") ? previous : undefined;
      if (snippet.attributes.has("continue") && previous === undefined) {
        faults.push({ origin, what: "There is no snippet above that this one could continue." });
      }
      const part = makePart(snippet, continued);
      if (!part.runs && !snippet.attributes.get("reason")) {
        faults.push({ origin, what: 'A snippet that does not run says why: no-run reason="…".' });
      }
      // The longer program holds what the shorter one does.
      if (continued !== undefined && isUnnamed(continued.name)) {
        files.delete(continued.name);
        const last = programs.findLastIndex((program) => program.path === `${folder}/${edition}/${continued.name}`);
        if (last >= 0) programs.splice(last, 1);
      }
      place(part);
      if (part.runs) programs.push({ kind: "module", path: `${folder}/${edition}/${part.name}`, origin });
      previous = part;
    } else if (name !== undefined) {
      place({ name, text: snippet.code, origins: originsOf(snippet), runs: false });
    } else if (/^(?:sh|bash|console)$/.test(snippet.language) && snippet.attributes.has("run")) {
      programs.push({
        kind: "shell",
        path: `${folder}/${edition}`,
        origin,
        script: snippet.code.replaceAll(/^\$ /gm, ""),
      });
    }
  }
  return { files: [...done, ...files.values()], programs, faults };
}

function makePart(snippet: Snippet, continued: Part | undefined): Part {
  return {
    name: snippet.attributes.get("file") ?? `snippet-${snippet.line}.ts`,
    text: (continued?.text ?? "") + snippet.code,
    origins: [...(continued?.origins ?? []), ...originsOf(snippet)],
    runs: !snippet.attributes.has("no-run"),
  };
}

function originsOf(snippet: Snippet): LineOrigin[] {
  return snippet.code
    .split("\n")
    .slice(0, -1)
    .map((_, i) => ({ source: snippet.source, line: snippet.line + i }));
}
