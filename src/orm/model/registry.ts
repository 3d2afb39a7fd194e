// Keeps every model that is defined, so that a delete finds the rows that point at what it removes.
import { SetupError } from "#kernel";
import type { ForeignKeyDefinition } from "../fields/field-definition.ts";
import { type Column, findMeta, type ModelMeta, type Relation } from "./model-meta.ts";

/** A foreign key that points at a model. */
export interface IncomingKey {
  readonly model: ModelMeta;
  readonly column: Column;
  readonly definition: ForeignKeyDefinition;
}

let registries = 0;

/** The models that know each other: those of the program, or those of one moment of its migrations. */
export class ModelRegistry {
  /** Tells statements of this registry's models from those of others; empty for the program's own. */
  readonly tag: string;
  readonly #models = new Map<string, ModelMeta>();
  #incoming: Map<ModelMeta, IncomingKey[]> | undefined;

  constructor() {
    this.tag = registries === 0 ? "" : `${registries}/`;
    registries++;
  }

  /**
   * Adds a model; called by `Model`.
   *
   * @throws SetupError `ORM_DUPLICATE_MODEL` when the name is taken.
   */
  add(meta: ModelMeta): void {
    if (this.#models.has(meta.name))
      throw new SetupError("ORM_DUPLICATE_MODEL", `The model "${meta.name}" is defined twice.`, {
        where: meta.name,
        cure: 'Give one of them another name: Model("blog.OtherName", …).',
      });
    this.#models.set(meta.name, meta);
    this.#incoming = undefined;
  }

  /** Every model, in the order of definition. */
  all(): readonly ModelMeta[] {
    return [...this.#models.values()];
  }

  find(name: string): ModelMeta | undefined {
    return this.#models.get(name);
  }

  keysTo(meta: ModelMeta): readonly IncomingKey[] {
    this.#incoming ??= this.#gatherKeys();
    return this.#incoming.get(meta.concrete) ?? [];
  }

  #gatherKeys(): Map<ModelMeta, IncomingKey[]> {
    const incoming = new Map<ModelMeta, IncomingKey[]>();
    for (const model of this.#models.values()) {
      for (const column of model.proxy ? [] : model.ownColumns) {
        if (column.definition.fieldKind !== "relation") continue;
        const target = findMeta(column.definition.to())?.concrete;
        if (target === undefined) continue;
        const list = incoming.get(target) ?? [];
        list.push({ model, column, definition: column.definition });
        incoming.set(target, list);
      }
    }
    return incoming;
  }
}

/** The models of the program. */
export const programModels: ModelRegistry = new ModelRegistry();

/** Every model of the program, in the order of definition. */
export function allModels(): readonly ModelMeta[] {
  return programModels.all();
}

/** The model of the program with that name, or undefined. */
export function findModel(name: string): ModelMeta | undefined {
  return programModels.find(name);
}

/** The foreign keys of all models that point at this one. */
export function keysTo(meta: ModelMeta): readonly IncomingKey[] {
  return meta.registry.keysTo(meta);
}

/** The many-to-many relations, of any model, whose table of links the framework keeps and that hold keys of this one. */
export function linksOf(meta: ModelMeta): readonly { readonly table: string; readonly column: string }[] {
  const links: { table: string; column: string }[] = [];
  for (const model of meta.registry.all()) {
    for (const relation of manyToMany(model)) {
      const link = relation.link!;
      if (!link.automatic) continue;
      if (model === meta.concrete) links.push({ table: link.table, column: link.sourceColumn });
      if (relation.target.concrete === meta.concrete) links.push({ table: link.table, column: link.targetColumn });
    }
  }
  return links;
}

/** The many-to-many relations that a model declares itself. */
export function manyToMany(model: ModelMeta): Relation[] {
  return Object.entries(model.ownDefinitions)
    .filter(([, definition]) => definition.fieldKind === "relation" && definition.relation === "manyToMany")
    .map(([name]) => model.relation(name));
}
