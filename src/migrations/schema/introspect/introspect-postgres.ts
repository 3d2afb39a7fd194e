// Describes the tables of a PostgreSQL database, from its catalogs.
import type { Database } from "#orm";
import type {
  CheckDescription,
  ColumnDescription,
  ExclusionDescription,
  ForeignKeyDescription,
  IndexDescription,
  IndexPart,
  ReferenceAction,
  SqlExpression,
  UniqueDescription,
} from "#orm/internals";
import { queryRows } from "../query-rows.ts";
import type { IntrospectedTable, IntrospectOptions } from "./introspected-database.ts";
import { postgresColumnType } from "./postgres-column-type.ts";
import { cutSql, splitList } from "./sql-pieces.ts";
import { constantOf, writtenExpression } from "./written-expression.ts";

const kinds = { r: "table", p: "table", v: "view", m: "materialized view", f: "table" } as const;

/** Describes the tables (and views) of a PostgreSQL schema, by name. */
export async function introspectPostgres(
  database: Database,
  options: IntrospectOptions = {},
): Promise<readonly IntrospectedTable[]> {
  const { dialect } = database;
  const schema = options.schema === undefined ? "current_schema()" : dialect.quoteText(options.schema);
  const relations = await readJson<Relation>(
    database,
    `SELECT c.oid::int8 AS oid, c.relname AS name, c.relkind AS kind, c.relispartition AS partition, obj_description(c.oid, 'pg_class') AS comment
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ${schema} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e' AND d.classid = 'pg_class'::regclass)
     ORDER BY c.relname COLLATE "C"`,
  );
  const wanted = relations.filter(({ name, kind, partition }) => {
    if (options.tables !== undefined && !options.tables.includes(name)) return false;
    if (kind === "v" || kind === "m") return options.views === true;
    return !partition || options.partitions === true;
  });
  if (wanted.length === 0) return [];
  const oids = wanted.map((each) => String(each.oid)).join(", ");
  const catalog = {
    columns: groupBy(await readColumns(database, oids)),
    constraints: groupBy(await readConstraints(database, oids)),
    indexes: groupBy(await readIndexes(database, oids)),
    triggers: groupBy(await readTriggers(database, oids)),
  };
  return wanted.map((relation) => describeTable(relation, catalog, options.schema));
}

interface Relation {
  readonly oid: number;
  readonly name: string;
  readonly kind: keyof typeof kinds;
  readonly partition: boolean;
  readonly comment: string | null;
}
interface OfTable {
  readonly table: number;
}
interface ColumnRow extends OfTable {
  readonly number: number;
  readonly name: string;
  readonly type: string;
  readonly null: boolean;
  readonly identity: string;
  readonly generated: string;
  readonly default: string | null;
  readonly collation: string | null;
  readonly comment: string | null;
}
interface ConstraintRow extends OfTable {
  readonly name: string;
  readonly type: "p" | "u" | "c" | "f" | "x";
  readonly columns: readonly string[];
  readonly target: string | null;
  readonly targetSchema: string | null;
  readonly targets: readonly string[];
  readonly action: string;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly valid: boolean;
  readonly expression: string | null;
  readonly definition: string;
}
interface IndexRow extends OfTable {
  readonly name: string;
  readonly unique: boolean;
  readonly valid: boolean;
  readonly method: string;
  readonly condition: string | null;
  readonly nullsDistinct: boolean;
  readonly keys: number;
  readonly parts: readonly {
    readonly text: string;
    readonly column: boolean;
    readonly name: string | null;
    readonly option: number;
    readonly operatorClass: string | null;
  }[];
}

// Rows come as JSON: the driver's ways with the catalogs' own types do not matter then.
async function readJson<Row>(database: Database, select: string): Promise<readonly Row[]> {
  const [row] = await queryRows(database, `SELECT coalesce(json_agg(r), '[]')::text FROM (${select}) r`);
  return JSON.parse(String(row?.[0] ?? "[]")) as Row[];
}

function groupBy<Row extends OfTable>(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  return Map.groupBy(rows, (row) => row.table);
}

function readColumns(database: Database, oids: string): Promise<readonly ColumnRow[]> {
  return readJson<ColumnRow>(
    database,
    `SELECT a.attrelid::int8 AS table, a.attnum AS number, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       NOT a.attnotnull AS null, a.attidentity AS identity, a.attgenerated AS generated,
       pg_get_expr(d.adbin, d.adrelid) AS default,
       CASE WHEN a.attcollation <> t.typcollation AND a.attcollation <> 0 THEN (SELECT collname FROM pg_collation WHERE oid = a.attcollation) END AS collation,
       col_description(a.attrelid, a.attnum) AS comment
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid IN (${oids}) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
  );
}

function readConstraints(database: Database, oids: string): Promise<readonly ConstraintRow[]> {
  const names = (table: string, keys: string) =>
    `coalesce((SELECT json_agg(a.attname ORDER BY k.at) FROM unnest(${keys}) WITH ORDINALITY AS k (number, at) JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number), '[]')`;
  return readJson<ConstraintRow>(
    database,
    `SELECT c.conrelid::int8 AS table, c.conname AS name, c.contype AS type, ${names("c.conrelid", "c.conkey")} AS columns,
       f.relname AS target, CASE WHEN fn.nspname <> n.nspname THEN fn.nspname END AS "targetSchema",
       ${names("c.confrelid", "c.confkey")} AS targets, c.confdeltype AS action,
       c.condeferrable AS deferrable, c.condeferred AS deferred, c.convalidated AS valid,
       pg_get_expr(c.conbin, c.conrelid) AS expression, pg_get_constraintdef(c.oid) AS definition
     FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
     LEFT JOIN pg_class f ON f.oid = c.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
     WHERE c.conrelid IN (${oids}) AND c.contype IN ('p', 'u', 'c', 'f', 'x') ORDER BY c.conname COLLATE "C"`,
  );
}

function readIndexes(database: Database, oids: string): Promise<readonly IndexRow[]> {
  return readJson<IndexRow>(
    database,
    `SELECT i.indrelid::int8 AS table, c.relname AS name, i.indisunique AS unique, i.indisvalid AS valid, m.amname AS method,
       pg_get_expr(i.indpred, i.indrelid) AS condition,
       NOT coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS "nullsDistinct", i.indnkeyatts AS keys,
       (SELECT json_agg(json_build_object(
          'text', pg_get_indexdef(i.indexrelid, k::int, true), 'column', i.indkey[k - 1] <> 0,
          'name', (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1] AND i.indkey[k - 1] <> 0),
          'option', coalesce(i.indoption[k - 1], 0),
          'operatorClass', (SELECT o.opcname FROM pg_opclass o WHERE k <= i.indnkeyatts AND o.oid = i.indclass[k - 1] AND NOT o.opcdefault)
        ) ORDER BY k) FROM generate_series(1, i.indnatts) AS k) AS parts
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam
     WHERE i.indrelid IN (${oids})
       AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
     ORDER BY c.relname COLLATE "C"`,
  );
}

function readTriggers(database: Database, oids: string): Promise<readonly (OfTable & { readonly name: string })[]> {
  return readJson(
    database,
    `SELECT tgrelid::int8 AS table, tgname AS name FROM pg_trigger WHERE tgrelid IN (${oids}) AND NOT tgisinternal ORDER BY tgname`,
  );
}

interface Catalog {
  readonly columns: ReadonlyMap<number, readonly ColumnRow[]>;
  readonly constraints: ReadonlyMap<number, readonly ConstraintRow[]>;
  readonly indexes: ReadonlyMap<number, readonly IndexRow[]>;
  readonly triggers: ReadonlyMap<number, readonly { readonly name: string }[]>;
}

function describeTable(
  { oid, name, kind, partition, comment }: Relation,
  catalog: Catalog,
  schema: string | undefined,
): IntrospectedTable {
  const columns = catalog.columns.get(oid) ?? [];
  const constraints = catalog.constraints.get(oid) ?? [];
  const indexes = catalog.indexes.get(oid) ?? [];
  const of = (type: ConstraintRow["type"]) => constraints.filter((each) => each.type === type);
  return {
    name,
    schema,
    columns: columns.map(describeColumn),
    primaryKey: of("p")[0]?.columns ?? [],
    uniques: of("u").map(describeUnique),
    foreignKeys: of("f").map(describeKey),
    checks: of("c").map(
      (each): CheckDescription => ({ name: each.name, condition: expressionOf(each.expression ?? "true") }),
    ),
    exclusions: of("x").map(describeExclusion),
    indexes: indexes.map(describeIndex),
    comment: comment ?? undefined,
    kind: partition ? "partition" : kinds[kind],
    declaredTypes: Object.fromEntries(columns.map((column) => [column.name, column.type])),
    notes: [
      ...(catalog.triggers.get(oid) ?? []).map((each) => `trigger ${each.name}`),
      ...constraints.filter((each) => !each.valid).map((each) => `${each.name} is NOT VALID`),
      ...indexes.filter((each) => !each.valid).map((each) => `${each.name} is INVALID`),
      ...columns.filter((each) => each.identity === "a").map((each) => `${each.name} is GENERATED ALWAYS`),
    ],
  };
}

function describeColumn(row: ColumnRow): ColumnDescription {
  const serial = row.default?.startsWith("nextval(") === true;
  const generated = row.generated !== "" && row.default !== null;
  return {
    name: row.name,
    type: postgresColumnType(row.type),
    null: row.null,
    identity: row.identity !== "" || serial ? true : undefined,
    default: row.default === null || serial || generated ? undefined : expressionOf(row.default),
    generated: generated ? { expression: expressionOf(row.default!), stored: row.generated === "s" } : undefined,
    collation: row.collation ?? undefined,
    comment: row.comment ?? undefined,
  };
}

/** `'new'::character varying` is the constant 'new'; everything else stays as PostgreSQL writes it. */
function expressionOf(text: string): SqlExpression {
  const [first, ...rest] = cutSql(text);
  const cast = rest.length > 2 && rest[0]!.text === ":" && rest[1]!.text === ":";
  const types = ["character", "varying", "text", "varchar"];
  if (first?.kind === "string" && cast && rest.slice(2).every((each) => types.includes(each.text)))
    return constantOf(`'${first.text.replaceAll("'", "''")}'`)!;
  return writtenExpression(text);
}

function deferrableOf({ deferrable, deferred }: ConstraintRow): "deferred" | "immediate" | undefined {
  return deferrable ? (deferred ? "deferred" : "immediate") : undefined;
}

function describeUnique(row: ConstraintRow): UniqueDescription {
  return {
    name: row.name,
    columns: row.columns,
    deferrable: deferrableOf(row),
    nullsDistinct: row.definition.includes("NULLS NOT DISTINCT") ? false : undefined,
  };
}

const actions: Readonly<Record<string, ReferenceAction>> = {
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
};
function describeKey(row: ConstraintRow): ForeignKeyDescription {
  return {
    name: row.name,
    columns: row.columns,
    table: row.target!,
    schema: row.targetSchema ?? undefined,
    targets: row.targets,
    onDelete: actions[row.action],
    deferrable: deferrableOf(row),
  };
}

// `EXCLUDE USING gist (room WITH =, span WITH &&) WHERE (open)`.
function describeExclusion(row: ConstraintRow): ExclusionDescription {
  const pieces = cutSql(row.definition);
  const list = pieces.find((piece) => piece.kind === "brackets")!;
  const where = pieces.find((piece) => piece.text === "WHERE" && piece.start > list.end);
  const parts = splitList(list.text).map((text) => {
    const at = text.lastIndexOf(" WITH ");
    const expression = text.slice(0, at).trim();
    const only = cutSql(expression);
    const plain = only.length === 1 && only[0]!.kind !== "brackets";
    return { expression: plain ? only[0]!.text : writtenExpression(expression), operator: text.slice(at + 6) };
  });
  const method = pieces[pieces.findIndex((piece) => piece.text === "USING") + 1]?.text;
  return {
    name: row.name,
    method: method === "spgist" ? "spgist" : undefined,
    parts,
    condition: where === undefined ? undefined : writtenExpression(conditionText(row.definition.slice(where.end))),
    deferrable: deferrableOf(row),
  };
}

// The condition is in parentheses, and what follows them says when it is checked.
function conditionText(text: string): string {
  return text.replace(/ DEFERRABLE(?: INITIALLY DEFERRED)?$/, "");
}

function describeIndex(row: IndexRow): IndexDescription {
  const parts = row.parts.slice(0, row.keys).map(
    (part): IndexPart => ({
      expression: part.column ? part.name! : writtenExpression(part.text),
      descending: (part.option & 1) === 1 ? true : undefined,
      operatorClass: part.operatorClass ?? undefined,
    }),
  );
  const include = row.parts.slice(row.keys).map((part) => part.name!);
  return {
    name: row.name,
    parts,
    unique: row.unique ? true : undefined,
    condition: row.condition === null ? undefined : writtenExpression(row.condition),
    include: include.length === 0 ? undefined : include,
    method: row.method === "btree" ? undefined : (row.method as IndexDescription["method"]),
    nullsDistinct: row.nullsDistinct ? undefined : false,
  };
}
