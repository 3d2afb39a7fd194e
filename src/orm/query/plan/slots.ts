// Numbers the parameters of a statement, and remembers how each value is encoded for the database.
import type { ColumnType } from "../../column-type.ts";
import type { Dialect } from "../../dialects/dialect.ts";
import * as sql from "../../sql/node.ts";
import type { Param } from "../param.ts";

type Encode = ((value: unknown) => unknown) | undefined;

/** One placeholder: which of the shape's parameters it takes, and how. */
export interface SlotUse {
  readonly param: number;
  readonly encode: Encode;
}

/** How a field of one's own stores its values. */
export type Converter =
  | { readonly toDatabase: (value: never) => unknown; readonly fromDatabase: (stored: never) => unknown }
  | undefined;

/** The placeholders of one statement. */
export class Slots {
  readonly uses: SlotUse[] = [];
  // The same value in two places of a statement is one parameter: PostgreSQL takes a grouped expression for the
  // selected one only when both name the same parameter.
  readonly #known = new Map<string, number>();
  readonly #dialect: Dialect;
  readonly #indexes: ReadonlyMap<Param, number>;

  constructor(dialect: Dialect, params: readonly Param[]) {
    this.#dialect = dialect;
    this.#indexes = new Map(params.map((param, index) => [param, index]));
  }

  /** A placeholder for one value of a column type. */
  value(param: Param, type: ColumnType | undefined, converter?: Converter): sql.SlotNode {
    const add = (): number => this.#add(param, this.#encoder(type, converter));
    if (converter !== undefined) return sql.slot(add(), type);
    const key = `${this.#indexes.get(param)} ${JSON.stringify(type)}`;
    let index = this.#known.get(key);
    if (index === undefined) this.#known.set(key, (index = add()));
    return sql.slot(index, type);
  }

  /** A placeholder for a list. */
  list(param: Param, type: ColumnType, converter?: Converter): sql.ListSlotNode {
    const encode = this.#encoder(type, converter);
    const all = encode === undefined ? undefined : (values: unknown) => (values as unknown[]).map(encode);
    return sql.listSlot(this.#add(param, all), type);
  }

  /** A placeholder for one place of a tuple. */
  part(param: Param, index: number, type: ColumnType, converter?: Converter): sql.SlotNode {
    const encode = this.#encoder(type, converter) ?? asIs;
    return sql.slot(
      this.#add(param, (tuple) => encode((tuple as readonly unknown[])[index])),
      type,
    );
  }

  /** A placeholder for one place of each tuple in a list. */
  partList(param: Param, index: number, type: ColumnType, converter?: Converter): sql.ListSlotNode {
    const encode = this.#encoder(type, converter) ?? asIs;
    const all = (tuples: unknown): unknown[] =>
      (tuples as readonly (readonly unknown[])[]).map((tuple) => encode(tuple[index]));
    return sql.listSlot(this.#add(param, all), type);
  }

  /** A placeholder for the pattern of a match. */
  pattern(param: Param, lookup: sql.MatchLookup): sql.SlotNode {
    const encode = (value: unknown): unknown => this.#dialect.encodePattern(lookup, String(value));
    return sql.slot(this.#add(param, encode), { kind: "text" });
  }

  #add(param: Param, encode: Encode): number {
    return this.uses.push({ param: this.#indexes.get(param)!, encode }) - 1;
  }

  #encoder(type: ColumnType | undefined, converter: Converter): Encode {
    return encoderOf(this.#dialect, type, converter);
  }
}

const asIs = (value: unknown): unknown => value;

/** How values of a column type are encoded; null passes, undefined means as they are. */
export function encoderOf(dialect: Dialect, type: ColumnType | undefined, converter?: Converter): Encode {
  const encode = type === undefined ? undefined : (dialect.codec(type).encode as Encode);
  const convert = converter?.toDatabase as Encode;
  if (convert !== undefined)
    return (value) => (value === null ? null : encode === undefined ? convert(value) : encode(convert(value)));
  return encode === undefined ? undefined : (value) => (value === null ? null : encode(value));
}

/** How raw values of a column type are decoded; null passes, undefined means as they are. */
export function decoderOf(
  dialect: Dialect,
  type: ColumnType | undefined,
  converter?: Converter,
): ((raw: never) => unknown) | undefined {
  const decode = type === undefined ? undefined : (dialect.codec(type).decode as Encode);
  const convert = converter?.fromDatabase as Encode;
  if (convert === undefined) return decode;
  return (raw) => convert(decode === undefined ? raw : decode(raw));
}
