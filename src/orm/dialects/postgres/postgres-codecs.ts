// Gives each column type its codec for PostgreSQL, whose drivers hand over every value as the text the server sent.
import type { ColumnType, RangeType } from "../../column-type.ts";
import { temporal } from "../../temporal.ts";
import { identityCodec, jsonTextCodec, temporalCodec } from "../codecs.ts";
import { parseInstant } from "../date-text.ts";
import type { Codec } from "../dialect.ts";
import { durationMicroseconds, parseInterval } from "../duration.ts";

const numberCodec: Codec = { encode: undefined, decode: (raw: string) => +raw };
const booleanCodec: Codec = { encode: undefined, decode: (raw: string) => raw === "t" };
const bigIntCodec: Codec = { encode: undefined, decode: (raw: string) => BigInt(raw) };
const dateTimeCodec: Codec = { encode: (value: Date) => value.toISOString(), decode: parseInstant };
const dateCodec = temporalCodec((text) => temporal().PlainDate.from(text));
const timeCodec = temporalCodec((text) => temporal().PlainTime.from(text));
const durationCodec: Codec = {
  encode: (value: Temporal.Duration) => `${durationMicroseconds(value)} microseconds`,
  decode: parseInterval,
};
const binaryCodec: Codec = {
  encode: (value: Uint8Array) =>
    Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  decode: (raw: string) => new Uint8Array(Buffer.from(raw.slice(2), "hex")),
};

/** A range of PostgreSQL: `[lower, upper)`. A side is null where it is open, and `empty` where nothing is in it. */
export interface RangeValue<Value = unknown> {
  readonly lower: Value | null;
  readonly upper: Value | null;
  /** `[)` where not given: the lower bound is in the range, the upper one is not. */
  readonly bounds?: "[)" | "[]" | "(]" | "()" | undefined;
  readonly empty?: boolean | undefined;
}

function rangeCodec(of: RangeType["of"]): Codec {
  const inner = postgresCodec(of);
  const decode = (text: string | undefined) =>
    text === undefined ? null : inner.decode === undefined ? text : inner.decode(text as never);
  return {
    encode(value: RangeValue) {
      if (value.empty === true) return "empty";
      const bounds = value.bounds ?? "[)";
      const bound = (end: unknown) =>
        end === null ? "" : quoteElement(String(inner.encode === undefined ? end : inner.encode(end as never)));
      return `${bounds[0]}${bound(value.lower)},${bound(value.upper)}${bounds[1]}`;
    },
    decode(raw: string): RangeValue {
      if (raw === "empty") return { lower: null, upper: null, bounds: "()", empty: true };
      const match = /^([[(])(?:"((?:[^"\\]|\\.|"")*)"|([^",]*)),(?:"((?:[^"\\]|\\.|"")*)"|([^",)\]]*))([\])])$/.exec(
        raw,
      );
      if (match === null) throw new TypeError(`Not a range: ${raw}`);
      const [, open, lowerQuoted, lower, upperQuoted, upper, close] = match;
      const end = (quoted: string | undefined, plain: string | undefined) =>
        decode(quoted ?? (plain === "" ? undefined : plain));
      return {
        lower: end(lowerQuoted, lower),
        upper: end(upperQuoted, upper),
        bounds: `${open}${close}` as NonNullable<RangeValue["bounds"]>,
      };
    },
  };
}

function quoteElement(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function arrayCodec(of: ColumnType): Codec {
  const inner = postgresCodec(of);
  const encodeItem = (item: unknown): unknown => {
    if (item === null || item === undefined) return "NULL";
    if (of.kind === "array") return inner.encode!(item as never);
    if (of.kind === "binary") return `"\\\\x${Buffer.from(item as Uint8Array).toString("hex")}"`;
    return quoteElement(String(inner.encode === undefined ? item : inner.encode(item as never)));
  };
  return {
    encode: (value: readonly unknown[]) => `{${value.map(encodeItem).join(",")}}`,
    decode: (raw: string) => parseArray(raw, leafDecode(of)),
  };
}

// The text of an array of arrays is one text, whose innermost values alone are decoded.
function leafDecode(type: ColumnType): Codec["decode"] {
  return type.kind === "array" ? leafDecode(type.of) : postgresCodec(type).decode;
}

/** Reads PostgreSQL's array text, `{1,NULL,"a \"b\"",{2}}`. */
export function parseArray(raw: string, decode: Codec["decode"]): unknown[] {
  let at = raw.indexOf("{");
  const read = (): unknown[] => {
    const items: unknown[] = [];
    at++;
    while (raw[at] !== "}") {
      if (raw[at] === ",") at++;
      if (raw[at] === "{") {
        items.push(read());
      } else if (raw[at] === '"') {
        let text = "";
        for (at++; raw[at] !== '"'; at++) text += raw[at] === "\\" ? raw[++at] : raw[at];
        at++;
        items.push(decode === undefined ? text : decode(text as never));
      } else {
        const start = at;
        while (raw[at] !== "," && raw[at] !== "}") at++;
        const text = raw.slice(start, at);
        items.push(text === "NULL" ? null : decode === undefined ? text : decode(text as never));
      }
    }
    at++;
    return items;
  };
  return read();
}

/** How values of a column type travel to PostgreSQL and back. */
export function postgresCodec(type: ColumnType): Codec {
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
      return jsonTextCodec;
    case "binary":
      return binaryCodec;
    case "array":
      return arrayCodec(type.of);
    case "range":
      return rangeCodec(type.of);
    default:
      return identityCodec;
  }
}
