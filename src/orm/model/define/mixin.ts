// Makes abstract parts of models: fields, and the methods of the class that extends them.
import type { ColumnsOf } from "../../types/instance-type.ts";
import type { FieldRecord } from "../../types/model-fields.ts";

/** The class that `Mixin(...)` returns. */
export interface MixinStatic<Fields> {
  readonly isMixin: true;
  readonly fields: Fields;
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
 */
export function Mixin<Fields extends FieldRecord>(fields: Fields): MixinStatic<Fields> {
  // biome-ignore lint/complexity/noStaticOnlyClass: users' classes extend it
  return class {
    static readonly isMixin = true;
    static readonly fields = fields;
  } as never;
}
