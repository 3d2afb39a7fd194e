// Writes the models of a database's tables as a TypeScript file, so that migrations made of them find nothing to change.
import type { Database } from "#orm";
import {
  type ColumnDescription,
  columnIndexName,
  type Dialect,
  type ExclusionDescription,
  type ForeignKeyDescription,
  type IndexDescription,
  listedIndexName,
  uniqueName,
} from "#orm/internals";
import { type Written, write, writeCondition, writeField, writeOptions, writeRawSql } from "./inspect-field.ts";
import { introspect } from "./introspect.ts";
import type { IntrospectedTable, IntrospectOptions } from "./introspected-database.ts";
import { className, fieldName, isOwnColumn } from "./names.ts";

/** What {@link inspectDatabase} looks at, and the label of the models that it writes. */
export interface InspectOptions extends IntrospectOptions {
  readonly label: string;
}

/** Writes the models of a database, as the text of a file. */
export async function inspectDatabase(database: Database, options: InspectOptions): Promise<string> {
  const all = await introspect(database, options);
  const own = new Set(["django_migrations", "demijohn_migrations", "demijohn_migration_journal"]);
  const tables = all.filter((table) => !own.has(table.name) || options.tables?.includes(table.name) === true);
  const classes = new Map<string, string>();
  for (const table of tables) classes.set(table.name, className(table.name, new Set(classes.values())));
  const context: Context = { label: options.label, dialect: database.dialect, classes, tables };
  const bodies = tables.map((table) => writeModel(table, context)).join("\n\n");
  const names = ["check", "exclusion", "f", "index", "Model", "rawSql", "unique"].filter((name) =>
    name === "Model" || name === "f" ? true : new RegExp(`\\b${name}[(\`]`).test(bodies),
  );
  return `// Models of the tables that the database "${database.alias}" has.\nimport { ${names.join(", ")} } from "demijohn/orm";\n\n${bodies}\n`;
}

interface Context {
  readonly label: string;
  readonly dialect: Dialect;
  /** Classes by table. */
  readonly classes: ReadonlyMap<string, string>;
  readonly tables: readonly IntrospectedTable[];
}

interface Field {
  readonly name: string;
  readonly column: string;
  readonly written: string;
}

function writeModel(table: IntrospectedTable, context: Context): string {
  const cls = context.classes.get(table.name)!;
  const notes = [...table.notes];
  const isView = table.kind === "view" || table.kind === "materialized view";
  const keys = table.primaryKey.length > 0 ? table.primaryKey : guessKey(table, notes);
  const together = keys.length > 1 ? keys : [];
  const open = table.columns.filter((column) => together.includes(column.name) && column.null === true);
  if (open.length > 0) notes.push(`${open.map((column) => column.name).join(" and ")} of the key may be null`);
  for (const { name, identity } of table.columns)
    if (identity === true && together.includes(name)) notes.push(`the database numbers ${name}`);
  const columns = table.columns.map((column) => (open.includes(column) ? { ...column, null: undefined } : column));
  const fields = writeFields({ ...table, columns, primaryKey: together.length > 0 ? [] : keys }, context, notes);
  const isManaged = !isView && table.primaryKey.length > 0 && open.length === 0;
  const options = tableOptions(table, { context, fields, together, isManaged, notes });
  const lines = fields.map(
    (field) =>
      `  ${/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(field.name) ? field.name : JSON.stringify(field.name)}: ${field.written},`,
  );
  const comments =
    notes.length === 0 ? "" : `// The database also has, and the model does not say: ${notes.join("; ")}.\n`;
  return `${comments}export class ${cls} extends Model("${context.label}.${cls}", () => ${cls}, {\n${lines.join("\n")}\n}, ${options}) {}`;
}

// A view has no key, but each row of a model needs one.
function guessKey(table: IntrospectedTable, notes: string[]): readonly string[] {
  const unique = table.uniques?.find((each) => each.columns.length === 1)?.columns[0];
  const key = unique ?? table.columns.find((column) => column.name === "id")?.name ?? table.columns[0]?.name;
  if (key === undefined) return [];
  notes.push(`no primary key; "${key}" is taken for one`);
  return [key];
}

function writeFields(table: IntrospectedTable, context: Context, notes: string[]): readonly Field[] {
  const names = fieldNames(table, context);
  for (const key of table.foreignKeys ?? [])
    if (key.columns.length > 1) notes.push(`the foreign key ${key.name} over ${key.columns.join(", ")}`);
  return table.columns.map((column) => {
    const name = names.get(column.name)!;
    const key = linkOf(table, column.name, context);
    const written =
      key === undefined
        ? writePlain(table, { column, name }, context)
        : writeLink(table, { column, name, key }, context, notes);
    return { name, column: column.name, written };
  });
}

/** The names of a model's fields by their columns. */
function fieldNames(table: IntrospectedTable, context: Context): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    table.columns.map((column) => {
      const isLink = linkOf(table, column.name, context) !== undefined;
      const name = fieldName(isLink ? column.name.replace(/_id$/, "") : column.name, taken);
      taken.add(name);
      return [column.name, name];
    }),
  );
}

// The foreign key of a column, where models can say it: one that points at the key of a table, or at a unique column.
function linkOf(table: IntrospectedTable, column: string, context: Context): ForeignKeyDescription | undefined {
  const key = table.foreignKeys?.find((each) => each.columns.length === 1 && each.columns[0] === column);
  const target = key === undefined ? undefined : context.tables.find((each) => each.name === key.table);
  if (key === undefined || target === undefined) return undefined;
  const [end] = key.targets;
  return pointsAtKey(target, key) || isUnique(target, end ?? "", context.dialect) ? key : undefined;
}

function pointsAtKey(target: IntrospectedTable, { targets }: ForeignKeyDescription): boolean {
  return target.primaryKey.length === 1 && target.primaryKey[0] === targets[0];
}

function writePlain(
  table: IntrospectedTable,
  { column, name }: { readonly column: ColumnDescription; readonly name: string },
  { dialect }: Context,
): string {
  const isKey = table.primaryKey[0] === column.name;
  const own = isOwnColumn(name, column.name) ? undefined : column.name;
  if (isKey && isNumbered(column, dialect)) {
    const bits =
      dialect.name === "sqlite" || column.type.kind === "bigInt" ? undefined : column.type.kind === "integer" ? 32 : 16;
    return `f.auto(${writeOptions({ column: own, bits })})`;
  }
  if (column.generated !== undefined) {
    const { default: _, generated, ...rest } = column;
    const options = writeOptions({ column: own, stored: generated.stored ? undefined : false });
    return `f.generated(${[writeField(rest, {}), writeRawSql(generated.expression), options].filter(Boolean).join(", ")})`;
  }
  return writeField(jsonOf(table, column), {
    primaryKey: isKey ? true : undefined,
    unique: !isKey && isUnique(table, column.name, dialect) ? true : undefined,
    index: hasIndex(table, column.name, dialect) ? true : undefined,
    column: own,
  });
}

// A lone whole number is SQLite's row number, which it gives itself.
function isNumbered(column: ColumnDescription, dialect: Dialect): boolean {
  const whole = ["smallInt", "integer", "bigInt"].includes(column.type.kind);
  return column.identity === true || (dialect.name === "sqlite" && whole);
}

// Django keeps JSON as text that is checked.
function jsonOf(table: IntrospectedTable, column: ColumnDescription): ColumnDescription {
  const text = column.type.kind === "text" && (table.checks ?? []).some((check) => isJsonCheck(check, column.name));
  return text ? { ...column, type: { kind: "json" } } : column;
}
function isJsonCheck(check: { readonly condition: unknown }, column: string): boolean {
  const text = JSON.stringify(check.condition).toLowerCase();
  return (
    text.includes(`json_valid(\\"${column.toLowerCase()}\\")`) || text.includes(`json_valid(${column.toLowerCase()})`)
  );
}

function writeLink(
  table: IntrospectedTable,
  {
    column,
    name,
    key,
  }: { readonly column: ColumnDescription; readonly name: string; readonly key: ForeignKeyDescription },
  context: Context,
  notes: string[],
): string {
  const { dialect, classes, tables } = context;
  const target = tables.find((each) => each.name === key.table)!;
  if (dialect.features.deferrableConstraints && key.deferrable !== "deferred")
    notes.push(`${key.name} is checked at each statement`);
  const isKey = table.primaryKey[0] === column.name;
  const single = isUnique(table, column.name, dialect);
  const actions = { cascade: "databaseCascade", "set null": "databaseSetNull" } as Readonly<Record<string, string>>;
  if (column.default !== undefined) notes.push(`${column.name} has a default`);
  const options = writeOptions({
    null: column.null === true ? true : undefined,
    toField: pointsAtKey(target, key) ? undefined : fieldNames(target, context).get(key.targets[0]!),
    onDelete: actions[key.onDelete ?? ""] ?? "doNothing",
    primaryKey: isKey ? true : undefined,
    index: isKey || single || hasIndex(table, column.name, dialect) ? undefined : false,
    column: isOwnColumn(`${name}_id`, column.name) ? undefined : column.name,
  });
  return `f.${single || isKey ? "oneToOne" : "foreignKey"}(() => ${classes.get(key.table)}, ${options})`;
}

function isUnique(table: IntrospectedTable, column: string, dialect: Dialect): boolean {
  return uniquesOf(table).some(
    (each) =>
      each.columns.length === 1 &&
      each.columns[0] === column &&
      each.name === uniqueName(table.name, [column], dialect),
  );
}

function hasIndex(table: IntrospectedTable, column: string, dialect: Dialect): boolean {
  const name = columnIndexName(table.name, column, dialect);
  return (table.indexes ?? []).some((index) => index.name === name && isPlain(index) && index.parts.length === 1);
}

function isPlain(index: IndexDescription): boolean {
  return (
    index.unique !== true &&
    index.condition === undefined &&
    index.include === undefined &&
    index.method === undefined &&
    index.parts.every((part) => typeof part.expression === "string" && part.operatorClass === undefined)
  );
}

// On SQLite, Django makes unique indexes for what other databases keep as constraints.
function uniquesOf(table: IntrospectedTable): readonly {
  readonly name: string;
  readonly columns: readonly string[];
  readonly nullsDistinct?: boolean | undefined;
}[] {
  const indexes = (table.indexes ?? []).filter(
    (index) => isPlain({ ...index, unique: undefined }) && index.unique === true,
  );
  return [
    ...(table.uniques ?? []),
    ...indexes.map((index) => ({ name: index.name, columns: index.parts.map((part) => String(part.expression)) })),
  ];
}

function tableOptions(
  table: IntrospectedTable,
  {
    context: { dialect },
    fields,
    together: keys,
    isManaged,
    notes,
  }: {
    readonly context: Context;
    readonly fields: readonly Field[];
    /** The columns of a key of several. */
    readonly together: readonly string[];
    readonly isManaged: boolean;
    readonly notes: string[];
  },
): string {
  const nameOf = (column: string) => fields.find((field) => field.column === column)?.name ?? column;
  const together: Written[] = [];
  const constraints: Written[] = [];
  for (const each of uniquesOf(table)) {
    const names = each.columns.map(nameOf);
    if (each.name !== uniqueName(table.name, each.columns, dialect)) {
      const options = writeOptions({ nullsDistinct: each.nullsDistinct });
      constraints.push({ code: `unique(${[write(each.name), write(names), options].filter(Boolean).join(", ")})` });
    } else if (each.columns.length > 1) together.push(names);
  }
  for (const each of table.checks ?? []) {
    if (table.columns.some((column) => column.type.kind === "text" && isJsonCheck(each, column.name))) continue;
    constraints.push({ code: `check(${write(each.name)}, ${writeCondition(each.condition, nameOf)})` });
  }
  for (const each of table.exclusions ?? []) constraints.push(writeExclusion(each, { nameOf, notes }));
  const indexes = (table.indexes ?? []).flatMap(
    (index) => writeIndex(table, index, { nameOf, dialect, notes, constraints }) ?? [],
  );
  return writeOptions({
    table: table.name,
    primaryKey: keys.length > 0 ? keys.map(nameOf) : undefined,
    unique: together.length > 0 ? together : undefined,
    indexes: indexes.length > 0 ? indexes : undefined,
    constraints: constraints.length > 0 ? constraints : undefined,
    managed: isManaged ? undefined : false,
    comment: table.comment,
  });
}

const OPERATORS: ReadonlySet<string> = new Set([
  ...["=", "<>", "<", "<=", ">", ">="],
  ...["@>", "<@", "&&", "<<", ">>", "&<", "&>", "-|-", "%", "<%"],
]);

function writeExclusion(
  { name, parts, method, condition, deferrable }: ExclusionDescription,
  { nameOf, notes }: Pick<IndexContext, "nameOf" | "notes">,
): Written {
  const unknown = parts.filter((part) => !OPERATORS.has(part.operator));
  if (unknown.length > 0) notes.push(`the operators of the exclusion ${name}`);
  const written = parts.map(
    ({ expression, operator }): Written => [
      typeof expression === "string" ? nameOf(expression) : { code: writeRawSql(expression) },
      operator,
    ],
  );
  const where = condition === undefined ? undefined : { code: writeCondition(condition, nameOf) };
  const options = writeOptions({ method, where, deferrable });
  return { code: `exclusion(${[write(name), write(written), options].filter(Boolean).join(", ")})` };
}

interface IndexContext {
  readonly nameOf: (column: string) => string;
  readonly dialect: Dialect;
  readonly notes: string[];
  readonly constraints: Written[];
}

function writeIndex(
  table: IntrospectedTable,
  index: IndexDescription,
  { nameOf, dialect, notes, constraints }: IndexContext,
): Written | undefined {
  const { parts } = index;
  const columns = parts.flatMap((part) => (typeof part.expression === "string" ? [part.expression] : []));
  if (index.unique === true && isPlain({ ...index, unique: undefined })) return undefined;
  if (isPlain(index) && parts.length === 1 && index.name === columnIndexName(table.name, columns[0]!, dialect))
    return undefined;
  const methods = ["hash", "gin", "gist", "brin", undefined];
  const isMixed = columns.length > 0 && columns.length < parts.length;
  if (parts.some((part) => part.operatorClass !== undefined) || isMixed || !methods.includes(index.method)) {
    notes.push(`the index ${index.name}`);
    return undefined;
  }
  const fields = parts.flatMap((part) =>
    typeof part.expression === "string" ? [`${part.descending === true ? "-" : ""}${nameOf(part.expression)}`] : [],
  );
  const where = index.condition === undefined ? undefined : { code: writeCondition(index.condition, nameOf) };
  if (index.unique === true) {
    if (fields.length < parts.length) notes.push(`the unique index ${index.name}`);
    else constraints.push({ code: `unique(${write(index.name)}, ${write(fields)}, ${writeOptions({ where })})` });
    return undefined;
  }
  const isListed =
    isPlain(index) &&
    index.name ===
      listedIndexName(
        table.name,
        parts.map((part) => `${part.descending === true ? "-" : ""}${String(part.expression)}`),
      );
  if (isListed) return fields;
  const expressions = parts.flatMap((part) =>
    typeof part.expression === "string" ? [] : [{ code: writeRawSql(part.expression) }],
  );
  const options = writeOptions({
    name: index.name,
    expressions: expressions.length > 0 ? expressions : undefined,
    where,
    include: index.include?.map(nameOf),
    method: index.method,
  });
  return { code: `index(${write(fields)}, ${options})` };
}
