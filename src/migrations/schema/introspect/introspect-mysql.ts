// Describes the tables of a MariaDB or MySQL database, from its information schema.
import type { Database, RawRow } from "#orm";
import type {
  ColumnDescription,
  ForeignKeyDescription,
  IndexDescription,
  ReferenceAction,
  TableDescription,
  UniqueDescription,
} from "#orm/internals";
import { withSupport } from "../mysql-editor.ts";
import { queryRows } from "../query-rows.ts";
import type { IntrospectedTable, IntrospectOptions } from "./introspected-database.ts";
import { mysqlColumnType } from "./mysql-column-type.ts";
import { writtenExpression } from "./written-expression.ts";

type Text = string | null;

/** Describes the tables (and views) of the connection's database, by name. */
export async function introspectMysql(
  database: Database,
  options: IntrospectOptions = {},
): Promise<readonly IntrospectedTable[]> {
  const rows = await queryRows(
    database,
    "SELECT TABLE_NAME, TABLE_TYPE, TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY BINARY TABLE_NAME",
  );
  const wanted = (rows as unknown as readonly (readonly [string, string, string])[]).filter(
    ([name, type]) =>
      (options.tables === undefined || options.tables.includes(name)) &&
      (type === "BASE TABLE" || (type === "VIEW" && options.views === true)),
  );
  if (wanted.length === 0) return [];
  const names = wanted.map(([name]) => database.dialect.quoteText(name)).join(", ");
  const catalog = await readCatalog(database, names);
  return wanted.map(([name, type, comment]) => ({
    ...describeTable(name, catalog),
    comment: comment === "" || type === "VIEW" ? undefined : comment,
    kind: type === "VIEW" ? ("view" as const) : ("table" as const),
  }));
}

interface Catalog {
  readonly columns: ReadonlyMap<string, readonly RawRow[]>;
  readonly indexes: ReadonlyMap<string, readonly RawRow[]>;
  readonly keys: ReadonlyMap<string, readonly RawRow[]>;
  readonly checks: ReadonlyMap<string, readonly RawRow[]>;
  readonly triggers: ReadonlyMap<string, readonly RawRow[]>;
}

async function readCatalog(database: Database, names: string): Promise<Catalog> {
  const read = async (select: string) => Map.groupBy(await queryRows(database, select), (row) => String(row[0]));
  const here = (column: string) => `${column} = DATABASE() AND TABLE_NAME IN (${names})`;
  const hasTable = await queryRows(
    database,
    "SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'information_schema' AND TABLE_NAME = 'CHECK_CONSTRAINTS' AND COLUMN_NAME = 'TABLE_NAME'",
  );
  return {
    columns: await read(
      `SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, GENERATION_EXPRESSION, COLLATION_NAME, COLUMN_COMMENT FROM information_schema.COLUMNS WHERE ${here("TABLE_SCHEMA")} ORDER BY TABLE_NAME, ORDINAL_POSITION`,
    ),
    indexes: await read(
      `SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE FROM information_schema.STATISTICS WHERE ${here("TABLE_SCHEMA")} ORDER BY TABLE_NAME, BINARY INDEX_NAME, SEQ_IN_INDEX`,
    ),
    keys: await read(
      `SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_NAME, k.REFERENCED_COLUMN_NAME, r.DELETE_RULE
       FROM information_schema.KEY_COLUMN_USAGE k JOIN information_schema.REFERENTIAL_CONSTRAINTS r
         ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
       WHERE k.${here("TABLE_SCHEMA").replace("TABLE_NAME", "k.TABLE_NAME")} AND k.REFERENCED_TABLE_NAME IS NOT NULL
       ORDER BY k.TABLE_NAME, BINARY k.CONSTRAINT_NAME, k.ORDINAL_POSITION`,
    ),
    checks: await read(
      hasTable.length > 0
        ? `SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE, LEVEL FROM information_schema.CHECK_CONSTRAINTS WHERE ${here("CONSTRAINT_SCHEMA")} ORDER BY BINARY CONSTRAINT_NAME`
        : `SELECT t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE, 'Table' FROM information_schema.CHECK_CONSTRAINTS c JOIN information_schema.TABLE_CONSTRAINTS t USING (CONSTRAINT_SCHEMA, CONSTRAINT_NAME) WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_NAME IN (${names}) ORDER BY BINARY c.CONSTRAINT_NAME`,
    ),
    triggers: await read(
      `SELECT EVENT_OBJECT_TABLE, TRIGGER_NAME FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() AND EVENT_OBJECT_TABLE IN (${names}) ORDER BY BINARY TRIGGER_NAME`,
    ),
  };
}

function describeTable(name: string, catalog: Catalog): Omit<IntrospectedTable, "kind"> {
  const of = (rows: ReadonlyMap<string, readonly RawRow[]>) =>
    (rows.get(name) ?? []) as unknown as readonly (readonly [string, ...Text[]])[];
  const checks = of(catalog.checks);
  const json = new Set(
    checks.filter(([, column, clause]) => clause === `json_valid(\`${column}\`)`).map(([, column]) => String(column)),
  );
  const columns = of(catalog.columns);
  const indexes = readIndexes(of(catalog.indexes));
  const foreignKeys = readKeys(of(catalog.keys));
  const bare: TableDescription = {
    name,
    columns: columns.map((row) => describeColumn(row, json)),
    primaryKey: indexes.find((index) => index.name === "PRIMARY")?.columns ?? [],
    uniques: indexes.filter((index) => index.unique && index.name !== "PRIMARY").map(uniqueOf),
    foreignKeys,
    checks: checks
      .filter(([, check, , level]) => !(level === "Column" && json.has(String(check))))
      .map(([, check, clause]) => ({ name: String(check), condition: writtenExpression(String(clause)) })),
  };
  const plain = indexes.filter((index) => !index.unique).map(indexOf);
  return {
    ...bare,
    indexes: withoutSupport(bare, plain),
    declaredTypes: Object.fromEntries(columns.map((row) => [String(row[1]), String(row[2])])),
    notes: [
      ...of(catalog.triggers).map(([, trigger]) => `trigger ${trigger}`),
      ...indexes.filter((index) => index.special !== undefined).map((index) => `${index.name} is ${index.special}`),
    ],
  };
}

function describeColumn(row: readonly Text[], json: ReadonlySet<string>): ColumnDescription {
  const [, name, type, nullable, defaultText, extra = "", generation, collation, comment] = row;
  const column = String(name);
  const generated = generation !== null && generation !== undefined && generation !== "";
  const isExpression = /DEFAULT_GENERATED/.test(String(extra));
  // MariaDB writes defaults as SQL, MySQL as the bare value.
  const written = defaultText === null || defaultText === undefined || defaultText === "NULL" ? undefined : defaultText;
  return {
    name: column,
    type: json.has(column) ? { kind: "json" } : mysqlColumnType(String(type)),
    null: nullable === "YES",
    identity: /auto_increment/.test(String(extra)) ? true : undefined,
    default:
      written === undefined || generated ? undefined : writtenExpression(isExpression ? `(${written})` : written),
    generated: generated
      ? { expression: writtenExpression(generation), stored: /STORED|PERSISTENT/.test(String(extra)) }
      : undefined,
    collation: collation === null || collation === undefined || collation === "utf8mb4_bin" ? undefined : collation,
    comment: comment === "" || comment === null ? undefined : comment,
  };
}

interface ReadIndex {
  readonly name: string;
  readonly unique: boolean;
  readonly columns: string[];
  readonly descending: boolean[];
  special: string | undefined;
}

function readIndexes(rows: readonly (readonly Text[])[]): readonly ReadIndex[] {
  const indexes = new Map<string, ReadIndex>();
  for (const [, name, nonUnique, column, order, length, type] of rows) {
    let index = indexes.get(String(name));
    if (index === undefined) {
      index = { name: String(name), unique: Number(nonUnique) === 0, columns: [], descending: [], special: undefined };
      indexes.set(index.name, index);
    }
    index.columns.push(String(column));
    index.descending.push(order === "D");
    if (length !== null) index.special = `over the first ${length} characters of ${column}`;
    if (type !== "BTREE") index.special = String(type);
  }
  return [...indexes.values()];
}

function uniqueOf(index: ReadIndex): UniqueDescription {
  return { name: index.name, columns: index.columns };
}
function indexOf(index: ReadIndex): IndexDescription {
  return {
    name: index.name,
    parts: index.columns.map((expression, i) => ({
      expression,
      descending: index.descending[i] === true ? true : undefined,
    })),
  };
}

function readKeys(rows: readonly (readonly Text[])[]): readonly ForeignKeyDescription[] {
  const keys = new Map<string, ForeignKeyDescription & { columns: string[]; targets: string[] }>();
  for (const [, name, column, table, target, rule] of rows) {
    const key = keys.get(String(name)) ?? {
      name: String(name),
      columns: [],
      table: String(table),
      targets: [],
      onDelete: /^(?:NO ACTION|RESTRICT)$/.test(String(rule))
        ? undefined
        : (String(rule).toLowerCase() as ReferenceAction),
    };
    key.columns.push(String(column));
    key.targets.push(String(target));
    keys.set(key.name, key);
  }
  return [...keys.values()];
}

// An index that only supports a key of its name belongs to the key.
function withoutSupport(table: TableDescription, indexes: readonly IndexDescription[]): readonly IndexDescription[] {
  const keys = new Set((table.foreignKeys ?? []).map((key) => key.name));
  const own = indexes.filter((index) => !keys.has(index.name));
  const needed = new Set((withSupport({ ...table, indexes: own }).indexes ?? []).map((index) => index.name));
  return indexes.filter((index) => !keys.has(index.name) || !needed.has(index.name));
}
