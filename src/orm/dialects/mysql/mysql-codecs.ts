// Gives each column type its codec for MySQL and MariaDB; moments are UTC text, durations microseconds.
import type { ColumnType } from "../../column-type.ts";
import { temporal } from "../../temporal.ts";
import { identityCodec, jsonTextCodec, temporalCodec } from "../codecs.ts";
import { parseInstant } from "../date-text.ts";
import type { Codec } from "../dialect.ts";
import { durationFromMicroseconds, durationMicroseconds } from "../duration.ts";

const booleanCodec: Codec = { encode: (value: boolean) => (value ? 1 : 0), decode: (raw: number) => raw !== 0 };
const numberCodec: Codec = {
  encode: undefined,
  decode: (raw: number | string) => (typeof raw === "number" ? raw : Number(raw)),
};
const bigIntCodec: Codec = {
  encode: (value: bigint | number) => String(value),
  decode: (raw: number | string) => BigInt(raw),
};
const dateTimeCodec: Codec = {
  // DATETIME has no offset: all moments are kept in UTC.
  encode: (value: Date) => value.toISOString().slice(0, 23).replace("T", " "),
  decode: parseInstant,
};
const dateCodec = temporalCodec((text) => temporal().PlainDate.from(text));
const timeCodec = temporalCodec((text) => temporal().PlainTime.from(text));
const durationCodec: Codec = {
  encode: durationMicroseconds,
  decode: (raw: number | string) => durationFromMicroseconds(Number(raw)),
};
const jsonCodec: Codec = {
  encode: jsonTextCodec.encode,
  // MySQL's own JSON type arrives parsed, MariaDB's is text.
  decode: (raw: unknown) => (typeof raw === "string" ? (JSON.parse(raw) as unknown) : raw),
};
const binaryCodec: Codec = {
  encode: (value: Uint8Array) =>
    Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  decode: (raw: Buffer) => new Uint8Array(raw),
};

/** How values of a column type travel to MySQL or MariaDB and back. */
export function mysqlCodec(type: ColumnType): Codec {
  switch (type.kind) {
    case "boolean":
      return booleanCodec;
    case "smallInt":
    case "integer":
    case "float":
      return numberCodec;
    case "bigInt":
      return type.safe === true ? numberCodec : bigIntCodec;
    case "dateTime":
      return dateTimeCodec;
    case "date":
      return dateCodec;
    case "time":
      return timeCodec;
    case "duration":
      return durationCodec;
    case "json":
      return jsonCodec;
    case "binary":
      return binaryCodec;
    default:
      return identityCodec;
  }
}
