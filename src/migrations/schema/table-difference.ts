// Compares two descriptions of a table, as one dialect writes them, and lists what differs.
import {
  type ColumnDescription,
  type Dialect,
  defaultSql,
  exclusionSql,
  foreignKeySql,
  type IndexDescription,
  schemaExpression,
  type TableDescription,
  uniqueSql,
} from "#orm/internals";
import { renameColumns } from "./rename-columns.ts";
import type { ConstraintDescription } from "./schema-editor.ts";
import { indexSql } from "./statements.ts";

/** What differs between two descriptions of one column. */
export interface ColumnDifference {
  readonly before: ColumnDescription;
  readonly after: ColumnDescription;
  readonly type: boolean;
  readonly null: boolean;
  readonly identity: boolean;
  readonly default: boolean;
  readonly generated: boolean;
  readonly comment: boolean;
}

/** Named things that go, come, or only change their name. */
export interface NamedDifference<Thing> {
  readonly dropped: readonly Thing[];
  readonly added: readonly Thing[];
  readonly renamed: readonly { readonly before: Thing; readonly after: Thing }[];
  readonly kept: readonly Thing[];
}

/** All differences; those of `before` speak of columns by their new names. */
export interface TableDifference {
  /** `before`, with the names that its columns have afterwards. */
  readonly before: TableDescription;
  readonly after: TableDescription;
  readonly renamedColumns: readonly { readonly from: string; readonly to: string }[];
  readonly addedColumns: readonly ColumnDescription[];
  readonly droppedColumns: readonly ColumnDescription[];
  readonly changedColumns: readonly ColumnDifference[];
  readonly primaryKey: boolean;
  readonly constraints: NamedDifference<ConstraintDescription>;
  readonly indexes: NamedDifference<IndexDescription>;
  readonly comment: boolean;
}

/** Compares two descriptions of a table. `renamed` gives new column names by old ones. */
export function compareTables(
  old: TableDescription,
  after: TableDescription,
  dialect: Dialect,
  renamed: Readonly<Record<string, string>> = {},
): TableDifference {
  const before = renameColumns(old, renamed);
  const oldColumns = new Map(before.columns.map((column) => [column.name, column]));
  const newColumns = new Set(after.columns.map((column) => column.name));
  const changedColumns = after.columns.flatMap((column) => {
    const was = oldColumns.get(column.name);
    const difference = was === undefined ? undefined : compareColumns(was, column, dialect);
    return difference === undefined ? [] : [difference];
  });
  return {
    before,
    after,
    renamedColumns: Object.entries(renamed).flatMap(([from, to]) =>
      from !== to && old.columns.some((column) => column.name === from) ? [{ from, to }] : [],
    ),
    addedColumns: after.columns.filter((column) => !oldColumns.has(column.name)),
    droppedColumns: before.columns.filter((column) => !newColumns.has(column.name)),
    changedColumns,
    primaryKey: before.primaryKey.join("\0") !== after.primaryKey.join("\0"),
    constraints: compareNamed(constraintsOf(before), constraintsOf(after), (each, name) =>
      constraintSql({ ...each, name }, dialect),
    ),
    indexes: compareNamed(
      indexesOf(before, dialect),
      indexesOf(after, dialect),
      (each, name) => indexSql(after, { ...each, name }, dialect)!,
    ),
    comment: dialect.name !== "sqlite" && before.comment !== after.comment,
  };
}

/** Whether there is nothing to do, apart from the table's name. */
export function isSame(difference: TableDifference): boolean {
  const { constraints, indexes } = difference;
  return (
    difference.renamedColumns.length + difference.addedColumns.length + difference.droppedColumns.length === 0 &&
    difference.changedColumns.length === 0 &&
    !difference.primaryKey &&
    !difference.comment &&
    [constraints, indexes].every((each) => each.added.length + each.dropped.length + each.renamed.length === 0)
  );
}

/** The constraints of a table, in one list. */
export function constraintsOf(table: TableDescription): readonly ConstraintDescription[] {
  return [
    ...(table.uniques ?? []).map((each) => ({ kind: "unique" as const, ...each })),
    ...(table.checks ?? []).map((each) => ({ kind: "check" as const, ...each })),
    ...(table.foreignKeys ?? []).map((each) => ({ kind: "foreign key" as const, ...each })),
    ...(table.exclusions ?? []).map((each) => ({ kind: "exclusion" as const, ...each })),
  ];
}

/** The table with one constraint more, or fewer. */
export function withConstraints(
  table: TableDescription,
  constraints: readonly ConstraintDescription[],
): TableDescription {
  const of = <Kind extends ConstraintDescription["kind"]>(kind: Kind) =>
    constraints.filter((each): each is ConstraintDescription & { kind: Kind } => each.kind === kind);
  return {
    ...table,
    uniques: of("unique"),
    checks: of("check"),
    foreignKeys: of("foreign key"),
    exclusions: of("exclusion"),
  };
}

/** The indexes that a table really gets: databases without an index's kind leave it out. */
export function indexesOf(table: TableDescription, dialect: Dialect): readonly IndexDescription[] {
  return (table.indexes ?? []).filter((index) => indexSql(table, index, dialect) !== undefined);
}

/** `CONSTRAINT "name" CHECK (…)`: a constraint as CREATE TABLE and ADD have it. */
export function constraintSql(constraint: ConstraintDescription, dialect: Dialect): string {
  switch (constraint.kind) {
    case "unique":
      return uniqueSql(constraint, dialect);
    case "check":
      return `CONSTRAINT ${dialect.quoteName(constraint.name)} CHECK (${schemaExpression(constraint.condition, dialect)})`;
    case "foreign key":
      return foreignKeySql(constraint, dialect);
    default:
      return exclusionSql(constraint, dialect);
  }
}

function compareColumns(
  before: ColumnDescription,
  after: ColumnDescription,
  dialect: Dialect,
): ColumnDifference | undefined {
  const write = (column: ColumnDescription) => ({
    type: `${dialect.columnType(column.type)} ${column.collation ?? ""}`,
    null: column.null === true,
    identity: column.identity === true,
    default: column.default === undefined ? undefined : defaultSql(column.default, dialect),
    generated:
      column.generated === undefined
        ? undefined
        : `${schemaExpression(column.generated.expression, dialect)} ${column.generated.stored}`,
    comment: dialect.name === "sqlite" ? undefined : column.comment,
  });
  const old = write(before);
  const now = write(after);
  const difference = {
    before,
    after,
    type: old.type !== now.type,
    null: old.null !== now.null,
    identity: old.identity !== now.identity,
    default: old.default !== now.default,
    generated: old.generated !== now.generated,
    comment: old.comment !== now.comment,
  };
  return Object.values(difference).includes(true) ? difference : undefined;
}

function compareNamed<Thing extends { readonly name: string }>(
  before: readonly Thing[],
  after: readonly Thing[],
  write: (thing: Thing, name: string) => string,
): NamedDifference<Thing> {
  const oldByName = new Map(before.map((each) => [each.name, each]));
  const newByName = new Map(after.map((each) => [each.name, each]));
  const isKept = (each: Thing): boolean => {
    const other = oldByName.get(each.name);
    return other !== undefined && write(other, other.name) === write(each, each.name);
  };
  const kept = after.filter(isKept);
  const keptNames = new Set(kept.map((each) => each.name));
  const dropped = before.filter((each) => !keptNames.has(each.name));
  const renamed: { before: Thing; after: Thing }[] = [];
  const added: Thing[] = [];
  for (const each of after) {
    if (keptNames.has(each.name)) continue;
    // What is the same but for its name was renamed; a name that is still in use cannot be taken.
    const at = dropped.findIndex(
      (other) => !newByName.has(other.name) && !oldByName.has(each.name) && write(other, "") === write(each, ""),
    );
    if (at === -1) added.push(each);
    else renamed.push({ before: dropped.splice(at, 1)[0]!, after: each });
  }
  return { dropped, added, renamed, kept };
}
