// Writes keys as texts for addresses and forms, and reads them back: one value as it is, several with commas between them.
import { valueFromJson, valueToJson } from "../../fields/json-values.ts";
import type { Column, ModelMeta } from "../model-meta.ts";

/** The key of a row as a text that {@link keyFromText} reads: `7`, or `7,draft` for a key of two fields. */
export function keyText(meta: ModelMeta, pk: unknown): string {
  const { key, keys } = meta;
  if (key.parts === undefined) return partText(key, pk);
  // What parts them, and the sign of what stands for it, are written in another way within a value.
  return keys
    .map((part, i) => partText(part, (pk as readonly unknown[])[i]).replace(/[%,]/g, encodeURIComponent))
    .join();
}

/** The key that a text of {@link keyText} stands for; undefined for a text that is no key of the model. */
export function keyFromText(meta: ModelMeta, text: string): unknown {
  const { key, keys } = meta;
  if (key.parts === undefined) return partOf(key, text);
  const texts = text.split(",");
  if (texts.length !== keys.length) return undefined;
  const values = keys.map((part, i) => partOf(part, texts[i]!.replace(/%(25|2C)/g, decodeURIComponent)));
  return values.includes(undefined) ? undefined : values;
}

function partText({ type }: Column, value: unknown): string {
  const plain = valueToJson(value, type);
  return typeof plain === "object" ? JSON.stringify(plain) : String(plain);
}

const WHOLE = { smallInt: 32_767n, integer: 2_147_483_647n, bigInt: 9_223_372_036_854_775_807n } as const;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

// Texts come from visitors: what the column cannot hold is no key, and must not reach the database.
function partOf({ type }: Column, text: string): unknown {
  if (text.includes("\0")) return undefined;
  switch (type.kind) {
    case "smallInt":
    case "integer":
    case "bigInt": {
      const number = /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
      if (number === undefined || number > WHOLE[type.kind] || number < -WHOLE[type.kind] - 1n) return undefined;
      if (type.kind === "bigInt" && type.safe !== true) return number;
      return Number.isSafeInteger(Number(number)) ? Number(number) : undefined;
    }
    case "float":
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
    case "decimal":
      return /^-?\d+(\.\d+)?$/.test(text) ? text : undefined;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "uuid":
      return UUID.test(text) ? text : undefined;
    case "char":
    case "text":
    case "inet":
      return text;
    default:
      return readValue(type, text);
  }
}

function readValue(type: Column["type"], text: string): unknown {
  const structured = type.kind === "array" || type.kind === "range" || type.kind === "json";
  try {
    const value = valueFromJson(structured ? JSON.parse(text) : text, type);
    return value instanceof Date && Number.isNaN(value.getTime()) ? undefined : value;
  } catch {
    return undefined;
  }
}
