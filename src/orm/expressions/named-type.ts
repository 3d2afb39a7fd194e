// Names the column types for expressions whose type nothing else tells, with the value that each is read as.
import type { ColumnType } from "../column-type.ts";

/** What a value of each type is read as. */
export interface TypeValues {
  smallInt: number;
  integer: number;
  bigInt: bigint;
  float: number;
  decimal: string;
  text: string;
  char: string;
  boolean: boolean;
  date: Temporal.PlainDate;
  time: Temporal.PlainTime;
  dateTime: Date;
  duration: Temporal.Duration;
  json: unknown;
  uuid: string;
  binary: Uint8Array;
}

/** The types that a name says all of. */
export type NamedType = Exclude<keyof TypeValues, "decimal" | "char">;

/** The value of a type that is given by name or as a record. */
export type ValueOfType<Type> = Type extends keyof TypeValues
  ? TypeValues[Type]
  : Type extends { readonly kind: infer Kind extends keyof TypeValues }
    ? TypeValues[Kind]
    : unknown;

/** The record of a type. */
export function typeNamed(type: NamedType | ColumnType): ColumnType {
  return typeof type === "string" ? { kind: type } : type;
}
