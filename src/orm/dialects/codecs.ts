// Makes the codecs that several dialects share.
import type { Codec } from "./dialect.ts";

/** Values pass as they are, both ways. */
export const identityCodec: Codec = Object.freeze({ encode: undefined, decode: undefined });

/** JSON as text. */
export const jsonTextCodec: Codec = Object.freeze({
  encode: (value: unknown) => JSON.stringify(value),
  decode: (raw: string) => JSON.parse(raw) as unknown,
});

/** A Temporal value, by the text that it and the database both write. */
export function temporalCodec(parse: (text: string) => unknown): Codec {
  return Object.freeze({ encode: (value: unknown) => String(value), decode: parse });
}
