// Finds what a migration would lock, copy or lose on a database with rows in its tables, and names the safe way.
import type { Database } from "#orm";
import type { ColumnDescription, ColumnType, Dialect, TableDescription } from "#orm/internals";
import { createSchemaEditor } from "../schema/create-schema-editor.ts";
import { queryRows } from "../schema/query-rows.ts";
import type { ConstraintDescription, TableChange } from "../schema/schema-editor.ts";
import { type ColumnDifference, compareTables, type TableDifference } from "../schema/table-difference.ts";
import { operationSteps, type PlannedMigration } from "./migration-run.ts";
import { RecordingEditor, type SchemaEvent } from "./recording-editor.ts";

/** What the lint looks for. */
export type LintRule =
  | "drops-table"
  | "drops-column"
  | "renames-table"
  | "renames-column"
  | "no-value"
  | "narrows-type"
  | "rewrites-table"
  | "copies-table"
  | "index-blocks-writes"
  | "unique-on-rows"
  | "scans-under-lock"
  | "null-refused";

/** One finding. */
export interface LintFinding {
  readonly rule: LintRule;
  /** `loses` data, `fails` on rows that do not fit, `locks` others out, or `breaks` programs of the version before. */
  readonly risk: "loses" | "fails" | "locks" | "breaks";
  /** The operation, in its own words. */
  readonly operation: string;
  readonly message: string;
  /** The safe way. */
  readonly recipe: string;
}

/** How the lint looks. */
export interface LintOptions {
  /**
   * Whether the tables' rows count: those of the database by default; `always` takes every table for full, as a check of
   * migrations before they meet a database does.
   */
  readonly rows?: "of the database" | "always" | undefined;
}

/** Checks one migration of a plan. Tables that it creates itself are empty, and cannot be harmed. */
export async function lintMigration(
  database: Database,
  step: PlannedMigration,
  options: LintOptions = {},
): Promise<readonly LintFinding[]> {
  const findings: LintFinding[] = [];
  const created = new Set<string>();
  const hasRows = async (table: TableDescription): Promise<boolean> =>
    !created.has(table.name) && (options.rows === "always" || (await isFilled(database, table)));
  const { features } = createSchemaEditor(database, { collect: true });
  for (const { operation, from, to } of operationSteps(step)) {
    const editor = new RecordingEditor(database, features);
    const context = { label: step.migration.label, dialect: database.dialect, using: database.alias, collecting: true };
    if (step.backwards) await operation.databaseBackwards(editor, from, to, context);
    else await operation.databaseForwards(editor, from, to, context);
    for (const event of editor.events) {
      if (event.kind === "create") created.add(event.table.name);
      if (event.kind === "rename" && created.has(event.before.name)) created.add(event.after.name);
      for (const found of await lintEvent(event, database.dialect, hasRows))
        findings.push({ ...found, operation: operation.describe() });
    }
  }
  return findings;
}

async function isFilled(database: Database, table: TableDescription): Promise<boolean> {
  const { dialect } = database;
  const name = `${table.schema === undefined ? "" : `${dialect.quoteName(table.schema)}.`}${dialect.quoteName(table.name)}`;
  try {
    return (await queryRows(database, `SELECT 1 FROM ${name} LIMIT 1`)).length > 0;
  } catch {
    // A migration before this one, which has not run yet, makes or renames it.
    return false;
  }
}

type Found = Omit<LintFinding, "operation">;

async function lintEvent(
  event: SchemaEvent,
  dialect: Dialect,
  hasRows: (table: TableDescription) => Promise<boolean>,
): Promise<readonly Found[]> {
  switch (event.kind) {
    case "drop":
      return (await hasRows(event.table)) ? [dropsTable(event.table)] : [];
    case "rename":
      return event.before.name !== event.after.name && (await hasRows(event.before))
        ? [renamesTable(event.before, event.after)]
        : [];
    case "add index":
      return !event.concurrently && dialect.name === "postgres" && (await hasRows(event.table))
        ? [indexBlocks(event.table, event.index.name)]
        : [];
    case "add constraint":
      return !event.notValid && (await hasRows(event.table))
        ? lintConstraint(event.table, event.constraint, dialect)
        : [];
    case "change":
      return (await hasRows(event.before)) ? lintChange(event, dialect) : [];
    default:
      return [];
  }
}

function dropsTable(table: TableDescription): Found {
  return {
    rule: "drops-table",
    risk: "loses",
    message: `The table "${table.name}" has rows, and they go with it.`,
    recipe:
      "Deploy a version that does not use the model first. Keep a copy where the rows may be wanted again: demijohn dumpdata.",
  };
}

function renamesTable(before: TableDescription, after: TableDescription): Found {
  return {
    rule: "renames-table",
    risk: "breaks",
    message: `Programs that are still running look for "${before.name}", which becomes "${after.name}".`,
    recipe: `Keep the table's name: give the model table: "${before.name}". Or stop the programs while it runs.`,
  };
}

function indexBlocks(table: TableDescription, index: string): Found {
  return {
    rule: "index-blocks-writes",
    risk: "locks",
    message: `Nobody can write to "${table.name}" while the index "${index}" is made.`,
    recipe: "Add it in a migration of its own with atomic: false and addIndex(…, { concurrently: true }).",
  };
}

function lintChange(change: TableChange, dialect: Dialect): readonly Found[] {
  const difference = compareTables(change.before, change.after, dialect, change.renamedColumns);
  const { name } = change.after;
  return [
    ...difference.droppedColumns
      .filter((column) => column.generated === undefined)
      .map((column) => dropsColumn(name, column)),
    ...difference.renamedColumns.map(({ from, to }) => renamesColumn(name, from, to)),
    ...difference.addedColumns.filter((column) => lacksValue(column, change)).map((column) => noValue(name, column)),
    ...difference.changedColumns.flatMap((each) => lintColumn(name, each, change, dialect)),
    ...difference.constraints.added.flatMap((each) => lintConstraint(change.after, each, dialect)),
    ...(dialect.name === "postgres"
      ? difference.indexes.added.map((each) => indexBlocks(change.after, each.name))
      : []),
    ...lintCopy(change, difference, dialect),
  ];
}

function dropsColumn(table: string, column: ColumnDescription): Found {
  return {
    rule: "drops-column",
    risk: "loses",
    message: `The values of "${column.name}" in "${table}" are lost.`,
    recipe:
      "In two deployments: first take the field out of the code, with its column left and nullable; then remove the column.",
  };
}

function renamesColumn(table: string, from: string, to: string): Found {
  return {
    rule: "renames-column",
    risk: "breaks",
    message: `Programs that are still running use "${from}" of "${table}", which becomes "${to}".`,
    recipe: `Keep the column's name: give the field column: "${from}". Or add the new column, write to both, move the values in batches, and drop the old one later.`,
  };
}

function lacksValue(column: ColumnDescription, { fill = {} }: TableChange): boolean {
  const given = column.default !== undefined || fill[column.name] !== undefined;
  return column.null !== true && !given && column.identity !== true && column.generated === undefined;
}

function noValue(table: string, column: ColumnDescription): Found {
  return {
    rule: "no-value",
    risk: "fails",
    message: `"${table}" has rows, and there is no value for their new column "${column.name}", which takes no nulls.`,
    recipe:
      "Give the field a default, or add it with null: true, fill it in batches with runCode, and then take null away.",
  };
}

function lintColumn(
  table: string,
  { before, after, type, null: nullChanges }: ColumnDifference,
  change: TableChange,
  dialect: Dialect,
): readonly Found[] {
  const found: Found[] = [];
  if (type && isNarrower(before.type, after.type))
    found.push({
      rule: "narrows-type",
      risk: "fails",
      message: `Values of "${after.name}" in "${table}" may not fit into ${dialect.columnType(after.type)}.`,
      recipe: "Look first for values that do not fit, and mend them in a migration before this one.",
    });
  if (type && dialect.name !== "sqlite" && !isFree(before.type, after.type, dialect))
    found.push({
      rule: "rewrites-table",
      risk: "locks",
      message: `The type of "${after.name}" changes from ${dialect.columnType(before.type)} to ${dialect.columnType(after.type)}: "${table}" is rewritten while nobody can use it.`,
      recipe: "Add a column of the new type, write to both, fill it in batches, switch over, and drop the old one.",
    });
  if (nullChanges && after.null !== true) {
    if (change.fill?.[after.name] === undefined)
      found.push({
        rule: "null-refused",
        risk: "fails",
        message: `Rows of "${table}" may have no value in "${after.name}", which takes no nulls any more.`,
        recipe: "Fill them in a migration before this one: runCode with backfill, in batches.",
      });
    if (dialect.name === "postgres")
      found.push({
        rule: "scans-under-lock",
        risk: "locks",
        message: `"${table}" is read from end to end, while nobody can use it, to see that "${after.name}" has no nulls.`,
        recipe: `Add a check that it is not null with notValid: true, validate it in a second migration, and take null away in a third: PostgreSQL believes the check.`,
      });
  }
  return found;
}

function lintConstraint(
  table: TableDescription,
  constraint: ConstraintDescription,
  dialect: Dialect,
): readonly Found[] {
  if (constraint.kind === "unique")
    return [
      {
        rule: "unique-on-rows",
        risk: "fails",
        message: `Rows of "${table.name}" may agree in ${constraint.columns.map((name) => `"${name}"`).join(", ")} already, which "${constraint.name}" forbids${dialect.name === "postgres" ? "; nobody can use the table while it is checked" : ""}.`,
        recipe:
          dialect.name === "postgres"
            ? "Look for duplicates first; make the unique index concurrently, then the constraint."
            : "Look for duplicates first, and mend them in a migration before this one.",
      },
    ];
  if (dialect.name !== "postgres" || constraint.kind === "exclusion") return [];
  // A key on a column that this change adds finds nothing to check.
  return [
    {
      rule: "scans-under-lock",
      risk: "locks",
      message: `"${table.name}" is read from end to end, while nobody can write to it, to check "${constraint.name}".`,
      recipe: "Add it with notValid: true, and check the rows in a second migration: validateConstraint.",
    },
  ];
}

function lintCopy(change: TableChange, difference: TableDifference, dialect: Dialect): readonly Found[] {
  const copies =
    dialect.name === "sqlite" &&
    (difference.changedColumns.length > 0 ||
      difference.primaryKey ||
      difference.constraints.added.length + difference.constraints.dropped.length > 0);
  if (!copies) return [];
  return [
    {
      rule: "copies-table",
      risk: "locks",
      message: `"${change.after.name}" is copied as a whole; nobody else can write to the database meanwhile.`,
      recipe: "Expect some seconds for each million rows, and room for a second copy of the table on the disk.",
    },
  ];
}

const widths: Readonly<Record<string, number>> = { smallInt: 2, integer: 4, bigInt: 8 };

/** Whether the new type cannot hold all values of the old one. */
export function isNarrower(from: ColumnType, to: ColumnType): boolean {
  if (from.kind === "char" && to.kind === "char") return to.maxLength < from.maxLength;
  if (from.kind === "decimal" && to.kind === "decimal")
    return (
      to.decimalPlaces < from.decimalPlaces || to.maxDigits - to.decimalPlaces < from.maxDigits - from.decimalPlaces
    );
  const [old, now] = [widths[from.kind], widths[to.kind]];
  if (old !== undefined && now !== undefined) return now < old;
  if (to.kind === "text") return false;
  if (old !== undefined) return to.kind === "float" ? old > 4 : !["decimal", "char"].includes(to.kind);
  return from.kind !== to.kind;
}

// Changes of which PostgreSQL and MariaDB only take note.
function isFree(from: ColumnType, to: ColumnType, dialect: Dialect): boolean {
  if (from.kind === "char" && to.kind === "char")
    return to.maxLength >= from.maxLength && (dialect.name === "postgres" || to.maxLength <= 63 || from.maxLength > 63);
  if (dialect.name !== "postgres") return false;
  if (from.kind === "char" && to.kind === "text") return true;
  return (
    from.kind === "decimal" &&
    to.kind === "decimal" &&
    from.decimalPlaces === to.decimalPlaces &&
    to.maxDigits >= from.maxDigits
  );
}

/** Writes a finding as the commands print it. */
export function describeFinding({ rule, risk, message, recipe }: LintFinding): string {
  return `${risk.toUpperCase()} (${rule}): ${message}\n  ${recipe}`;
}
