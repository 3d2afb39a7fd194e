// Makes the functions of text. A text argument that comes first is a path; those after it are plain texts.
import type { PathInput } from "../aggregates.ts";
import { Expression, nodeOfPath } from "../expression.ts";
import type { NullOf, PathsOf } from "./any-value.ts";
import { call, callWith, INTEGER, type NullAt, plainText, TEXT, type TextInput, whole } from "./call.ts";

/** Text in lower case. */
export function lower<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("lower", [text], TEXT);
}
/** Text in upper case. */
export function upper<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("upper", [text], TEXT);
}
/** How many characters a text has. */
export function length<const Path extends string>(text: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("length", [text], INTEGER);
}
/** Texts one after the other; null counts as empty. */
export function concat<const Inputs extends readonly PathInput<string>[]>(
  ...texts: Inputs
): Expression<string, PathsOf<Inputs[number]>> {
  return call("concat", texts, TEXT);
}
/** Text without the blanks around it. */
export function trim<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("trim", [text], TEXT);
}
/** Text without the blanks before it. */
export function ltrim<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("ltrim", [text], TEXT);
}
/** Text without the blanks after it. */
export function rtrim<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("rtrim", [text], TEXT);
}
/** Part of a text: `size` characters from `start` on, which counts from 1. */
export function substr<const Path extends string>(
  text: PathInput<Path>,
  start: number,
  size?: number,
): Expression<string | NullAt<Path>, Path> {
  return call("substr", size === undefined ? [text, whole(start)] : [text, whole(start), whole(size)], TEXT);
}
/** The first `size` characters. */
export function left<const Path extends string>(
  text: PathInput<Path>,
  size: number,
): Expression<string | NullAt<Path>, Path> {
  return call("left", [text, whole(size)], TEXT);
}
/** The last `size` characters. */
export function right<const Path extends string>(
  text: PathInput<Path>,
  size: number,
): Expression<string | NullAt<Path>, Path> {
  return call("right", [text, whole(size)], TEXT);
}
/** Text with every `find` in it replaced; both are plain texts. */
export function replace<const Path extends string>(
  text: PathInput<Path>,
  find: TextInput,
  by: TextInput,
): Expression<string | NullAt<Path>, Path> {
  return callWith("replace", text, [plainText(find), plainText(by)], TEXT);
}
/** Where a plain text first stands in a text, from 1; 0 where it does not. */
export function strIndex<const Path extends string>(
  text: PathInput<Path>,
  find: TextInput,
): Expression<number | NullAt<Path>, Path> {
  return callWith("strIndex", text, [plainText(find)], INTEGER);
}
/** Text filled up before it to `size` characters, or cut to them. */
export function lpad<const Path extends string>(
  text: PathInput<Path>,
  size: number,
  fill: TextInput = " ",
): Expression<string | NullAt<Path>, Path> {
  return callWith("lpad", text, [whole(size).node, plainText(fill)], TEXT);
}
/** Text filled up after it to `size` characters, or cut to them. */
export function rpad<const Path extends string>(
  text: PathInput<Path>,
  size: number,
  fill: TextInput = " ",
): Expression<string | NullAt<Path>, Path> {
  return callWith("rpad", text, [whole(size).node, plainText(fill)], TEXT);
}
/** Text `times` times. */
export function repeat<const Path extends string>(
  text: PathInput<Path>,
  times: number,
): Expression<string | NullAt<Path>, Path> {
  return callWith("repeat", text, [whole(times).node], TEXT);
}
/** Text from its end to its beginning. */
export function reverse<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("reverse", [text], TEXT);
}
/** The character of a code point. */
export function chr<const Code extends PathInput<string> | number>(
  code: Code,
): Expression<string | NullOf<Code>, PathsOf<Code>> {
  return call("chr", [typeof code === "number" ? whole(code) : code], TEXT);
}
/** The code point of the first character. */
export function ord<const Path extends string>(text: PathInput<Path>): Expression<number | NullAt<Path>, Path> {
  return call("ord", [text], INTEGER);
}
/** Text compared and ordered by a collation of the database. */
export function collate<const Path extends string>(
  text: PathInput<Path>,
  collation: string,
): Expression<string | NullAt<Path>, Path> {
  return new Expression({ kind: "collate", operand: nodeOfPath(text), collation });
}
/** The MD5 digest of a text, in hexadecimal. */
export function md5<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("md5", [text], TEXT);
}
/** The SHA-1 digest of a text, in hexadecimal. */
export function sha1<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("sha1", [text], TEXT);
}
/** The SHA-224 digest of a text, in hexadecimal. */
export function sha224<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("sha224", [text], TEXT);
}
/** The SHA-256 digest of a text, in hexadecimal. */
export function sha256<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("sha256", [text], TEXT);
}
/** The SHA-384 digest of a text, in hexadecimal. */
export function sha384<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("sha384", [text], TEXT);
}
/** The SHA-512 digest of a text, in hexadecimal. */
export function sha512<const Path extends string>(text: PathInput<Path>): Expression<string | NullAt<Path>, Path> {
  return call("sha512", [text], TEXT);
}
