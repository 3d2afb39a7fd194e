// Finds what breaks the layout of the house in a tree of files: wrong imports, cycles, names, first lines and sizes.
import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { type ImportRecord, readImports } from "../source/read-imports.ts";
import { findCycles } from "./find-cycles.ts";
import { type FloorPlan, readFloorPlan } from "./floor-plan.ts";

/** One thing to mend: where, and what is wrong in one sentence with its cure. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly what: string;
}

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The room, or undefined for files that stand in no room. */
  readonly room: string | undefined;
}

const doors = new Set(["src/index.ts", "src/bin.ts"]);
const forbiddenFolders = /^(?:utils?|helpers?|common|misc)$/;
const forbiddenStems = /^(?:utils?|helpers?|common|misc|types?|base-.*)$/;
const maximumLines = 600;
const maximumEntries = 15;

/** Checks `src`, `scripts` and `tests` under `root` against the plan in its ARCHITECTURE.md. */
export function findFaults(root: URL): Fault[] {
  const read = (path: string): string => readFileSync(new URL(path, root), "utf8");
  const plan = readFloorPlan(read("ARCHITECTURE.md"));
  const packages = declaredPackages(read("package.json"));
  const files = globSync(["src/**/*.ts", "scripts/**/*.ts", "tests/**/*.ts"], {
    cwd: fileURLToPath(root),
    exclude: ["tests/fixtures/**", "tests/types/**"],
  })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path): SourceFile => ({ path, text: read(path), room: roomOf(path) }));
  const faults: Fault[] = [];
  const graph = new Map<string, { readonly target: string; readonly line: number }[]>();
  const known = new Set(files.map((file) => file.path));
  for (const file of files) {
    faults.push(...checkText(file), ...checkName(file));
    const { imports, defaultExport } = readImports(file.text);
    if (defaultExport !== undefined) {
      faults.push({ file: file.path, line: defaultExport, what: "A default export: export by name." });
    }
    const edges: { target: string; line: number }[] = [];
    for (const record of imports) {
      const target = targetOf(file.path, record.specifier);
      // Types are erased: within a room, a class and the records that it takes may name each other.
      const isErased = record.kind === "type" && target !== undefined && roomOf(target) === roomOf(file.path);
      if (target !== undefined && !isErased) edges.push({ target, line: record.line });
      if (target !== undefined && !known.has(target) && target.startsWith("src/")) {
        faults.push({ file: file.path, line: record.line, what: `There is no ${target}.` });
      }
      if (!file.path.startsWith("src/")) continue;
      const what = checkImport(file, record, { plan, packages });
      if (what !== undefined) faults.push({ file: file.path, line: record.line, what });
    }
    graph.set(file.path, edges);
  }
  for (const cycle of findCycles(graph)) {
    faults.push({ file: cycle.files[0]!, line: cycle.line, what: `An import cycle: ${cycle.files.join(" → ")}.` });
  }
  faults.push(...checkFolders(root, plan));
  return faults.sort(byPlace);
}

function byPlace(a: Fault, b: Fault): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || (a.what < b.what ? -1 : 1);
}

function roomOf(path: string): string | undefined {
  const parts = path.split("/");
  return parts[0] === "src" && parts.length > 2 ? parts[1] : undefined;
}

/** The file that a specifier means, or undefined for packages and data files. */
function targetOf(from: string, specifier: string): string | undefined {
  const internal = /^#([\w-]+)(\/internals)?$/.exec(specifier);
  if (internal !== null) return `src/${internal[1]}/${internal[2] === undefined ? "index" : "internals"}.ts`;
  if (specifier.startsWith(".") && specifier.endsWith(".ts")) return join(dirname(from), specifier);
  return undefined;
}

function checkImport(
  file: SourceFile,
  { specifier }: ImportRecord,
  { plan, packages }: { readonly plan: FloorPlan; readonly packages: ReadonlySet<string> },
): string | undefined {
  if (specifier.startsWith(".")) {
    if (!specifier.endsWith(".ts") && !specifier.endsWith(".json")) return `"${specifier}" has to end in .ts.`;
    const target = join(dirname(file.path), specifier);
    if (doors.has(file.path) || (file.room !== undefined && target.startsWith(`src/${file.room}/`))) return undefined;
    return `"${specifier}" leaves the room: import the other room as "#${roomOf(target) ?? "room"}".`;
  }
  if (specifier.startsWith("#")) return checkRoomImport(file, specifier, plan);
  if (specifier.startsWith("node:")) return undefined;
  if (/^demijohn(?:\/|$)/.test(specifier))
    return `"${specifier}" is for users: import "#${specifier.slice(9) || "room"}".`;
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  return packages.has(name) ? undefined : `"${name}" is no dependency of the package.`;
}

function checkRoomImport(file: SourceFile, specifier: string, plan: FloorPlan): string | undefined {
  const match = /^#([\w-]+)(\/.*)?$/.exec(specifier);
  const target = match?.[1] ?? "";
  const rest = match?.[2];
  const targetFloor = plan.floors.get(target);
  if (targetFloor === undefined) return `"${specifier}": ARCHITECTURE.md has no room "${target}".`;
  if (rest !== undefined && rest !== "/internals")
    return `"${specifier}" is private: a room opens index.ts and internals.ts.`;
  if (doors.has(file.path)) return undefined;
  const room = file.room;
  if (room === undefined) return undefined;
  if (room === target) return `"${specifier}" is this file's own room: import the file by a relative path.`;
  const floor = plan.floors.get(room);
  if (floor === undefined) return undefined;
  if (targetFloor > floor)
    return `"${specifier}" is an import upward: ${room} is on floor ${floor}, ${target} on ${targetFloor}.`;
  if (targetFloor === floor && !plan.sameFloor.get(room)?.has(target)) {
    return `"${specifier}" is an import on the same floor: ${room} and ${target} both stand on ${floor}.`;
  }
  if (rest === undefined) return undefined;
  const openTo = plan.internals.get(target);
  if (openTo === "any" || openTo?.has(room)) return undefined;
  return `"${specifier}" is not open to ${room}: ARCHITECTURE.md lists whom the internals of ${target} are for.`;
}

function checkName({ path }: SourceFile): Fault[] {
  const faults: Fault[] = [];
  const names = path.split("/");
  const stem = names.at(-1)!.replace(/(?:\.test|\.d)?\.ts$/, "");
  if (names[0] === "src" && names.length === 2 && !doors.has(path)) {
    faults.push({ file: path, line: 1, what: "A file outside of any room: only index.ts and bin.ts stand in src." });
  }
  const folders = names.slice(1, -1);
  for (const name of [stem, ...folders]) {
    if ((name === stem ? forbiddenStems : forbiddenFolders).test(name)) {
      faults.push({ file: path, line: 1, what: `"${name}" says nothing: name it for the one thing that it holds.` });
    }
    if (!/^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(name)) {
      faults.push({ file: path, line: 1, what: `"${name}" is not in kebab-case.` });
    }
  }
  return faults;
}

function checkText({ path, text }: SourceFile): Fault[] {
  const faults: Fault[] = [];
  const lines = text.split("\n");
  const first = lines[0]!.startsWith("#!") ? 1 : 0;
  const rest = lines.slice(first);
  const end = rest.findIndex((line) => !line.startsWith("// "));
  const comment = rest.slice(0, end < 0 ? rest.length : end);
  if (!/^\/\/ \P{Ll}/u.test(comment[0] ?? "") || !/\.$/m.test(comment.join("\n"))) {
    faults.push({
      file: path,
      line: first + 1,
      what: "The first line is no comment that says, in one sentence, what comes in and what goes out.",
    });
  }
  const count = lines.length - (lines.at(-1) === "" ? 1 : 0);
  if (count > maximumLines && comment.length < 2) {
    faults.push({ file: path, line: 2, what: `${count} lines: over ${maximumLines}, line 2 says why in a comment.` });
  }
  return faults;
}

// Folders with one entry a room.
const onePerRoom: readonly string[] = ["src", "tests", "tests/repo/public-api"];

function checkFolders(root: URL, plan: FloorPlan): Fault[] {
  const cwd = fileURLToPath(root);
  const entries = new Map<string, Set<string>>();
  for (const found of globSync(["src/**", "scripts/**", "tests/**"], { cwd, exclude: ["tests/fixtures/**"] })) {
    const path = found.replaceAll("\\", "/");
    const folder = dirname(path);
    if (folder === ".") continue;
    entries.set(folder, (entries.get(folder) ?? new Set()).add(basename(path)));
  }
  const faults: Fault[] = [];
  for (const [folder, names] of entries) {
    if (!onePerRoom.includes(folder) && names.size > maximumEntries) {
      faults.push({
        file: folder,
        line: 1,
        what: `${names.size} entries: over ${maximumEntries}, group them in folders.`,
      });
    }
  }
  for (const name of entries.get("src") ?? []) {
    const isFolder = entries.has(`src/${name}`);
    if (isFolder && !plan.floors.has(name)) {
      faults.push({ file: `src/${name}`, line: 1, what: `ARCHITECTURE.md puts the room "${name}" on no floor.` });
    }
  }
  return faults;
}

function declaredPackages(packageJson: string): Set<string> {
  const data: Record<string, Record<string, string> | undefined> = JSON.parse(packageJson);
  const lists = ["dependencies", "optionalDependencies", "peerDependencies"];
  return new Set(lists.flatMap((list) => Object.keys(data[list] ?? {})));
}
