// Makes the keys and conditions by which generic relations are kept: the model's name, and the row's key as text.
import type { ColumnType } from "../../column-type.ts";
import { relationLookups } from "../../query/lookups/lookup-table.ts";
import { Param } from "../../query/param.ts";
import { resolveLookup } from "../../query/paths/resolve-path.ts";
import type { BoundCondition } from "../../query/query.ts";
import type { ModelMeta, Relation } from "../model-meta.ts";

const TEXTS: ReadonlySet<ColumnType["kind"]> = new Set(["char", "text", "custom"]);

/** Whether a column keeps keys as text, so that it can hold those of all models. */
export function keepsText(type: ColumnType): boolean {
  return TEXTS.has(type.kind);
}

/** A key as the column of a generic relation keeps it. */
export function keptKey(type: ColumnType, key: unknown): unknown {
  return key === null || key === undefined || !keepsText(type) ? key : String(key);
}

/** A kept key as the target's own. */
export function keyOfTarget(target: ModelMeta, kept: unknown): unknown {
  const { type } = target.key;
  if (typeof kept !== "string" || keepsText(type) || type.kind === "uuid") return kept;
  return type.kind === "bigInt" && type.safe !== true ? BigInt(kept) : Number(kept);
}

/** The condition that the rows of a generic relation point at this model. */
export function pointsHere(relation: Relation): BoundCondition {
  const { typeColumn, value } = relation.generic!;
  const { id, path } = resolveLookup(relation.target, typeColumn.attribute);
  return {
    kind: "leaf",
    id,
    operand: { kind: "field", path },
    lookup: relationLookups["exact"]!,
    right: { kind: "value", param: new Param(value) },
  };
}
