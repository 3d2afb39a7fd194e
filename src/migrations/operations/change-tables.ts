// Finds what the tables of a model need between two states of a project, and has the schema editor do it.
import { allowsMigrate, type Dialect, type SqlExpression, type TableDescription } from "#orm/internals";
import type { SchemaEditor, TableChange } from "../schema/schema-editor.ts";
import type { FieldState } from "../state/field-state.ts";
import { type ModelKey, type ModelState, modelKey } from "../state/model-state.ts";
import { plainText } from "../state/plain-value.ts";
import { findModelState, type ProjectState } from "../state/project-state.ts";
import { hasTable, modelsAround, tablesOfModel } from "../state/tables-of-state.ts";
import { fillOf } from "./fill-value.ts";

/** What an operation is about, in the direction in which it runs. */
export interface TableSubject {
  readonly label?: string;
  readonly model: string;
  /** The model's label and name afterwards, where they change. */
  readonly becomes?: { readonly label?: string | undefined; readonly model: string } | undefined;
  /** New names of fields by old ones. */
  readonly renamedFields?: Readonly<Record<string, string>> | undefined;
  /** Values for the rows that are there, by field. */
  readonly fill?: Readonly<Record<string, { readonly value: unknown }>> | undefined;
  /** Whether tables that point at the model may change with it. */
  readonly wide?: boolean | undefined;
}

/** One table in both states; on one side alone it is created or dropped. */
interface TablePair {
  before?: TableDescription | undefined;
  after?: TableDescription | undefined;
  readonly model: ModelKey;
  /** Whether it is the table of a model, not one of links. */
  readonly own: boolean;
}

/** Makes the tables around a model in the database what they are in the state `to`. */
export async function changeTables(
  editor: SchemaEditor,
  from: ProjectState,
  to: ProjectState,
  subject: TableSubject & { readonly label: string },
): Promise<void> {
  const pairs = [...pairsOf(from, to, subject, editor.dialect).values()].filter(({ model }) => {
    const { label, name } = to.models[model] ?? from.models[model] ?? { label: subject.label, name: subject.model };
    return allowsMigrate(editor.database.alias, `${label}.${name}`);
  });
  for (const { before, after } of [...pairs].reverse())
    if (before !== undefined && after === undefined) await editor.dropTable(before);
  await changePairs(editor, from, to, subject, pairs);
  const created = pairs.filter((pair) => pair.before === undefined).map((pair) => pair.after!);
  if (created.length > 0) await editor.createTables(created);
}

async function changePairs(
  editor: SchemaEditor,
  from: ProjectState,
  to: ProjectState,
  subject: TableSubject & { readonly label: string },
  pairs: readonly TablePair[],
): Promise<void> {
  const changes = pairs.flatMap((pair): TableChange[] => {
    const { before, after } = pair;
    if (before === undefined || after === undefined) return [];
    const options = pair.own
      ? ownOptions(from, to, subject, pair, editor.dialect)
      : { renamedColumns: renamedByPlace(before, after) };
    const same = options.fill === undefined && plainText(before) === plainText(after);
    return same ? [] : [{ before, after, ...options }];
  });
  const renamed = new Map<string, string>();
  for (const { before, after, ...options } of changes)
    if (before.name !== after.name) {
      await editor.renameTable(withKeysTo(before, renamed), after, options);
      renamed.set(before.name, after.name);
    }
  const rest = changes
    .filter(({ before, after }) => before.name === after.name)
    .map((change) => ({ ...change, before: withKeysTo(change.before, renamed) }))
    .filter((change) => change.fill !== undefined || plainText(change.before) !== plainText(change.after));
  if (rest.length === 1) {
    const { before, after, ...options } = rest[0]!;
    await editor.changeTable(before, after, options);
  } else if (rest.length > 1) await editor.changeTables(rest);
}

// A renamed table takes the keys that point at it along.
function withKeysTo(table: TableDescription, renamed: ReadonlyMap<string, string>): TableDescription {
  if (renamed.size === 0 || table.foreignKeys === undefined) return table;
  return {
    ...table,
    foreignKeys: table.foreignKeys.map((key) => ({ ...key, table: renamed.get(key.table) ?? key.table })),
  };
}

function pairsOf(
  from: ProjectState,
  to: ProjectState,
  subject: TableSubject & { readonly label: string },
  dialect: Dialect,
): Map<string, TablePair> {
  const { label, model, becomes = { model }, wide = false } = subject;
  const oldKey = modelKey(label, model);
  const newKey = modelKey(becomes.label ?? label, becomes.model);
  const pairs = new Map<string, TablePair>();
  const before = wide ? modelsAround(from, label, model) : [findModelState(from, label, model)];
  const after = wide
    ? modelsAround(to, becomes.label ?? label, becomes.model)
    : [findModelState(to, becomes.label ?? label, becomes.model)];
  const keys = new Set<ModelKey>([newKey]);
  for (const each of before) if (each !== undefined) keys.add(renamedKey(keyOf(each), oldKey, newKey));
  for (const each of after) if (each !== undefined) keys.add(keyOf(each));
  for (const key of keys) {
    const own = key === newKey;
    const old = from.models[own ? oldKey : key];
    const now = to.models[key];
    for (const [name, table] of namedTables(from, old, dialect)) {
      const field = own && name !== "" ? (subject.renamedFields?.[name] ?? name) : name;
      pairs.set(`${key} ${field}`, { before: table, model: key, own: name === "" });
    }
    for (const [name, table] of namedTables(to, now, dialect)) {
      const known = pairs.get(`${key} ${name}`);
      if (known !== undefined) known.after = table;
      else pairs.set(`${key} ${name}`, { after: table, model: key, own: name === "" });
    }
  }
  return pairs;
}

function keyOf(model: ModelState): ModelKey {
  return modelKey(model.label, model.name);
}

function renamedKey(key: ModelKey, oldKey: ModelKey, newKey: ModelKey): ModelKey {
  return key === oldKey ? newKey : key;
}

/** The tables of a model: its own under the empty name, those of links under their field's. */
function namedTables(
  state: ProjectState,
  model: ModelState | undefined,
  dialect: Dialect,
): readonly (readonly [string, TableDescription])[] {
  if (model === undefined || !hasTable(model)) return [];
  const [own, ...links] = tablesOfModel(state, model, dialect);
  const names = Object.keys(model.fields).filter((name) => isLinkField(model.fields[name]!));
  return [["", own!], ...links.map((table, index) => [names[index]!, table] as const)];
}

function isLinkField(field: FieldState): boolean {
  return field.type === "manyToMany" && field.through === undefined;
}

function renamedByPlace(before: TableDescription, after: TableDescription): Record<string, string> {
  const renamed: Record<string, string> = {};
  for (const [index, column] of before.columns.entries()) {
    const name = after.columns[index]!.name;
    if (column.name !== name) renamed[column.name] = name;
  }
  return renamed;
}

// Columns keep their field's place in the description, so a field's column is found by counting.
function ownOptions(
  from: ProjectState,
  to: ProjectState,
  subject: TableSubject & { readonly label: string },
  pair: TablePair,
  dialect: Dialect,
): { renamedColumns?: Record<string, string>; fill?: Record<string, SqlExpression> } {
  const now = to.models[pair.model]!;
  const { label, model, becomes = { model } } = subject;
  const isSubject = pair.model === modelKey(becomes.label ?? label, becomes.model);
  const old = from.models[isSubject ? modelKey(label, model) : pair.model]!;
  const oldColumns = columnsByField(old, pair.before!);
  const newColumns = columnsByField(now, pair.after!);
  const renamedColumns: Record<string, string> = {};
  for (const [field, column] of oldColumns) {
    const name = newColumns.get((isSubject ? subject.renamedFields?.[field] : undefined) ?? field);
    if (name !== undefined && name !== column) renamedColumns[column] = name;
  }
  const fill: Record<string, SqlExpression> = {};
  for (const [field, { value }] of Object.entries((isSubject && subject.fill) || {})) {
    const column = newColumns.get(field);
    if (column !== undefined) fill[column] = fillOf(to, now, { field, value, column, dialect });
  }
  return {
    ...(Object.keys(renamedColumns).length > 0 ? { renamedColumns } : {}),
    ...(Object.keys(fill).length > 0 ? { fill } : {}),
  };
}

function columnsByField(model: ModelState, table: TableDescription): Map<string, string> {
  const names = Object.keys(model.fields).filter((name) => model.fields[name]!.type !== "manyToMany");
  // The automatic key, where no field is one, comes first.
  const keyed =
    model.options.primaryKey !== undefined ||
    Object.values(model.fields).some((field) => field.type === "auto" || field.primaryKey === true);
  const all = keyed ? names : ["", ...names];
  return new Map([...all, ...orderField(model)].map((name, index) => [name, table.columns[index]!.name]));
}

// The order of the rows comes last.
function orderField({ options }: ModelState): readonly string[] {
  return options.orderWithRespectTo === undefined ? [] : ["_order"];
}
