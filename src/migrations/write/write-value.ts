// Writes the values of options as TypeScript, and notes the names that the file must import for them.

import { MigrationError } from "../migration-error.ts";
import type { Operation } from "../operations/operation.ts";
import { isComputed } from "../state/field-state.ts";
import { isPlainCondition, isPlainExpression, isRecord, temporalTag } from "../state/plain-value.ts";
import type { Source } from "./source.ts";
import { type ExpressionContext, writeCondition, writeExpression } from "./write-expression.ts";

/** The names that a file imports, and operations that other files hold. */
export class WritingContext {
  readonly migrations: Set<string> = new Set(["defineMigration"]);
  readonly orm: Set<string> = new Set();
  /** Files whose operations are used as they are: the path from this one, by the name that it gets here. */
  readonly modules: Map<string, string> = new Map();
  /** Operations that stand in other files, as code that names them. */
  readonly elsewhere: ReadonlyMap<Operation, { readonly module: string; readonly path: string; readonly code: string }>;

  constructor(elsewhere: WritingContext["elsewhere"] = new Map()) {
    this.elsewhere = elsewhere;
  }
}

/**
 * Writes a value.
 *
 * @throws {MigrationError} MIGRATIONS_UNWRITABLE for what no source can say, such as an instance of a class.
 */
export function writeValue(value: unknown, context: WritingContext): Source {
  if (value === undefined || value === null || typeof value === "number" || typeof value === "boolean")
    return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return { open: "[", parts: value.map((each) => writeValue(each, context)), close: "]" };
  if (typeof value !== "object") throw unwritable(value);
  return writeObject(value, context);
}

function writeObject(value: object, context: WritingContext): Source {
  if (value instanceof Date) return `new Date(${JSON.stringify(value.toISOString())})`;
  if (value instanceof Uint8Array) return `Uint8Array.from([${[...value].join(", ")}])`;
  const tag = temporalTag(value);
  if (tag !== undefined) {
    const name = TEMPORAL[tag];
    context.migrations.add(name);
    return `${name}(${JSON.stringify(String(value))})`;
  }
  if (isOperation(value)) return writeOperation(value, context);
  if (!isRecord(value)) throw unwritable(value);
  if (isComputed(value)) {
    context.migrations.add("computed");
    return `computed(${JSON.stringify(value.computed)})`;
  }
  if (isPlainExpression(value)) {
    const written = writeExpression(value["~expression"], expressionContext(context));
    if (written !== undefined) return written;
  }
  if (isPlainCondition(value)) {
    const written = writeCondition(value["~condition"], expressionContext(context));
    if (written !== undefined) return written;
  }
  return writeRecord(value, context);
}

function expressionContext(context: WritingContext): ExpressionContext {
  return { migrations: context.migrations, orm: context.orm, write: (value) => writeValue(value, context) };
}

const TEMPORAL = {
  "Temporal.PlainDate": "plainDate",
  "Temporal.PlainTime": "plainTime",
  "Temporal.Duration": "duration",
} as const;

/** Writes a record, its keys quoted where they must be. */
export function writeRecord(record: Readonly<Record<string, unknown>>, context: WritingContext): Source {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return {
    open: "{ ",
    parts: entries.map(([key, value]) => ({ before: `${keyText(key)}: `, source: writeValue(value, context) })),
    close: " }",
  };
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

function isOperation(value: object): value is Operation {
  return "written" in value && "databaseForwards" in value;
}

/** Writes the call that makes an operation. */
export function writeOperation(operation: Operation, context: WritingContext): Source {
  const found = context.elsewhere.get(operation);
  if (found !== undefined) {
    context.modules.set(found.module, found.path);
    return found.code;
  }
  const { name, args } = operation.written;
  context.migrations.add(name);
  return { open: `${name}(`, parts: args.map((each) => writeValue(each, context)), close: ")" };
}

function unwritable(value: unknown): MigrationError {
  const what = typeof value === "function" ? `a function "${value.name}"` : `an instance of ${value?.constructor.name}`;
  return new MigrationError("MIGRATIONS_UNWRITABLE", `A migration cannot hold ${what}.`, {
    cure: "Use plain values in defaults and options: text, numbers, dates, lists and records.",
  });
}
