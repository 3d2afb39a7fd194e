// Types the lookups of each kind of field, as interfaces, so that an application adds its own by declaration merging.
import type { Yields } from "./expression-type.ts";

/** A query set of one column, as the right side of `in`. */
export interface OneColumnQuery<Value> {
  readonly "~column": Value;
}

/** A list of values, or a query set that yields one column of them. */
export type ValueList<Value> = readonly Value[] | OneColumnQuery<Value>;

/** The lookups of every field. */
export interface CommonLookups<Value> {
  exact: Value | Yields<Value>;
  ne: Value | Yields<Value>;
  in: ValueList<Value>;
  isnull: boolean;
}

/** The lookups of values that have an order. */
export interface OrderedLookups<Value> extends CommonLookups<Value> {
  gt: Value | Yields<Value>;
  gte: Value | Yields<Value>;
  lt: Value | Yields<Value>;
  lte: Value | Yields<Value>;
  range: readonly [Value | Yields<Value>, Value | Yields<Value>];
}

/** The lookups of text. */
export interface TextLookups<Value> extends OrderedLookups<Value> {
  iexact: string | Yields<string>;
  contains: string | Yields<string>;
  icontains: string | Yields<string>;
  startswith: string | Yields<string>;
  istartswith: string | Yields<string>;
  endswith: string | Yields<string>;
  iendswith: string | Yields<string>;
  regex: string;
  iregex: string;
  length: number;
  search: string;
  /** Alike by groups of three letters (PostgreSQL with pg_trgm). */
  trigramSimilar: string;
  trigramWordSimilar: string;
}

/** The lookups of JSON documents. Keys and indexes of the document may stand before them. */
export interface JsonLookups<Value> extends CommonLookups<Value> {
  hasKey: string;
  hasKeys: readonly string[];
  hasAnyKeys: readonly string[];
  contains: unknown;
  containedBy: unknown;
}

/** The lookups of lists (PostgreSQL). */
export interface ArrayLookups<Value> extends CommonLookups<Value> {
  contains: Value;
  containedBy: Value;
  overlap: Value;
  length: number;
}

/** The lookups of ranges (PostgreSQL). */
export interface RangeLookups<Value> extends CommonLookups<Value> {
  contains: Value | BoundOf<Value>;
  containedBy: Value;
  overlap: Value;
  /** The range ends before the given one begins. */
  fullyLt: Value;
  /** The range begins after the given one ends. */
  fullyGt: Value;
  /** The range does not reach beyond the end of the given one. */
  notGt: Value;
  /** The range does not begin before the given one. */
  notLt: Value;
  adjacentTo: Value;
}
type BoundOf<Range> = Range extends { readonly lower: infer Bound } ? NonNullable<Bound> : never;

/** The lookups by kind of field. Merge into it to add a lookup. */
export interface LookupKinds<Value> {
  text: TextLookups<Value>;
  number: OrderedLookups<Value>;
  boolean: CommonLookups<Value>;
  dateTime: OrderedLookups<Value>;
  date: OrderedLookups<Value>;
  time: OrderedLookups<Value>;
  duration: OrderedLookups<Value>;
  json: JsonLookups<Value>;
  uuid: CommonLookups<Value>;
  binary: CommonLookups<Value>;
  array: ArrayLookups<Value>;
  range: RangeLookups<Value>;
  /** A primary key of several fields. */
  tuple: OrderedLookups<Value>;
}

export type LookupKind = keyof LookupKinds<unknown>;

/** The parts that can be taken of a date. */
export interface DateParts {
  year: number;
  month: number;
  day: number;
  week: number;
  weekDay: number;
  quarter: number;
  isoYear: number;
  isoWeekDay: number;
}

/** The parts that can be taken of a time of day. */
export interface TimeParts {
  hour: number;
  minute: number;
  second: number;
}

/** The parts of an instant, in the query's time zone. */
export interface DateTimeParts extends DateParts, TimeParts {
  date: Temporal.PlainDate;
  time: Temporal.PlainTime;
}

/** The parts of a text. Merge into it to add one. */
export interface TextParts {
  length: number;
}

/** The parts of a list, beside its indexes and slices. */
export interface ArrayParts {
  length: number;
}

/** The parts of a range, beside its bounds. */
export interface RangeParts {
  isEmpty: boolean;
  lowerInclusive: boolean;
  upperInclusive: boolean;
  lowerInfinite: boolean;
  upperInfinite: boolean;
}

/** The parts that stand before a lookup, by kind of field. For example: `publishedAt__year__gte`. */
export interface TransformKinds {
  dateTime: DateTimeParts;
  date: DateParts;
  time: TimeParts;
  text: TextParts;
  array: ArrayParts;
  range: RangeParts;
}

/** The kind of lookups that a plain value takes: those of an annotation. */
export type KindOf<Value> = [Value] extends [string]
  ? "text"
  : [Value] extends [number | bigint]
    ? "number"
    : [Value] extends [boolean]
      ? "boolean"
      : [Value] extends [Date]
        ? "dateTime"
        : [Value] extends [Temporal.PlainDate]
          ? "date"
          : "number";
