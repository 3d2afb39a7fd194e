// Loads the error tables of all rooms, and finds codes that are thrown, listed or tested without the other two.
import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ErrorRow } from "#kernel";
import { tokenize } from "../source/tokenize.ts";

export interface RoomErrors {
  readonly room: string;
  /** What the table is called, such as `httpErrors`. */
  readonly name: string;
  readonly rows: Readonly<Record<string, ErrorRow>>;
}

/** Imports `src/<room>/error-table.ts` of every room under `root`, sorted by room. */
export async function loadErrorTables(root: URL): Promise<RoomErrors[]> {
  const files = globSync("src/*/error-table.ts", { cwd: fileURLToPath(root) }).sort();
  return Promise.all(
    files.map(async (file) => {
      const room = file.replaceAll("\\", "/").split("/")[1]!;
      const module: Record<string, unknown> = await import(new URL(file, root).href);
      const name = Object.keys(module).find((key) => key.endsWith("Errors"));
      if (name === undefined) throw new Error(`${file} exports nothing called ${room}Errors.`);
      return { room, name, rows: module[name] as RoomErrors["rows"] };
    }),
  );
}

/** Returns `docs/errors.md`. */
export function describeErrors(tables: readonly RoomErrors[]): string {
  const parts = tables.map(({ room, rows }) => {
    const entries = Object.keys(rows)
      .sort()
      .map((code) => `### ${code}\n\n${rows[code]!.when}\n\n**Cure:** ${rows[code]!.cure}\n`);
    return `## ${room}\n\n${entries.join("\n")}`;
  });
  return `# Errors

Every error of Demijohn has a permanent code, with which its text begins; \`error.code\` holds it. This page lists the codes by room, with
when each is thrown and what to do. It is generated from the rooms' error tables: \`npm run docs\`.

${parts.join("\n")}`;
}

/** Returns one line for each code that lacks a table row, a use or a test, and for each wrong name. */
export function findErrorFaults(root: URL, tables: readonly RoomErrors[]): string[] {
  const cwd = fileURLToPath(root);
  const rooms = globSync("src/*/", { cwd }).map((path) => path.replaceAll("\\", "/").split("/")[1]!);
  const isCode = new RegExp(`^(?:${rooms.map((room) => room.toUpperCase()).join("|")})_[A-Z0-9]+(?:_[A-Z0-9]+)*$`);
  const listed = new Set(tables.flatMap(({ rows }) => Object.keys(rows)));
  const faults: string[] = [];
  const used = new Set<string>();
  for (const file of globSync("src/**/*.ts", { cwd, exclude: ["src/**/*error-table.ts"] }).sort()) {
    const tokens = tokenize(readFileSync(new URL(file, root), "utf8"));
    for (const [i, token] of tokens.entries()) {
      if (token.kind !== "string" || !isCode.test(token.text)) continue;
      // A setting's variable of the environment, such as MAIL_URL of the room mail.
      if (tokens[i - 2]?.text === "env" && tokens[i - 1]?.text === ":") continue;
      used.add(token.text);
      if (!listed.has(token.text)) faults.push(`${file}:${token.line} ${token.text} stands in no error table.`);
    }
  }
  const tests = globSync("tests/**/*.ts", { cwd, exclude: ["tests/fixtures/**"] })
    .map((file) => readFileSync(new URL(file, root), "utf8"))
    .join("\n");
  for (const { room, name, rows } of tables) {
    const internals = new URL(`src/${room}/internals.ts`, root);
    if (!existsSync(internals) || !readFileSync(internals, "utf8").includes(name)) {
      faults.push(`src/${room}/internals.ts does not export ${name}.`);
    }
    for (const code of Object.keys(rows)) {
      if (!code.startsWith(`${room.toUpperCase()}_`))
        faults.push(`src/${room}/error-table.ts: ${code} is not of this room.`);
      if (!used.has(code)) faults.push(`src/${room}/error-table.ts: nothing under src throws ${code}.`);
      if (!new RegExp(`\\b${code}\\b`).test(tests)) faults.push(`src/${room}/error-table.ts: no test names ${code}.`);
    }
  }
  return faults;
}
