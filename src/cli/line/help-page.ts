// Renders the help pages: the list of commands, and one command with its arguments and options.
import type { Command, ParameterSpec } from "#kernel";
import { optionWord, placeholderOf } from "./parse-line.ts";

type Specs = Readonly<Record<string, ParameterSpec>>;

/** The page for `demijohn` and `demijohn --help`: Demijohn's own commands, then the app's. */
export function renderCommandList(own: readonly Command[], ofApp: readonly Command[], width: number): string {
  const lines = [
    "Usage: demijohn [--app FILE[:NAME]] [--env-file FILE] COMMAND [OPTIONS]",
    "",
    "Commands:",
    ...columns(summaries(own), width),
  ];
  if (ofApp.length > 0) lines.push("", "Commands of the app:", ...columns(summaries(ofApp), width));
  lines.push(
    "",
    "Options:",
    ...columns(
      [
        ["-a, --app FILE[:NAME]", "The app's module and the name it is exported under. Env: DEMIJOHN_APP"],
        [
          "-e, --env-file FILE",
          "Read settings from this file instead of .env and .env.local; the last one given wins.",
        ],
        ["-h, --help", "Show help; after a command, that command's."],
        ["-V, --version", "Show the versions of Demijohn and of the runtime."],
      ],
      width,
    ),
  );
  return `${lines.join("\n")}\n`;
}

/** The page for one command. */
export function renderCommandHelp(command: Command, width: number): string {
  const args = Object.entries((command.args ?? {}) as Specs).filter(([, spec]) => spec.hidden !== true);
  const options = Object.entries((command.options ?? {}) as Specs).filter(([, spec]) => spec.hidden !== true);
  const usage = [
    "Usage: demijohn",
    command.name,
    options.length > 0 ? "[OPTIONS]" : "",
    ...args.map(([name, spec]) => argumentWord(name, spec)),
  ];
  const lines = [usage.filter(Boolean).join(" "), "", ...wrap(command.summary, width)];
  if (command.description !== undefined) lines.push("", ...wrap(command.description, width));
  if (args.length > 0)
    lines.push(
      "",
      "Arguments:",
      ...columns(
        args.map(([name, spec]) => [name.toUpperCase(), helpOf(spec)]),
        width,
      ),
    );
  const rows = options.map(([name, spec]): [string, string] => [optionColumn(name, spec), helpOf(spec)]);
  lines.push("", "Options:", ...columns([...rows, ["-h, --help", "Show this page."]], width));
  return `${lines.join("\n")}\n`;
}

function argumentWord(name: string, spec: ParameterSpec): string {
  const word = name.toUpperCase() + (spec.many === true ? "…" : "");
  return spec.required === true ? word : `[${word}]`;
}

function optionColumn(name: string, spec: ParameterSpec): string {
  const short = spec.short === undefined ? "" : `-${spec.short}, `;
  if (spec.type === "boolean")
    return `${short}${optionWord(name)}${spec.default === true ? ` / --no-${optionWord(name).slice(2)}` : ""}`;
  return `${short}${optionWord(name)} ${placeholderOf(name, spec)}`;
}

function helpOf(spec: ParameterSpec): string {
  const notes: string[] = [];
  if (spec.help !== undefined) notes.push(spec.help);
  if (spec.required === true) notes.push("Required.");
  if (spec.default !== undefined && spec.default !== false && spec.default !== true)
    notes.push(`Default: ${String(spec.default)}.`);
  if (spec.env !== undefined) notes.push(`Env: ${spec.env}.`);
  return notes.join(" ");
}

function summaries(commands: readonly Command[]): [string, string][] {
  return commands
    .filter(({ hidden }) => hidden !== true)
    .map(({ name, summary }): [string, string] => [name, summary])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function columns(rows: readonly (readonly [string, string])[], width: number): string[] {
  const left = Math.min(28, Math.max(...rows.map(([word]) => word.length)));
  return rows.flatMap(([word, text]) => {
    const lines = wrap(text, Math.max(20, width - left - 4));
    const first = `  ${word.padEnd(left)}  ${word.length > left ? "" : (lines.shift() ?? "")}`.trimEnd();
    return [first, ...lines.map((line) => " ".repeat(left + 4) + line)];
  });
}

/** Breaks text into lines of at most `width` characters, between words. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines;
}
