// Answers the questions of the detector: from what was given on the command line, or by asking on the terminal.
import { now } from "#orm";
import { type FieldDefinition, findMeta } from "#orm/internals";
import type { FillAnswer, Questioner } from "../../detect/questioner.ts";
import { MigrationError } from "../../migration-error.ts";
import type { MigrationSource } from "../../project.ts";
import { type FieldState, isComputed } from "../../state/field-state.ts";
import type { ModelState } from "../../state/model-state.ts";
import { temporalFrom, toPlain } from "../../state/plain-value.ts";

/** A question, by the word with which a command line answers it. */
export interface Question {
  /** `remove:blog.Author.name`. */
  readonly id: string;
  readonly label: string;
  readonly text: string;
  /** What may be answered, in words. */
  readonly expects: string;
}

/** Asks somebody; undefined where nobody is there. */
export type Ask = (question: Question) => Promise<string | undefined>;

/** What {@link Answers} is made with. */
export interface AnswersOptions {
  /** Answers given in advance: `remove:blog.Author.name=yes`. */
  readonly given: readonly string[];
  readonly ask: Ask;
  readonly sources: readonly MigrationSource[];
}

/**
 * Answers questions, and keeps what was answered.
 *
 * Invariant: nothing is taken for renamed, filled or removed without an answer; what nobody answered is in `open`.
 */
export class Answers implements Questioner {
  /** Questions that nobody answered. */
  readonly open: Question[] = [];
  /** What was answered, by label, in words. */
  readonly log: Map<string, string[]> = new Map();
  readonly #given: ReadonlyMap<string, string>;
  readonly #options: AnswersOptions;

  constructor(options: AnswersOptions) {
    this.#options = options;
    this.#given = new Map(options.given.map(pair));
  }

  /** @throws {MigrationError} MIGRATIONS_UNANSWERED where a question is open. */
  refuseOpen(): void {
    if (this.open.length === 0) return;
    throw new MigrationError("MIGRATIONS_UNANSWERED", "The changes leave questions that only you can answer.", {
      facts: this.open.map(({ text }) => text),
      cure: `Run it on a terminal, or answer in the command:\n${this.open.map(({ id, expects }) => `--answer '${id}=${expects}'`).join("\n")}`,
    });
  }

  async #answer(question: Question): Promise<string | undefined> {
    const answer = this.#given.get(question.id) ?? (await this.#options.ask(question));
    if (answer === undefined) {
      this.open.push(question);
      return undefined;
    }
    const log = this.log.get(question.label) ?? [];
    log.push(`${question.text} ${answer}`);
    this.log.set(question.label, log);
    return answer.trim();
  }

  async #agrees(question: Omit<Question, "expects">): Promise<boolean> {
    const answer = await this.#answer({ ...question, expects: "yes|no" });
    return answer !== undefined && /^y(es)?$/i.test(answer);
  }

  renameModel(before: ModelState, after: ModelState): Promise<boolean> {
    const { label } = after;
    const id = `rename:${label}.${before.name}>${after.name}`;
    return this.#agrees({ id, label, text: `Was the model ${label}.${before.name} renamed to ${after.name}?` });
  }

  moveModel(before: ModelState, after: ModelState): Promise<boolean> {
    const { label, name } = after;
    const id = `move:${before.label}.${name}>${label}`;
    return this.#agrees({ id, label, text: `Was the model ${name} moved from ${before.label} to ${label}?` });
  }

  renameField(model: ModelState, before: string, after: string): Promise<boolean> {
    const place = `${model.label}.${model.name}`;
    const id = `rename:${place}.${before}>${after}`;
    return this.#agrees({ id, label: model.label, text: `Was the field ${place}.${before} renamed to ${after}?` });
  }

  async fillNewField(model: ModelState, name: string, field: FieldState): Promise<FillAnswer> {
    if (isComputed(field.default)) return { value: toPlain(this.#computed(model, name)) };
    return this.#fill(model, name, field);
  }

  fillNewTime(model: ModelState, name: string, field: FieldState): Promise<FillAnswer> {
    return this.#fill(model, name, field);
  }

  fillNulls(model: ModelState, name: string, field: FieldState): Promise<FillAnswer> {
    return this.#fill(model, name, field);
  }

  async #fill(model: ModelState, name: string, field: FieldState): Promise<FillAnswer> {
    const place = `${model.label}.${model.name}.${name}`;
    if (this.#isOpenRename(`${model.label}.${model.name}`, name)) return undefined;
    const text = `What do the rows that are there get in ${place}, which is not null?`;
    const answer = await this.#answer({ id: `fill:${place}`, label: model.label, text, expects: exampleOf(field) });
    return answer === undefined ? undefined : { value: parseFill(place, field, answer) };
  }

  // The function itself stays with the models; rows that are there get what it makes once.
  #computed(model: ModelState, name: string): unknown {
    const name_ = `${model.label}.${model.name}`;
    const cls = this.#options.sources.flatMap(({ models }) => models).find((each) => findMeta(each)?.name === name_);
    const definition: FieldDefinition | undefined = findMeta(cls)?.definitions[name];
    const given = definition !== undefined && "options" in definition ? definition.options : {};
    const make = (given as { readonly default?: unknown }).default;
    return typeof make === "function" ? make() : make;
  }

  async allowComputedUnique(model: ModelState, name: string): Promise<void> {
    const place = `${model.label}.${model.name}.${name}`;
    const text = `All rows that are there get one value in ${place}, which is unique. Is there one row at most?`;
    const agreed = await this.#agrees({ id: `unique:${place}`, label: model.label, text });
    if (!agreed) this.#refuse(`${place} is unique, and rows that are there would all get one value.`, place);
  }

  async removeModel({ label, name }: ModelState): Promise<void> {
    const place = `${label}.${name}`;
    if (this.#isOpenRename(place)) return;
    const text = `The model ${place} is gone. Delete its table with all rows?`;
    if (!(await this.#agrees({ id: `remove:${place}`, label, text }))) this.#refuse(`The model ${place} stays.`, place);
  }

  async removeField({ label, name: model }: ModelState, name: string): Promise<void> {
    const place = `${label}.${model}.${name}`;
    if (this.#isOpenRename(place)) return;
    const text = `The field ${place} is gone. Delete its column with all values?`;
    if (!(await this.#agrees({ id: `remove:${place}`, label, text }))) this.#refuse(`The field ${place} stays.`, place);
  }

  // Whoever may have been renamed is not asked about as one that is gone or new.
  #isOpenRename(place: string, name?: string): boolean {
    return this.open.some(({ id }) =>
      name === undefined
        ? id.startsWith(`rename:${place}>`)
        : id.startsWith(`rename:${place}.`) && id.endsWith(`>${name}`),
    );
  }

  // An open question is told of with the others; a plain no ends the command.
  #refuse(what: string, where: string): void {
    if (this.open.at(-1)?.id.endsWith(where) === true) return;
    throw new MigrationError("MIGRATIONS_REFUSED", what, {
      where,
      cure: "Bring it back into the models, or make the change in steps: docs/howto/change-a-model.md.",
    });
  }
}

function pair(text: string): readonly [string, string] {
  const at = text.lastIndexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new MigrationError("MIGRATIONS_BAD_ANSWER", `"${text}" is no answer: it names no question.`, {
    cure: "Write the question, = and the answer: --answer 'remove:blog.Author.name=yes'.",
  });
}

function exampleOf(field: FieldState): string {
  if (field.type === "dateTime") return "now";
  if (field.type === "boolean") return "true|false";
  if (field.to !== undefined) return "the key of a row";
  return field.type in EXAMPLES ? EXAMPLES[field.type]! : "text";
}

const EXAMPLES: Readonly<Record<string, string>> = {
  integer: "a whole number",
  smallInteger: "a whole number",
  positiveInteger: "a whole number",
  positiveSmallInteger: "a whole number",
  bigInt: "a whole number",
  positiveBigInt: "a whole number",
  float: "a number",
  decimal: "a decimal number",
  date: "2026-01-31",
  time: "09:45",
  duration: "PT90M",
  json: "JSON",
  uuid: "a UUID",
};

const NUMBERS = ["integer", "smallInteger", "positiveInteger", "positiveSmallInteger", "float"];

/**
 * The value that an answer means for a field.
 *
 * @throws {MigrationError} MIGRATIONS_BAD_ANSWER
 */
export function parseFill(place: string, field: FieldState, answer: string): unknown {
  const value = valueOfText(field, answer);
  if (value !== undefined && !Number.isNaN(value)) return value;
  throw new MigrationError("MIGRATIONS_BAD_ANSWER", `"${answer}" is no value for ${place}.`, {
    where: place,
    cure: `Give ${exampleOf(field)}.`,
  });
}

function valueOfText(field: FieldState, answer: string): unknown {
  const { type } = field;
  try {
    if (NUMBERS.includes(type)) return answer === "" ? undefined : Number(answer);
    if (type === "bigInt" || type === "positiveBigInt") return BigInt(answer);
    if (type === "boolean") return answer === "true" ? true : answer === "false" ? false : undefined;
    if (type === "json") return JSON.parse(answer);
    if (type === "dateTime") return timeOfText(answer);
    if (type === "date") return temporalFrom("Temporal.PlainDate", answer);
    if (type === "time") return temporalFrom("Temporal.PlainTime", answer);
    if (type === "duration") return temporalFrom("Temporal.Duration", answer);
  } catch {
    return undefined;
  }
  return field.to !== undefined && /^\d+$/.test(answer) ? Number(answer) : answer;
}

function timeOfText(answer: string): unknown {
  if (answer === "now") return toPlain(now());
  const time = new Date(answer);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** Asks on the terminal; where there is none, nobody answers. */
export async function askOnTerminal({ text, expects }: Question): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const { createInterface } = process.getBuiltinModule("node:readline");
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise((resolve) => reader.question(`${text} (${expects}) `, resolve));
  } finally {
    reader.close();
  }
}
