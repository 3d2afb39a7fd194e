// Finds the table that links two models, the joins over it, and the link as seen from its other side.
import { SetupError } from "#kernel";
import type { ManyToManyDefinition } from "../../fields/field-definition.ts";
import { singleKey } from "../define/composite-key.ts";
import type { Column, JoinStep, LinkTable, ModelMeta, Relation } from "../model-meta.ts";
import { snakeCase } from "../snake-case.ts";

interface LinkEnds {
  readonly source: ModelMeta;
  readonly target: ModelMeta;
  /** The model of `through`. */
  readonly model: ModelMeta | undefined;
}

/**
 * The table that a many-to-many field keeps its links in.
 *
 * @throws SetupError `ORM_BAD_THROUGH`, or `ORM_COMPOSITE_TARGET` for a side whose key the links cannot hold.
 */
export function linkTable(name: string, { options }: ManyToManyDefinition, ends: LinkEnds): LinkTable {
  const { source, target, model } = ends;
  const where = `${source.name}.${name}`;
  if (options.through === undefined) {
    const self = target === source;
    const own = source.shortName.toLowerCase();
    const other = target.shortName.toLowerCase();
    return {
      table: options.table ?? `${source.table}_${snakeCase(name)}`,
      model: undefined,
      sourceColumn: self ? `from_${own}_id` : `${own}_id`,
      targetColumn: self ? `to_${other}_id` : `${other}_id`,
      sourceKey: singleKey(source, where),
      targetKey: singleKey(target, where),
      automatic: true,
    };
  }
  const { throughFields } = options;
  const keysTo = (end: ModelMeta): readonly Column[] =>
    model?.columns.filter(
      (column) => column.definition.fieldKind === "relation" && model.relation(column.name).target === end,
    ) ?? [];
  const from = throughFields === undefined ? keysTo(source)[0] : model?.findColumn(throughFields[0]);
  const to =
    throughFields === undefined
      ? keysTo(target).find((column) => column !== from)
      : model?.findColumn(throughFields[1]);
  if (model === undefined || from?.references === undefined || to?.references === undefined)
    throw new SetupError("ORM_BAD_THROUGH", `${where} goes through a model without a foreign key to each side.`, {
      where,
      cure: `Give the model of "through" a foreign key to ${source.name} and one to ${target.name}, and name them in "throughFields" where it has several.`,
    });
  return {
    table: model.table,
    model,
    sourceColumn: from.column,
    targetColumn: to.column,
    sourceKey: from.references,
    targetKey: to.references,
    automatic: false,
  };
}

/** The link as seen from its other side. */
export function flipped(link: LinkTable): LinkTable {
  return {
    ...link,
    sourceColumn: link.targetColumn,
    targetColumn: link.sourceColumn,
    sourceKey: link.targetKey,
    targetKey: link.sourceKey,
  };
}

/** The joins from a model over its links to the other one. */
export function linkSteps(target: ModelMeta, link: LinkTable): readonly JoinStep[] {
  return [
    {
      table: link.table,
      model: link.model,
      from: link.sourceKey.column,
      to: link.sourceColumn,
      fromType: link.sourceKey.type,
      many: true,
      optional: true,
    },
    {
      table: target.table,
      model: target,
      from: link.targetColumn,
      to: link.targetKey.column,
      fromType: link.targetKey.type,
      many: false,
      optional: false,
    },
  ];
}

/** The relations of a model whose tables of links the framework keeps. */
export function linkRelations(meta: ModelMeta): readonly Relation[] {
  return Object.entries(meta.definitions)
    .filter(([, definition]) => definition.fieldKind === "relation" && definition.relation === "manyToMany")
    .map(([name]) => meta.relation(name))
    .filter((relation) => relation.link!.automatic);
}
