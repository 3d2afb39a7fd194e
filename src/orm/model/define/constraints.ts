// Makes the constraints and indexes that a model's options list.
import type { Condition, Yields } from "../../types/expression-type.ts";
import type {
  CheckConstraint,
  ExclusionConstraint,
  ExclusionOperator,
  Index,
  UniqueConstraint,
} from "../model-options.ts";

/** No two rows agree on all of `fields`. With `where`, that holds among the rows that it admits. */
export function unique(
  name: string,
  fields: readonly string[],
  options: {
    readonly where?: Condition<unknown> | undefined;
    readonly nullsDistinct?: boolean | undefined;
    readonly message?: string | undefined;
    /** What is unique beside the fields: `[lower("name")]`. */
    readonly expressions?: readonly Yields<unknown>[] | undefined;
    /** Columns that its index carries along (PostgreSQL). */
    readonly include?: readonly string[] | undefined;
    /** When it is checked: at the end of the transaction, or of the statement unless that is put off (PostgreSQL). */
    readonly deferrable?: "deferred" | "immediate" | undefined;
  } = {},
): UniqueConstraint {
  return Object.freeze({
    kind: "unique",
    name,
    fields,
    where: options.where,
    nullsDistinct: options.nullsDistinct ?? true,
    message: options.message,
    expressions: options.expressions,
    include: options.include,
    deferrable: options.deferrable,
  });
}

/** Every row satisfies `condition`. */
export function check(
  name: string,
  condition: Condition<unknown>,
  options: { readonly message?: string | undefined } = {},
): CheckConstraint {
  return Object.freeze({ kind: "check", name, condition, message: options.message });
}

/**
 * No two rows compare true by all parts (PostgreSQL). A part is a field or an expression with its operator.
 *
 * @example
 * ```ts
 * import { exclusion, f, Model } from "demijohn/orm";
 * class Booking extends Model(
 *   "hotel.Booking",
 *   () => Booking,
 *   { room: f.integerRange(), nights: f.dateRange() },
 *   { constraints: [exclusion("free_rooms", [["room", "&&"], ["nights", "&&"]])] },
 * ) {}
 * console.log(Booking.modelName); // => hotel.Booking
 * ```
 */
export function exclusion(
  name: string,
  parts: readonly (readonly [of: string | Yields<unknown>, operator: ExclusionOperator])[],
  options: {
    /** The kind of its index; `gist` where not given. */
    readonly method?: "gist" | "spgist" | undefined;
    /** Compare these rows alone. */
    readonly where?: Condition<unknown> | undefined;
    /** When it is checked: at the end of the transaction, or of the statement unless that is put off. */
    readonly deferrable?: "deferred" | "immediate" | undefined;
    readonly message?: string | undefined;
  } = {},
): ExclusionConstraint {
  return Object.freeze({
    kind: "exclusion",
    name,
    parts: parts.map(([of, operator]) => Object.freeze({ of, operator })),
    ...options,
  });
}

/** An index over fields, `-` before a name for descending order. */
export function index(
  fields: readonly string[],
  options: {
    readonly name?: string | undefined;
    readonly expressions?: readonly Yields<unknown>[] | undefined;
    readonly where?: Condition<unknown> | undefined;
    readonly include?: readonly string[] | undefined;
    readonly method?: "btree" | "hash" | "gin" | "gist" | "brin" | undefined;
  } = {},
): Index {
  return Object.freeze({
    kind: "index",
    name: options.name,
    fields,
    expressions: options.expressions ?? [],
    where: options.where,
    include: options.include ?? [],
    method: options.method,
  });
}
