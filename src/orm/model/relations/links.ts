// Makes the joins over a table of links, from either of its sides.
import type { JoinStep, LinkTable, ModelMeta } from "../model-meta.ts";

/** The link as seen from its other side. */
export function flipped(link: LinkTable): LinkTable {
  return { ...link, sourceColumn: link.targetColumn, targetColumn: link.sourceColumn };
}

/** The joins from a model over its links to the other one. */
export function linkSteps(source: ModelMeta, target: ModelMeta, link: LinkTable): readonly JoinStep[] {
  return [
    {
      table: link.table,
      model: link.model,
      from: source.key.column,
      to: link.sourceColumn,
      fromType: source.key.type,
      many: true,
      optional: true,
    },
    {
      table: target.table,
      model: target,
      from: link.targetColumn,
      to: target.key.column,
      fromType: target.key.type,
      many: false,
      optional: false,
    },
  ];
}
