// Reads instances of a model out of SQL that was written by hand: its columns are matched with the fields by their names.
import type { ColumnType } from "../../column-type.ts";
import type { RawRow } from "../../connection.ts";
import { type NamedType, typeNamed, type ValueOfType } from "../../expressions/named-type.ts";
import type { Column, ModelMeta } from "../../model/model-meta.ts";
import { compileSql } from "../../sql/compile.ts";
import type { ReadPlan } from "../plan/plan-select.ts";
import type { FetchMode, PrefetchRequest } from "../query.ts";
import { QueryError } from "../query-error.ts";
import { makeReader } from "../read/hydrate.ts";
import { prefetchAll } from "../read/prefetch.ts";
import { connectionOf } from "../run.ts";
import { userPlace } from "../user-place.ts";
import { accessOf, writtenStatement } from "./sql-query.ts";

interface RawState {
  readonly model: ModelMeta;
  readonly parts: readonly string[];
  readonly values: readonly unknown[];
  readonly alias: string | undefined;
  readonly fetchMode: FetchMode | undefined;
  /** The fields of columns that have other names. */
  readonly fields: Readonly<Record<string, string>>;
  /** The types of columns that belong to no field. */
  readonly extras: Readonly<Record<string, ColumnType>>;
  readonly prefetch: readonly PrefetchRequest[];
}

/**
 * Instances of a model, read by SQL of one's own; made by `Article.objects.raw`.
 *
 * Awaited or iterated, each time it asks anew. Fields that the SQL does not select are deferred, and touching a relation
 * loads it for all instances of the result.
 */
export class RawQuery<Row> implements PromiseLike<Row[]> {
  declare readonly "~row": Row;
  readonly #state: RawState;

  constructor(state: Pick<RawState, "model" | "parts" | "values"> & Partial<RawState>) {
    this.#state = Object.freeze({
      alias: undefined,
      fetchMode: undefined,
      fields: {},
      extras: {},
      prefetch: [],
      ...state,
    });
  }

  #with<Other = Row>(change: Partial<RawState>): RawQuery<Other> {
    return new RawQuery<Other>({ ...this.#state, ...change });
  }

  /** Names the fields of columns whose names are not theirs: `.fields({ writer: "authorId" })`. */
  fields(fields: Readonly<Record<string, string>>): RawQuery<Row> {
    return this.#with({ fields: { ...this.#state.fields, ...fields } });
  }

  /** Says the types of columns that belong to no field, which become properties: `.extras({ total: "integer" })`. */
  extras<const Types extends Readonly<Record<string, NamedType | ColumnType>>>(
    types: Types,
  ): RawQuery<Row & { readonly [Name in keyof Types]: ValueOfType<Types[Name]> | null }> {
    const extras = Object.fromEntries(Object.entries(types).map(([name, type]) => [name, typeNamed(type)]));
    return this.#with({ extras: { ...this.#state.extras, ...extras } });
  }

  /** Asks the database of this alias. */
  using(alias: string): RawQuery<Row> {
    return this.#with({ alias });
  }

  /** What touching a relation that is not loaded does. */
  fetchMode(fetchMode: FetchMode): RawQuery<Row> {
    return this.#with({ fetchMode });
  }

  /** Loads these relations with one more query each. */
  prefetchRelated(...paths: readonly string[]): RawQuery<Row> {
    const more = paths.map((path) => ({ path, query: undefined, attribute: undefined }));
    return this.#with({ prefetch: [...this.#state.prefetch, ...more] });
  }

  // biome-ignore lint/suspicious/noThenProperty: a raw query is awaited
  then<Result = Row[], Failure = never>(
    resolve?: ((rows: Row[]) => Result | PromiseLike<Result>) | null,
    reject?: ((error: unknown) => Failure | PromiseLike<Failure>) | null,
  ): Promise<Result | Failure> {
    return this.#fetch().then(resolve, reject);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    yield* await this.#fetch();
  }

  async #fetch(): Promise<Row[]> {
    const { model, alias, fetchMode, prefetch } = this.#state;
    const access = accessOf(this.#state);
    const on = connectionOf({ model, alias }, access);
    const { node, params } = writtenStatement(this.#state, on.dialect, access);
    const { rows, columns = [] } = await on.execute(compileSql(node, on.dialect), params, { columns: true });
    const { read, order } = this.#plan(columns);
    const placed = rows.map((row): RawRow => order.map((at) => row[at]));
    const source = { alias: on.alias, fetchMode: fetchMode ?? ("peers" as const) };
    const instances = makeReader(read, on.dialect)(placed, source);
    if (prefetch.length > 0)
      await prefetchAll(instances as object[], { model, prefetch, alias: on.alias, place: undefined });
    return instances as Row[];
  }

  // The columns of the instance first, then the others, each with its place in the rows as they arrive.
  #plan(names: readonly string[]): { read: ReadPlan; order: readonly number[] } {
    const { model, fields, extras } = this.#state;
    const own = new Map<Column, number>();
    const others: { readonly name: string; readonly from: number }[] = [];
    names.forEach((name, at) => {
      const wanted = fields[name] ?? name;
      const column = model.columns.find((each) => each.column === wanted) ?? model.findColumn(wanted);
      if (column === undefined) others.push({ name, from: at });
      else own.set(column, at);
    });
    const missing = model.keys.find((key) => !own.has(key));
    if (missing !== undefined) throw withoutKey(model, missing, names);
    const columns = model.columns.filter((column) => own.has(column));
    const singles = others.map(({ name }, i) => ({
      name,
      at: columns.length + i,
      type: extras[name],
      converter: undefined,
    }));
    return {
      read: {
        form: "instances",
        blocks: [
          {
            model,
            columns: columns.length === model.columns.length ? model.columns : columns,
            at: 0,
            name: "",
            parent: -1,
          },
        ],
        singles,
        width: names.length,
      },
      order: [...columns.map((column) => own.get(column)!), ...others.map(({ from }) => from)],
    };
  }
}

function withoutKey(model: ModelMeta, key: Column, names: readonly string[]): QueryError {
  return new QueryError(
    "ORM_RAW_WITHOUT_KEY",
    `The SQL of ${model.shortName}.objects.raw does not select the primary key, "${key.column}".`,
    {
      where: userPlace(),
      facts: [`Columns: ${names.join(", ") || "none"}.`],
      cure: `Select it, or name the column that holds it: .fields({ code: "${key.attribute}" }).`,
    },
  );
}
