// Gives each column type its codec for SQLite, which keeps moments as ISO 8601 text and durations as microseconds.
import type { ColumnType } from "../../column-type.ts";
import { exactDigits } from "../../sql/type-of.ts";
import { temporal } from "../../temporal.ts";
import { identityCodec, jsonTextCodec, temporalCodec } from "../codecs.ts";
import { parseInstant } from "../date-text.ts";
import type { Codec } from "../dialect.ts";
import { durationFromMicroseconds, durationMicroseconds } from "../duration.ts";

const booleanCodec: Codec = {
  encode: (value: boolean) => (value ? 1 : 0),
  decode: (raw: number) => raw !== 0,
};
const bigIntCodec: Codec = {
  encode: (value: bigint | number) => BigInt(value),
  decode: (raw: bigint | number) => BigInt(raw),
};
const floatCodec: Codec = {
  // SQLite has no NaN: it would become null.
  encode: undefined,
  decode: (raw: number | string) => Number(raw),
};
const dateTimeCodec: Codec = {
  encode: (value: Date) => value.toISOString(),
  decode: (raw: string) => parseInstant(raw),
};
const dateCodec = temporalCodec((text) => temporal().PlainDate.from(text));
const timeCodec = temporalCodec((text) => temporal().PlainTime.from(text));
const durationCodec: Codec = { encode: durationMicroseconds, decode: durationFromMicroseconds };
const binaryCodec: Codec = { encode: undefined, decode: undefined };

function decimalCodec(decimalPlaces: number, maxDigits: number): Codec {
  if (maxDigits > exactDigits)
    return { encode: (value: unknown) => padDecimal(String(value), decimalPlaces), decode: undefined };
  return {
    encode: (value: unknown) => Number(value),
    decode: (raw: number | string) => (typeof raw === "number" ? raw : Number(raw)).toFixed(decimalPlaces),
  };
}

// One number has one text, so that equal decimals are equal as text too.
function padDecimal(text: string, places: number): string {
  const match = /^([+-]?)0*(\d*)(?:\.(\d*))?$/.exec(text.trim());
  if (match === null) return text;
  const [, sign, whole = "", fraction = ""] = match;
  const cut = fraction.slice(0, places).padEnd(places, "0");
  const digits = `${whole === "" ? "0" : whole}${places > 0 ? `.${cut}` : ""}`;
  return sign === "-" && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** How values of a column type travel to SQLite and back. */
export function sqliteCodec(type: ColumnType): Codec {
  switch (type.kind) {
    case "boolean":
      return booleanCodec;
    case "bigInt":
      return type.safe === true ? identityCodec : bigIntCodec;
    case "float":
      return floatCodec;
    case "dateTime":
      return dateTimeCodec;
    case "date":
      return dateCodec;
    case "time":
      return timeCodec;
    case "duration":
      return durationCodec;
    case "decimal":
      return decimalCodec(type.decimalPlaces, type.maxDigits);
    case "json":
      return jsonTextCodec;
    case "binary":
      return binaryCodec;
    default:
      return identityCodec;
  }
}
