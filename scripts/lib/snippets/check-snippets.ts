// Writes the snippets of the documentation as files, type-checks them together, runs them, and returns what is wrong by place.
import { execFile } from "node:child_process";
import { chmodSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeWorkFolder } from "../work-folder.ts";
import { findJsDocSnippets, findMarkdownSnippets, type Snippet } from "./find-snippets.ts";
import { type LineOrigin, type PlannedFile, type Program, planPrograms } from "./plan-programs.ts";
import { placeOf, runPrograms } from "./run-programs.ts";

/** One thing to mend in the documentation. */
export interface SnippetFault extends LineOrigin {
  readonly what: string;
}

export interface SnippetReport {
  /** Every page and source file that holds a snippet. */
  readonly sources: readonly string[];
  /** How many programs and commands ran. */
  readonly ran: number;
  readonly faults: readonly SnippetFault[];
}

export interface SnippetOptions {
  readonly root: URL;
  /** Where tsconfig.json, the compiler and `src/bin.ts` are; `root` unless told. */
  readonly repository?: URL | undefined;
  /** Parts of paths; every page unless told. */
  readonly parts?: readonly string[] | undefined;
  readonly timeLimit?: number | undefined;
}

interface SnippetSettings extends SnippetOptions {
  readonly repository: URL;
  readonly folder: string;
}

/** Checks README.md, the pages under `docs/` and the JSDoc comments under `src/`. */
export async function checkSnippets(options: SnippetOptions): Promise<SnippetReport> {
  const repository = options.repository ?? options.root;
  // Inside of the package, `demijohn` means the package itself.
  const folder = makeWorkFolder(repository, "snippets");
  try {
    return await checkIn({ ...options, repository, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkIn(settings: SnippetSettings): Promise<SnippetReport> {
  const { folder } = settings;
  const pages = Map.groupBy(findSnippets(settings), (snippet) => snippet.source);
  const plans = [...pages].flatMap(([source, snippets]) => planSource(source, snippets));
  const files = new Map(plans.flatMap((plan) => plan.files).map((file) => [file.path, file]));
  for (const file of files.values()) write(join(folder, file.path), file.text);
  const programs = plans.flatMap((plan) => plan.programs);
  for (const program of programs)
    if (program.kind === "shell") mkdirSync(join(folder, program.path), { recursive: true });
  const [typeFaults, runFaults] = await Promise.all([
    checkTypes(settings, files),
    runPrograms(programs, {
      folder,
      jobs: availableParallelism(),
      commands: [writeCommands(settings)],
      timeLimit: settings.timeLimit,
    }),
  ]);
  const faults = [
    ...plans.flatMap((plan) => plan.faults.map(({ origin, what }) => ({ ...origin, what }))),
    ...typeFaults,
    ...runFaults.map((fault) => ({ ...placeOf(fault, files.get(fault.program.path)?.origins), what: fault.what })),
  ];
  const distinct = new Map(faults.map((fault) => [`${fault.source}:${fault.line} ${fault.what}`, fault]));
  return {
    sources: [...pages.keys()],
    ran: programs.length,
    faults: [...distinct.values()].sort((a, b) =>
      a.source === b.source ? a.line - b.line : a.source < b.source ? -1 : 1,
    ),
  };
}

function findSnippets({ root, parts = [] }: SnippetSettings): Snippet[] {
  const isWanted = (path: string): boolean => parts.length === 0 || parts.some((part) => path.includes(part));
  const find = (patterns: string[]): string[] =>
    globSync(patterns, { cwd: fileURLToPath(root) })
      .map((path) => path.replaceAll("\\", "/"))
      .filter(isWanted)
      .sort();
  const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
  return [
    ...find(["*.md", "docs/**/*.md", "examples/**/*.md"]).flatMap((path) => findMarkdownSnippets(path, read(path))),
    ...find(["src/**/*.ts"]).flatMap((path) => findJsDocSnippets(path, read(path))),
  ];
}

interface SourcePlan {
  readonly files: readonly PlannedFile[];
  readonly programs: readonly Program[];
  readonly faults: readonly { readonly origin: LineOrigin; readonly what: string }[];
}

function planSource(source: string, snippets: readonly Snippet[]): SourcePlan[] {
  const folder = source.replaceAll(/[^\w-]+/g, "_");
  // The examples of a source file know nothing of each other, unless one continues the one above.
  if (!source.endsWith(".ts")) return [planPrograms(folder, snippets)];
  const groups: Snippet[][] = [];
  for (const snippet of snippets) {
    if (snippet.attributes.has("continue") && groups.length > 0) groups.at(-1)!.push(snippet);
    else groups.push([snippet]);
  }
  return groups.map((group) => planPrograms(`${folder}/${group[0]!.line}`, group));
}

function checkTypes(
  { repository, folder }: SnippetSettings,
  files: ReadonlyMap<string, PlannedFile>,
): Promise<SnippetFault[]> {
  const paths = [...files.keys()].filter((path) => path.endsWith(".ts"));
  if (paths.length === 0) return Promise.resolve([]);
  const config = {
    extends: fileURLToPath(new URL("tsconfig.json", repository)),
    compilerOptions: {
      moduleDetection: "force",
      noUnusedLocals: false,
      noUnusedParameters: false,
      isolatedDeclarations: false,
      declaration: false,
    },
    include: [],
    files: paths,
  };
  write(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", repository));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [tsc, "-p", folder, "--pretty", "false"],
      { cwd: folder, maxBuffer: 1e8 },
      (_, stdout) => {
        const faults: SnippetFault[] = [];
        for (const line of stdout.split("\n")) {
          const match = /^(.+?)\((\d+),\d+\): error (.*)$/.exec(line);
          if (match === null) {
            // What a compiler error goes on with is indented; anything else is a fault of the whole run.
            if (line.startsWith("  ")) appendTo(faults, line);
            else if (/^error /.test(line)) faults.push({ source: "tsconfig.json", line: 1, what: line });
            continue;
          }
          const origin = files.get(match[1]!.replaceAll("\\", "/"))?.origins[Number(match[2]) - 1];
          // A fault of the sources themselves is the compiler run's to report.
          if (origin !== undefined) faults.push({ ...origin, what: match[3]! });
        }
        resolve(faults);
      },
    );
  });
}

function appendTo(faults: SnippetFault[], line: string): void {
  const last = faults.pop();
  if (last !== undefined) faults.push({ ...last, what: `${last.what}\n${line}` });
}

// `demijohn` and `dj` as commands that run from source.
function writeCommands({ repository, folder }: SnippetSettings): string {
  const bin = join(folder, ".bin");
  const script = `#!/bin/sh\nexec "${process.execPath}" --conditions=demijohn-source "${fileURLToPath(new URL("src/bin.ts", repository))}" "$@"\n`;
  for (const name of ["demijohn", "dj"]) {
    write(join(bin, name), script);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
