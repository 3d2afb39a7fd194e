// Renames columns in the description of a table, and finds the columns that expressions name.
import type { SqlExpression, TableDescription } from "#orm/internals";

/** The table, with other names for some of its columns, also in its expressions. */
export function renameColumns(table: TableDescription, names: Readonly<Record<string, string>>): TableDescription {
  if (Object.keys(names).length === 0) return table;
  const rename = (name: string): string => (Object.hasOwn(names, name) ? names[name]! : name);
  const list = (columns: readonly string[]) => columns.map(rename);
  const inside = <Value>(value: Value): Value => renameIn(value, rename) as Value;
  const part = <Part extends { readonly expression: SqlExpression | string }>(each: Part): Part => ({
    ...each,
    expression: typeof each.expression === "string" ? rename(each.expression) : inside(each.expression),
  });
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      name: rename(column.name),
      generated: inside(column.generated),
    })),
    primaryKey: list(table.primaryKey),
    uniques: table.uniques?.map((unique) => ({ ...unique, columns: list(unique.columns) })),
    foreignKeys: table.foreignKeys?.map((key) => ({
      ...key,
      columns: list(key.columns),
      targets: key.table === table.name ? list(key.targets) : key.targets,
    })),
    checks: table.checks?.map((check) => ({ ...check, condition: inside(check.condition) })),
    exclusions: table.exclusions?.map((exclusion) => ({
      ...exclusion,
      parts: exclusion.parts.map(part),
      condition: inside(exclusion.condition),
    })),
    indexes: table.indexes?.map((index) => ({
      ...index,
      parts: index.parts.map(part),
      condition: inside(index.condition),
      include: index.include === undefined ? undefined : list(index.include),
    })),
  };
}

/** The names of the columns that an expression, or whatever holds expressions, speaks of. */
export function columnsIn(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  renameIn(value, (name) => {
    names.add(name);
    return name;
  });
  return names;
}

/** Whether an expression holds SQL written by hand, so that its columns cannot be known. */
export function holdsRawSql(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsRawSql);
  if (typeof value !== "object" || value === null) return false;
  return (value as { kind?: unknown }).kind === "raw" || Object.values(value).some(holdsRawSql);
}

/** Renames in an order in which no name is taken twice; a name that another column still has is reached by way of a third. */
export function renamesInOrder(
  renamed: readonly { readonly from: string; readonly to: string }[],
  before: TableDescription,
): readonly { readonly from: string; readonly to: string }[] {
  const taken = new Set(before.columns.map((column) => column.name.toLowerCase()));
  const first: { from: string; to: string }[] = [];
  const second: { from: string; to: string }[] = [];
  for (const { from, to } of renamed) {
    if (!taken.has(to.toLowerCase())) {
      first.push({ from, to });
      continue;
    }
    first.push({ from, to: `${from}__moved` });
    second.push({ from: `${from}__moved`, to });
  }
  return [...first, ...second];
}

function renameIn(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => renameIn(each, rename));
  if (typeof value !== "object" || value === null) return value;
  const { kind, name } = value as { kind?: unknown; name?: unknown };
  if (kind === "column" && typeof name === "string") return { ...value, name: rename(name) };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renameIn(each, rename)]));
}
