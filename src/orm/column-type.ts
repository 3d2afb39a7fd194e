// Defines what a column can hold: the portable column types, as frozen records that every dialect maps to its own.

/** Whole numbers of 2, 4 and 8 bytes. `bigInt` reads as `bigint`, or as `number` where `safe` (the type of automatic keys). */
export interface IntegerType {
  readonly kind: "smallInt" | "integer" | "bigInt";
  readonly safe?: true | undefined;
}
/** `boolean`, a double-precision `float`, unlimited `text`, `date`, `time` of day, `duration`, `json`, `uuid`, `binary`, an IP address. */
export interface PlainType {
  readonly kind: "boolean" | "float" | "text" | "date" | "time" | "duration" | "json" | "uuid" | "binary" | "inet";
}
/** Text of at most `maxLength` characters. */
export interface CharType {
  readonly kind: "char";
  readonly maxLength: number;
}
/** An instant, to the millisecond for `Date`; the databases keep microseconds. */
export interface DateTimeType {
  readonly kind: "dateTime";
}
/** Exact decimal numbers; values are strings such as `"10.50"` and lose no digit. */
export interface DecimalType {
  readonly kind: "decimal";
  readonly maxDigits: number;
  readonly decimalPlaces: number;
}
/** A PostgreSQL array. */
export interface ArrayType {
  readonly kind: "array";
  readonly of: ColumnType;
}
/** A PostgreSQL range. */
export interface RangeType {
  readonly kind: "range";
  readonly of: ColumnType & { readonly kind: "integer" | "bigInt" | "decimal" | "date" | "dateTime" };
}
/** A PostgreSQL full-text search vector. */
export interface TextVectorType {
  readonly kind: "textVector";
}
/** A type named in the database's own words; values pass as the driver gives and takes them. */
export interface CustomType {
  readonly kind: "custom";
  readonly name: string;
}
export type ColumnType =
  | IntegerType
  | PlainType
  | CharType
  | DateTimeType
  | DecimalType
  | ArrayType
  | RangeType
  | TextVectorType
  | CustomType;

/** The name that tells the column types apart. */
export type ColumnKind = ColumnType["kind"];
