// Makes the condition that chooses rows by their primary key.

import type { ModelMeta } from "../../model/model-meta.ts";
import { relationLookups } from "../lookups/lookup-table.ts";
import { Param } from "../param.ts";
import type { BoundCondition } from "../query.ts";
import { resolveLookup } from "./resolve-path.ts";

/** `pk = key`. */
export function keyIs(model: ModelMeta, key: unknown): BoundCondition {
  const { id, path, lookup } = resolveLookup(model, "pk");
  return {
    kind: "leaf",
    id,
    operand: { kind: "field", path },
    lookup,
    right: { kind: "value", param: new Param(key) },
  };
}

/** `column IN keys`; `name` is a field or property of the model. */
export function valueIn(model: ModelMeta, name: string, keys: readonly unknown[]): BoundCondition {
  const { id, path } = resolveLookup(model, `${name}__in`);
  return {
    kind: "leaf",
    id,
    operand: { kind: "field", path },
    lookup: relationLookups["in"]!,
    right: { kind: "list", param: new Param(keys) },
  };
}
