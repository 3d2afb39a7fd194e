// Parses the words after a command's name into its arguments and options, and says what is wrong with them.
import { type Command, DemijohnError, didYouMean, type ParameterSpec, quoteValue } from "#kernel";

/** A command line that does not fit its command; the program ends with status 2. */
export class UsageError extends DemijohnError {}

/** What a command line says. */
export interface ParsedLine {
  readonly args: Record<string, unknown>;
  readonly options: Record<string, unknown>;
  /** Options that were given neither here nor in the environment and are to be asked for. */
  readonly toAsk: readonly string[];
  readonly wantsHelp: boolean;
}

type Specs = Readonly<Record<string, ParameterSpec>>;

/** The option's name on the command line: `extraFiles` is `--extra-files`. */
export function optionWord(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Parses `words` for `command`. @throws UsageError naming the word, the place and the near name. */
export function parseLine(
  command: Command,
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ParsedLine {
  const reading = new LineReader(command);
  for (let i = 0; i < words.length; i++) i = reading.take(words, i);
  if (reading.wantsHelp) return { args: {}, options: {}, toAsk: [], wantsHelp: true };
  const options = reading.options;
  const toAsk: string[] = [];
  for (const [name, spec] of Object.entries((command.options ?? {}) as Specs)) {
    if (options[name] !== undefined) continue;
    const fromEnvironment = spec.env === undefined ? undefined : environment[spec.env];
    if (fromEnvironment !== undefined && fromEnvironment !== "") {
      const values = spec.many === true ? fromEnvironment.split(",") : [fromEnvironment];
      const converted = values.map((value) => convert(value, spec, { what: spec.env!, command: command.name }));
      options[name] = spec.many === true ? converted : converted[0];
    } else if (spec.default !== undefined) options[name] = spec.default;
    else if (spec.many === true) options[name] = [];
    else if (spec.type === "boolean") options[name] = false;
    else if (spec.prompt !== undefined) toAsk.push(name);
    else if (spec.required === true) throw missing(command, optionWord(name), "option");
  }
  return { args: placeArguments(command, reading.positional), options, toAsk, wantsHelp: false };
}

class LineReader {
  readonly options: Record<string, unknown> = {};
  readonly positional: string[] = [];
  wantsHelp = false;
  readonly #command: Command;
  readonly #specs: Specs;
  #onlyArguments = false;

  constructor(command: Command) {
    this.#command = command;
    this.#specs = (command.options ?? {}) as Specs;
  }

  // Returns the index of the last word that was used.
  take(words: readonly string[], i: number): number {
    const word = words[i]!;
    if (this.#onlyArguments || word === "-" || !word.startsWith("-") || /^-\d/.test(word)) this.positional.push(word);
    else if (word === "--") this.#onlyArguments = true;
    else if (word === "--help" || word === "-h") this.wantsHelp = true;
    else if (word.startsWith("--")) return this.#long(words, i);
    else return this.#short(words, i);
    return i;
  }

  #long(words: readonly string[], i: number): number {
    const word = words[i]!;
    const equals = word.indexOf("=");
    const given = equals < 0 ? word : word.slice(0, equals);
    const name = Object.keys(this.#specs).find((key) => optionWord(key) === given);
    if (name !== undefined) return this.#store(name, equals < 0 ? undefined : word.slice(equals + 1), words, i);
    const negated = Object.keys(this.#specs).find((key) => `--no-${optionWord(key).slice(2)}` === given);
    if (negated === undefined || this.#specs[negated]!.type !== "boolean") throw this.#unknown(given);
    this.options[negated] = false;
    return i;
  }

  #short(words: readonly string[], i: number): number {
    const letters = words[i]!.slice(1);
    for (let at = 0; at < letters.length; at++) {
      const name = Object.keys(this.#specs).find((key) => this.#specs[key]!.short === letters[at]);
      if (name === undefined) throw this.#unknown(`-${letters[at]}`);
      if (this.#specs[name]!.type === "boolean") {
        this.options[name] = true;
        continue;
      }
      const rest = letters.slice(at + 1).replace(/^=/, "");
      return this.#store(name, rest === "" ? undefined : rest, words, i);
    }
    return i;
  }

  #store(name: string, inline: string | undefined, words: readonly string[], i: number): number {
    const spec = this.#specs[name]!;
    if (spec.type === "boolean") {
      this.options[name] =
        inline === undefined ? true : convert(inline, spec, { what: optionWord(name), command: this.#command.name });
      return i;
    }
    const text = inline ?? words[i + 1];
    if (text === undefined || (inline === undefined && text.startsWith("-") && !/^-\d|^-$/.test(text))) {
      throw new UsageError("CLI_MISSING_VALUE", `${optionWord(name)} needs a value.`, {
        cure: `Write ${optionWord(name)} ${placeholderOf(name, spec)}.`,
      });
    }
    const value = convert(text, spec, { what: optionWord(name), command: this.#command.name });
    if (spec.many === true) this.options[name] = [...((this.options[name] as unknown[] | undefined) ?? []), value];
    else this.options[name] = value;
    return inline === undefined ? i + 1 : i;
  }

  #unknown(given: string): UsageError {
    const words = Object.keys(this.#specs).map(optionWord);
    return new UsageError(
      "CLI_UNKNOWN_OPTION",
      `${this.#command.name} has no option ${given}.${didYouMean(given, words)}`,
      {
        cure: `demijohn ${this.#command.name} --help lists its options.`,
      },
    );
  }
}

function placeArguments(command: Command, given: readonly string[]): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  let at = 0;
  for (const [name, spec] of Object.entries((command.args ?? {}) as Specs)) {
    const context = { what: name.toUpperCase(), command: command.name };
    if (spec.many === true) {
      args[name] = given.slice(at).map((text) => convert(text, spec, context));
      at = given.length;
      if (spec.required === true && (args[name] as unknown[]).length === 0)
        throw missing(command, name.toUpperCase(), "argument");
      continue;
    }
    const text = given[at];
    if (text === undefined) {
      if (spec.required === true && spec.default === undefined) throw missing(command, name.toUpperCase(), "argument");
      args[name] = spec.default;
      continue;
    }
    args[name] = convert(text, spec, context);
    at++;
  }
  if (at < given.length) {
    throw new UsageError("CLI_TOO_MANY_ARGUMENTS", `${command.name} does not take ${quoteValue(given[at])}.`, {
      cure: `demijohn ${command.name} --help shows what it takes.`,
    });
  }
  return args;
}

function convert(text: string, spec: ParameterSpec, { what, command }: { what: string; command: string }): unknown {
  const { type = "string" } = spec;
  const bad = (wanted: string, hint = ""): UsageError =>
    new UsageError("CLI_BAD_VALUE", `${what} takes ${wanted}, not ${quoteValue(text)}.${hint}`, {
      cure: `demijohn ${command} --help says more.`,
    });
  switch (type) {
    case "string":
      return text;
    case "integer":
      if (!/^[+-]?\d{1,15}$/.test(text)) throw bad("a whole number");
      return Number(text);
    case "number":
      if (text.trim() === "" || !Number.isFinite(Number(text))) throw bad("a number");
      return Number(text);
    case "boolean": {
      const word = text.toLowerCase();
      if (["1", "true", "yes", "on"].includes(word)) return true;
      if (["0", "false", "no", "off"].includes(word)) return false;
      throw bad("yes or no");
    }
    default:
      if (!type.includes(text)) throw bad(`one of ${type.join(", ")}`, didYouMean(text, type));
      return text;
  }
}

function missing(command: Command, what: string, kind: "argument" | "option"): UsageError {
  return new UsageError("CLI_MISSING_ARGUMENT", `${command.name} needs the ${kind} ${what}.`, {
    cure: `demijohn ${command.name} --help shows what it takes.`,
  });
}

/** What stands for an option's value in texts: `PORT`. */
export function placeholderOf(name: string, spec: ParameterSpec): string {
  if (spec.placeholder !== undefined) return spec.placeholder;
  if (Array.isArray(spec.type)) return spec.type.join("|");
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
