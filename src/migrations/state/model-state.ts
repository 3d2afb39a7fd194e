// Defines a model as migrations know it: its label, name, fields, options, bases and managers, as plain frozen data.
import type { FieldState } from "./field-state.ts";

/** An index, by the name that it has in the database. */
export interface IndexState {
  readonly name: string;
  /** Fields, `-` before one for descending order. */
  readonly fields?: readonly string[] | undefined;
  readonly expressions?: readonly unknown[] | undefined;
  /** A record of lookups, or a condition. */
  readonly where?: unknown;
  readonly include?: readonly string[] | undefined;
  readonly method?: string | undefined;
}

/** A constraint. Unique fields, a condition that every row fulfils, or what no two rows may share. */
export interface ConstraintState {
  readonly kind: string;
  readonly name: string;
  readonly fields?: readonly string[] | undefined;
  readonly where?: unknown;
  readonly nullsDistinct?: boolean | undefined;
  /** What is unique beside the fields. */
  readonly expressions?: readonly unknown[] | undefined;
  readonly include?: readonly string[] | undefined;
  readonly deferrable?: "deferred" | "immediate" | undefined;
  /** Of an exclusion: the fields and expressions that rows are compared by, each with its operator. */
  readonly parts?: readonly { readonly of: unknown; readonly operator: string }[] | undefined;
  readonly method?: "gist" | "spgist" | undefined;
  /** A record of lookups, or a condition. */
  readonly condition?: unknown;
  readonly message?: string | undefined;
}

/** The options of a model. */
export interface ModelStateOptions {
  readonly table?: string | undefined;
  readonly comment?: string | undefined;
  readonly ordering?: readonly string[] | undefined;
  /** The fields that are the primary key together. */
  readonly primaryKey?: readonly string[] | undefined;
  /** Lists of fields that are unique together. */
  readonly unique?: readonly (readonly string[])[] | undefined;
  readonly indexes?: readonly IndexState[] | undefined;
  readonly constraints?: readonly ConstraintState[] | undefined;
  readonly verboseName?: string | undefined;
  readonly verboseNamePlural?: string | undefined;
  readonly latestBy?: string | undefined;
  readonly managed?: boolean | undefined;
  readonly permissions?: readonly (readonly [string, string])[] | undefined;
  readonly defaultPermissions?: readonly string[] | undefined;
  readonly defaultRelatedName?: string | undefined;
  readonly baseManagerName?: string | undefined;
  readonly defaultManagerName?: string | undefined;
  readonly selectOnSave?: boolean | undefined;
  /** The foreign key within which the rows have an order. */
  readonly orderWithRespectTo?: string | undefined;
  /** Whether the model is another view of its base's table. */
  readonly proxy?: boolean | undefined;
  /** The setting by which the model can be replaced. */
  readonly swappable?: string | undefined;
}

/** A model at one point of the project's history. */
export interface ModelState {
  readonly label: string;
  readonly name: string;
  /** The fields in order. */
  readonly fields: Readonly<Record<string, FieldState>>;
  readonly options: ModelStateOptions;
  /** The models that it extends, `label.Name`; none for most. */
  readonly bases: readonly string[];
  readonly managers: readonly unknown[];
}

/** What names a model: `blog.article`, whatever the case in which it was written. */
export type ModelKey = `${string}.${string}`;

export function modelKey(label: string, name: string): ModelKey {
  return `${label}.${name.toLowerCase()}`;
}

/** The label and the lower-case name of a key. */
export function keyParts(key: ModelKey): readonly [label: string, name: string] {
  const dot = key.lastIndexOf(".");
  return [key.slice(0, dot), key.slice(dot + 1)];
}

/** The key of a model as a relation of `label` names it: `label.Name`, `Name`, or `self`. */
export function resolveModel(reference: string, label: string, model?: string): ModelKey {
  if (reference === "self" && model !== undefined) return modelKey(label, model);
  const dot = reference.lastIndexOf(".");
  return dot < 0 ? modelKey(label, reference) : modelKey(reference.slice(0, dot), reference.slice(dot + 1));
}

/** Orders keys by label, then by name. */
export function compareKeys(left: ModelKey, right: ModelKey): number {
  const [leftLabel, leftName] = keyParts(left);
  const [rightLabel, rightName] = keyParts(right);
  return compareText(leftLabel, rightLabel) || compareText(leftName, rightName);
}

/** Orders by code units, the same on every machine. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
