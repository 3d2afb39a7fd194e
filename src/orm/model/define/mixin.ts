// Makes abstract parts of models: fields, the methods of the class that extends them, and what their managers can do.
import type { QuerySet } from "../../query/query-set.ts";
import type { ColumnsOf, ModelBase } from "../../types/instance-type.ts";
import type { FieldRecord } from "../../types/model-fields.ts";
import type { ManagerParts } from "./managers.ts";

/** A row of some model that has the fields of a mixin. */
export type MixinRow<Fields> = ModelBase<"", Fields> & ColumnsOf<Fields>;

/** What a mixin gives to `objects` of its models. */
export interface MixinOptions<Fields, Methods> {
  /** Which rows `objects` begins with: all.filter({ deletedAt: null }). */
  readonly objects?: ((all: QuerySet<MixinRow<Fields>>) => QuerySet<MixinRow<Fields>>) | undefined;
  /** Methods of the query set, in which `this` is the query so far. */
  readonly methods?: (Methods & ThisType<QuerySet<MixinRow<Fields>>>) | undefined;
}

/** The class that `Mixin(...)` returns. */
export interface MixinStatic<Fields, Methods = unknown> {
  readonly isMixin: true;
  readonly fields: Fields;
  /** What it gives to the managers of models. */
  readonly manager: ManagerParts;
  /** Types alone: the methods of the managers. */
  readonly "~methods": Methods;
  new (): ColumnsOf<Fields>;
}

/**
 * Makes the base class of an abstract part, for the option `mixins` of models.
 *
 * @example
 * ```ts
 * import { f, Mixin, Model } from "demijohn/orm";
 * class Timestamped extends Mixin({ createdAt: f.dateTime({ autoNowAdd: true }) }) {
 *   get year() {
 *     return this.createdAt.getUTCFullYear();
 *   }
 * }
 * class Note extends Model("memo.Note", () => Note, { text: f.text() }, { mixins: [Timestamped] }) {}
 * console.log(new Note({ text: "x", createdAt: new Date("2026-02-01") }).year);
 * ```
 *
 * The manager of each model that has it begins with `objects`, and has the `methods`.
 *
 * @example
 * ```ts
 * import { createTables, defineDatabases, f, Mixin, Model } from "demijohn/orm";
 * class Kept extends Mixin({ deletedAt: f.dateTime({ null: true }) }, {
 *   objects: (all) => all.filter({ deletedAt: null }),
 *   methods: {
 *     before(day: Date) {
 *       return this.filter({ deletedAt__lt: day });
 *     },
 *   },
 * }) {}
 * class Memo extends Model("memo.Memo", () => Memo, { text: f.text() }, { mixins: [Kept] }) {}
 * defineDatabases({ default: "sqlite::memory:" });
 * await createTables([Memo]);
 * await Memo.objects.bulkCreate([{ text: "a" }, { text: "b", deletedAt: new Date(0) }]);
 * console.log(await Memo.objects.flat("text"), await Memo.objects.before(new Date()).count()); // => [ 'a' ] 0
 * ```
 */
export function Mixin<Fields extends FieldRecord, Methods = unknown>(
  fields: Fields,
  options: MixinOptions<Fields, Methods> = {},
): MixinStatic<Fields, Methods> {
  // biome-ignore lint/complexity/noStaticOnlyClass: users' classes extend it
  return class {
    static readonly isMixin = true;
    static readonly fields = fields;
    static readonly manager = options;
  } as never;
}
