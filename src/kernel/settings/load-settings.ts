// Reads declared sections from code, the environment, .env files and defaults, and reports all that is wrong at once.
import type { CheckMessage } from "../checks.ts";
import { type SettingFault, SettingsError, SetupError } from "../errors.ts";
import { suggest } from "../suggest.ts";
import {
  isSameSection,
  type SettingsSection,
  type SettingsShape,
  type SettingsValues,
  withValues,
} from "./define-settings.ts";
import { parseEnvFile } from "./env-file.ts";
import { type Environment, type Mode, resolveMode } from "./mode.ts";
import { describeGiven, type Setting, type SettingContext, type SettingProblem } from "./setting.ts";

export interface LoadSettingsOptions {
  /** @default resolveMode(environment) */
  readonly mode?: Mode | undefined;
  /** The folder of the .env files and of relative paths. @default the current folder */
  readonly root?: string | undefined;
  /** @default process.env */
  readonly environment?: Environment | undefined;
  /** Values given in code, by section and key; they go before all other sources. */
  readonly given?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  /** The .env files, those that win first; each must exist. @default `.env.local` (not in tests) and `.env`, where they exist */
  readonly files?: readonly string[] | undefined;
}

/** One setting for people: what it is, which value it has and where that came from. */
export interface SettingDescription {
  readonly section: string;
  readonly key: string;
  readonly kind: string;
  /** The variables that give it. */
  readonly variables: readonly string[];
  /** Written as in a .env file; `***` for secrets, empty where there is none. */
  readonly value: string;
  /** `code`, `default`, `none`, or the variable and its file: `PORT`, `PORT at .env:3`. */
  readonly from: string;
  readonly help: string;
}

/** The settings of one app. Its sections are typed and frozen, and can be described for people. */
export class Settings {
  readonly mode: Mode;
  readonly root: string;
  /** Variables that look like Demijohn's and belong to no section; `demijohn check` prints them. */
  readonly warnings: readonly CheckMessage[];
  readonly #sections: ReadonlyMap<string, LoadedSection>;

  constructor(
    context: SettingContext,
    loaded: { readonly sections: ReadonlyMap<string, LoadedSection>; readonly warnings: readonly CheckMessage[] },
  ) {
    this.mode = context.mode;
    this.root = context.root;
    this.warnings = loaded.warnings;
    this.#sections = loaded.sections;
  }

  /** Returns a section's values. @throws SetupError `KERNEL_SECTION_NOT_LOADED` */
  get<Shape extends SettingsShape>(section: SettingsSection<Shape>): SettingsValues<Shape> {
    const loaded = this.#sections.get(section.name);
    if (!loaded || !isSameSection(loaded.section, section)) {
      throw new SetupError("KERNEL_SECTION_NOT_LOADED", `The settings section "${section.name}" was not loaded.`, {
        facts: [`Sections: ${[...this.#sections.keys()].join(", ") || "none"}.`],
        cure: "Declare it where the app is set up, before the first request.",
      });
    }
    return loaded.values as SettingsValues<Shape>;
  }

  /** Whether the section was loaded. */
  has(section: SettingsSection): boolean {
    const loaded = this.#sections.get(section.name);
    return loaded !== undefined && isSameSection(loaded.section, section);
  }

  /** Lists every setting with its value, secrets masked: for docs, the error page and `demijohn settings`. */
  describe(): readonly SettingDescription[] {
    return [...this.#sections.values()].flatMap(({ section, values, origins }) =>
      Object.entries(section.shape).map(([key, setting]) => ({
        section: section.name,
        key,
        kind: setting.kind,
        variables: section.variables[key]!,
        value: setting.isSecret && values[key] !== undefined ? "***" : setting.describe(values[key]),
        from: origins[key]!,
        help: setting.options.help ?? "",
      })),
    );
  }
}

interface LoadedSection {
  readonly section: SettingsSection;
  readonly values: Readonly<Record<string, unknown>>;
  readonly origins: Readonly<Record<string, string>>;
}

/**
 * Reads settings sections and checks them. In order, it asks code, the environment, `.env.local`, `.env` and the
 * defaults.
 *
 * An empty variable counts as not given.
 *
 * @throws SettingsError `KERNEL_BAD_SETTINGS` with every fault of every section.
 * @throws SetupError `KERNEL_BAD_SECTION` when two different sections have one name.
 * @example
 * ```ts
 * import { defineSettings, loadSettings, setting } from "demijohn";
 * const mailbox = defineSettings("mailbox", { port: setting.integer({ default: 25, min: 1, max: 65535 }) });
 * const settings = loadSettings([mailbox], { environment: { DEMIJOHN_MAILBOX_PORT: "587" }, files: [] });
 * console.log(settings.get(mailbox).port); // 587
 * ```
 */
export function loadSettings(sections: readonly SettingsSection[], options: LoadSettingsOptions = {}): Settings {
  const environment = options.environment ?? process.env;
  const context: SettingContext = Object.freeze({
    mode: options.mode ?? resolveMode(environment),
    root: options.root ?? process.cwd(),
  });
  const faults: SettingFault[] = [];
  const sources = [environmentSource(environment), ...loadFiles(context, { ...options, environment }, faults)];
  const loaded = new Map<string, LoadedSection>();
  for (const section of combineSections(sections)) {
    const given = { ...options.given?.[section.name], ...withoutUndefined(section.given) };
    loaded.set(section.name, readSection(section, { context, sources, given }, faults));
  }
  const warnings = checkUnknownVariables(
    [...loaded.values()].map(({ section }) => section),
    sources,
    faults,
  );
  for (const name of Object.keys(options.given ?? {})) {
    if (!loaded.has(name)) faults.push(unknownName(name, { choices: loaded.keys(), noun: "section" }));
  }
  if (faults.length > 0) throw describeFaults(faults);
  return new Settings(context, { sections: loaded, warnings });
}

// One section may be declared by several rooms, with values or without.
function combineSections(sections: readonly SettingsSection[]): Iterable<SettingsSection> {
  const combined = new Map<string, SettingsSection>();
  for (const section of sections) {
    const known = combined.get(section.name);
    if (known && !isSameSection(known, section)) throw twoSections(section.name);
    combined.set(section.name, known ? withValues(known, section.given) : section);
  }
  return combined.values();
}

function withoutUndefined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** One place where variables are written. */
interface Source {
  find(variable: string): string | undefined;
  names(): Iterable<string>;
  /** Where a variable is written, after its name: nothing for the environment, ` at .env:3` for a file. */
  place(variable: string): string;
}

function environmentSource(environment: Environment): Source {
  return { find: (name) => environment[name], names: () => Object.keys(environment), place: () => "" };
}

function loadFiles(
  { mode, root }: SettingContext,
  { files, environment }: { readonly files?: readonly string[] | undefined; readonly environment: Environment },
  faults: SettingFault[],
): readonly Source[] {
  const { resolve } = process.getBuiltinModule("node:path");
  // A developer's own .env.local must not change what the tests say.
  const names = files ?? (mode === "test" ? [".env"] : [".env.local", ".env"]);
  return names.flatMap((file) => {
    const text = loadText(resolve(root, file));
    if (text === undefined) {
      if (files) faults.push({ name: file, problem: "The file cannot be read.", cure: "Create it, or leave it out." });
      return [];
    }
    const { variables, faults: lines } = parseEnvFile(text, environment);
    faults.push(...lines.map(({ line, problem, cure }) => ({ name: `${file}:${line}`, problem, cure })));
    const modeLine = variables.get("DEMIJOHN_MODE")?.line;
    if (modeLine !== undefined) {
      faults.push({
        name: "DEMIJOHN_MODE",
        problem: "The mode decides which files are read, so that it cannot stand in one.",
        where: `at ${file}:${modeLine}`,
        cure: "Set it in the environment of the process.",
      });
    }
    return [
      {
        find: (name: string) => variables.get(name)?.value,
        names: () => variables.keys(),
        place: (name: string) => ` at ${file}:${variables.get(name)?.line}`,
      },
    ];
  });
}

function loadText(path: string): string | undefined {
  try {
    return process.getBuiltinModule("node:fs").readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function readSection(
  section: SettingsSection,
  from: {
    readonly context: SettingContext;
    readonly sources: readonly Source[];
    readonly given: Readonly<Record<string, unknown>>;
  },
  faults: SettingFault[],
): LoadedSection {
  const values: Record<string, unknown> = {};
  const origins: Record<string, string> = {};
  for (const [key, setting] of Object.entries(section.shape)) {
    const found =
      findValue(section.variables[key]!, from.given[key], from.sources) ?? defaultValue(setting, from.context);
    origins[key] = found.from;
    values[key] = undefined;
    const name = `${section.name}.${key}`;
    if (found.value === undefined) {
      const missing = describeMissing(section.variables[key]!, setting, from.context.mode);
      if (missing) faults.push({ name, ...missing });
      continue;
    }
    const reading = setting.read(found.value, from.context);
    if ("value" in reading) values[key] = reading.value;
    else {
      faults.push({
        name,
        problem: `${describeGiven(setting, found.value)} ${reading.problem}`,
        where: found.from === "code" ? "given in code" : `from ${found.from}`,
        cure: reading.cure,
      });
    }
  }
  for (const key of Object.keys(from.given)) {
    if (Object.hasOwn(section.shape, key)) continue;
    faults.push(unknownName(`${section.name}.${key}`, { choices: prefixed(section), noun: "setting" }));
  }
  return { section, values: Object.freeze(values), origins };
}

interface FoundValue {
  readonly value: unknown;
  readonly from: string;
}

function findValue(variables: readonly string[], given: unknown, sources: readonly Source[]): FoundValue | undefined {
  if (given !== undefined) return { value: given, from: "code" };
  for (const source of sources) {
    for (const variable of variables) {
      const value = source.find(variable);
      if (value !== undefined && value !== "") return { value, from: variable + source.place(variable) };
    }
  }
  return undefined;
}

function defaultValue(setting: Setting<unknown, never>, { mode }: SettingContext): FoundValue {
  const { default: chosen } = setting.options;
  const value = typeof chosen === "function" ? (chosen as (mode: Mode) => unknown)(mode) : chosen;
  return { value, from: value === undefined ? "none" : "default" };
}

function describeMissing(
  variables: readonly string[],
  { options }: Setting<unknown, never>,
  mode: Mode,
): SettingProblem | undefined {
  if (options.required !== true && !(options.required === "production" && mode === "production")) return undefined;
  return {
    problem:
      options.required === true ? "A value is required, and none is given." : "In production a value is required.",
    cure: options.cure ?? `Set ${variables.join(" or ")} in the environment or in .env.`,
  };
}

// Read by Demijohn itself, outside of any section.
const reservedVariables: ReadonlySet<string> = new Set([
  "DEMIJOHN_MODE",
  "DEMIJOHN_APP",
  "DEMIJOHN_ENV_FILE",
  "DEMIJOHN_EDITOR",
]);

/**
 * Reports variables that begin as Demijohn's and belong to no setting.
 *
 * One inside a loaded section, or at most two slips from a known variable, is a fault: it was meant to change something
 * and does not. Others may belong to a battery that this process does not use, and are only warned of.
 */
function checkUnknownVariables(
  sections: readonly SettingsSection[],
  sources: readonly Source[],
  faults: SettingFault[],
): readonly CheckMessage[] {
  const warnings: CheckMessage[] = [];
  const known = new Set([
    ...reservedVariables,
    ...sections.flatMap((section) => Object.values(section.variables).flat()),
  ]);
  for (const source of sources) {
    for (const name of source.names()) {
      const section = sections.find(({ prefix }) => prefix !== "" && name.startsWith(prefix));
      if (known.has(name) || !(section || name.startsWith("DEMIJOHN_"))) continue;
      const near = suggest(name, known, section ? Math.ceil((name.length - section.prefix.length) / 3) : 2);
      const where = source.place(name).trim();
      if (section || near) {
        faults.push({
          name,
          problem: section ? `The section "${section.name}" has no such setting.` : "No setting is read from it.",
          where: where || "in the environment",
          cure: near
            ? `Did you mean ${near}?`
            : `Its variables: ${Object.values(section!.variables).flat().join(", ")}.`,
        });
      } else {
        warnings.push({
          level: "warning",
          code: "KERNEL_UNKNOWN_VARIABLE",
          message: `No setting is read from ${name}.`,
          where: where || "in the environment",
          cure: "Remove it, or use the battery that it belongs to.",
        });
      }
    }
  }
  return warnings;
}

function prefixed(section: SettingsSection): readonly string[] {
  return Object.keys(section.shape).map((key) => `${section.name}.${key}`);
}

function unknownName(
  name: string,
  { choices, noun }: { readonly choices: Iterable<string>; readonly noun: "section" | "setting" },
): SettingFault {
  const names = [...choices];
  const near = suggest(name, names);
  return {
    name,
    problem: `There is no such ${noun}.`,
    where: "given in code",
    cure: near === undefined ? `Known: ${names.join(", ") || "none"}.` : `Did you mean ${near}?`,
  };
}

function twoSections(name: string): SetupError {
  return new SetupError("KERNEL_BAD_SECTION", `Two settings sections are named "${name}".`, {
    cure: "Rename one of them in its defineSettings call.",
  });
}

function describeFaults(faults: readonly SettingFault[]): SettingsError {
  const summary = faults.length === 1 ? "1 setting is wrong." : `${faults.length} settings are wrong.`;
  const facts = faults.map(({ name, problem, where, cure }) =>
    [`${name}: ${problem}`, where, cure]
      .flatMap((line, i) => (line ? [i === 0 ? line : line.replace(/^/gm, "  ")] : []))
      .join("\n"),
  );
  return new SettingsError("KERNEL_BAD_SETTINGS", summary, { facts, faults });
}
