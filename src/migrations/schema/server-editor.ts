// Holds what the editors of servers share: keys step aside while the columns they join change, and what depends on a column.
import type { ColumnDescription, TableDescription } from "#orm/internals";
import { columnsIn } from "./rename-columns.ts";
import type { ConstraintDescription, TableChange } from "./schema-editor.ts";
import { compareTables, constraintsOf, type TableDifference, withConstraints } from "./table-difference.ts";
import { TableEditor } from "./table-editor.ts";

/** An editor whose database alters tables in place. */
export abstract class ServerEditor extends TableEditor {
  protected abstract alterTable(change: TableChange, difference: TableDifference): Promise<void>;
  protected abstract addKey(table: TableDescription, key: ConstraintDescription): Promise<void>;
  protected abstract dropKey(table: TableDescription, key: ConstraintDescription): Promise<void>;

  async changeTables(changes: readonly TableChange[]): Promise<void> {
    const moving = changes.map((change) => ({
      change,
      difference: this.compare(change.before, change.after, change.renamedColumns),
    }));
    const retyped = new Set(
      moving.flatMap(({ change, difference }) =>
        difference.changedColumns.filter((each) => each.type).map((each) => `${change.after.name}\0${each.after.name}`),
      ),
    );
    // Keys that stay, but whose columns change their type, would forbid the change at either end.
    const aside = moving.map(({ difference }) =>
      difference.constraints.kept.filter(
        (each) =>
          each.kind === "foreign key" &&
          (each.columns.some((column) => retyped.has(`${difference.after.name}\0${column}`)) ||
            each.targets.some((column) => retyped.has(`${each.table}\0${column}`))),
      ),
    );
    for (const [i, { change }] of moving.entries()) for (const key of aside[i]!) await this.dropKey(change.before, key);
    for (const [i, { change, difference }] of moving.entries())
      await this.alterTable(change, withoutConstraints(difference, aside[i]!));
    for (const [i, { change }] of moving.entries()) for (const key of aside[i]!) await this.addKey(change.after, key);
  }

  protected compare(
    before: TableDescription,
    after: TableDescription,
    renamed: Readonly<Record<string, string>> | undefined,
  ): TableDifference {
    return compareTables(before, after, this.dialect, renamed);
  }
}

function withoutConstraints(difference: TableDifference, aside: readonly ConstraintDescription[]): TableDifference {
  const names = new Set(aside.map((each) => each.name));
  const without = (table: TableDescription) =>
    withConstraints(
      table,
      constraintsOf(table).filter((each) => each.kind !== "foreign key" || !names.has(each.name)),
    );
  const { constraints } = difference;
  return {
    ...difference,
    before: without(difference.before),
    after: without(difference.after),
    constraints: {
      ...constraints,
      kept: constraints.kept.filter((each) => each.kind !== "foreign key" || !names.has(each.name)),
    },
  };
}

/** Columns that have to be dropped and added anew, because the database cannot change how they are computed. */
export function replacedColumns(
  difference: TableDifference,
  options: { readonly keepsValues: boolean },
): readonly ColumnDescription[] {
  const retyped = new Set(difference.changedColumns.filter((each) => each.type).map((each) => each.after.name));
  const changed = new Map(difference.changedColumns.map((each) => [each.after.name, each]));
  return difference.after.columns.filter((column) => {
    const change = changed.get(column.name);
    if (change?.generated === true)
      return !(options.keepsValues && column.generated === undefined && change.before.generated?.stored === true);
    if (column.generated === undefined || !difference.before.columns.some((each) => each.name === column.name))
      return false;
    return change?.type === true || [...columnsIn(column.generated.expression)].some((name) => retyped.has(name));
  });
}

/** The difference, with what stands on the given columns dropped and added too. */
export function withDependents(
  difference: TableDifference,
  columns: ReadonlySet<string>,
  named: (thing: unknown) => ReadonlySet<string> = namesIn,
): TableDifference {
  if (columns.size === 0) return difference;
  const touches = (each: unknown) => [...named(each)].some((name) => columns.has(name));
  const { constraints, indexes } = difference;
  const move = <Thing>(things: {
    readonly kept: readonly Thing[];
    readonly renamed: readonly { readonly before: Thing; readonly after: Thing }[];
    readonly dropped: readonly Thing[];
    readonly added: readonly Thing[];
  }) => {
    const again = things.kept.filter(touches);
    const renamedAgain = things.renamed.filter((each) => touches(each.after));
    return {
      kept: things.kept.filter((each) => !touches(each)),
      renamed: things.renamed.filter((each) => !touches(each.after)),
      dropped: [...things.dropped, ...again, ...renamedAgain.map((each) => each.before)],
      added: [...things.added, ...again, ...renamedAgain.map((each) => each.after)],
    };
  };
  return { ...difference, constraints: move(constraints), indexes: move(indexes) };
}

/** The columns that a constraint or an index speaks of. */
export function namesIn(thing: unknown): ReadonlySet<string> {
  const {
    columns = [],
    parts = [],
    include = [],
  } = thing as {
    readonly columns?: readonly string[] | undefined;
    readonly parts?: readonly { readonly expression: unknown }[] | undefined;
    readonly include?: readonly string[] | undefined;
  };
  const plain = parts.flatMap((part) => (typeof part.expression === "string" ? [part.expression] : []));
  return new Set([...columns, ...plain, ...include, ...columnsIn(thing)]);
}
