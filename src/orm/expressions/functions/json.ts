// Makes the functions of JSON: documents out of values, and the text inside a document.
import type { ColumnType } from "../../column-type.ts";
import type { PathInput } from "../aggregates.ts";
import type { Expressible } from "../condition-input.ts";
import { Expression, nodeOfPath } from "../expression.ts";
import type { PathsOf } from "./any-value.ts";

const JSON_TYPE: ColumnType = { kind: "json" };

/** A JSON object with these values; texts are paths. */
export function jsonObject<const Inputs extends Readonly<Record<string, PathInput<string>>>>(
  values: Inputs,
): Expression<{ [K in keyof Inputs]: unknown }, PathsOf<Inputs[keyof Inputs]>> {
  const args = Object.entries(values).flatMap(([key, input]): Expressible[] => [
    { kind: "constant", value: key },
    nodeOfPath(input),
  ]);
  return new Expression({ kind: "call", name: "jsonObject", args, type: JSON_TYPE });
}

/** A JSON list of these values; texts are paths. */
export function jsonArray<const Inputs extends readonly PathInput<string>[]>(
  ...values: Inputs
): Expression<{ [K in keyof Inputs]: unknown }, PathsOf<Inputs[number]>> {
  return new Expression({ kind: "call", name: "jsonArray", args: values.map(nodeOfPath), type: JSON_TYPE });
}

/** The null of JSON, which is a document. A field that is null has none. */
export const jsonNull: Expression<null> = new Expression({
  kind: "cast",
  operand: { kind: "constant", value: "null" },
  type: JSON_TYPE,
});

/** The text at a path into a JSON document. For example: `jsonText("details__guide__name")`. */
export function jsonText<const Path extends string>(path: Path): Expression<string | null, Path> {
  return new Expression({ kind: "leaf", leaf: { kind: "path", path, text: true } });
}
