// Finds the models of a project by the names that commands and fixture files use, in an order that keys can follow.
import { didYouMean } from "#kernel";
import { findMeta, type ModelMeta } from "#orm/internals";
import { MigrationError } from "../migration-error.ts";
import type { MigrationProject } from "../project.ts";

/** A model of a project, with the label that it belongs to. */
export interface ProjectModel {
  readonly label: string;
  /** `blog.Article`. */
  readonly name: string;
  readonly meta: ModelMeta;
}

/** The models of a project that have a table of their own. */
export function projectModels(project: MigrationProject): readonly ProjectModel[] {
  return project.sources.flatMap(({ label, models }) =>
    models.flatMap((model) => {
      const meta = findMeta(model);
      return meta === undefined ? [] : [{ label, name: `${label}.${meta.shortName}`, meta }];
    }),
  );
}

/**
 * The models that names mean: `blog` for all of a label, `blog.Article` in any case for one; all where there are none.
 *
 * @throws {MigrationError} MIGRATIONS_NO_SUCH_MODEL
 */
export function pickModels(
  project: MigrationProject,
  names: readonly string[],
  without: readonly string[] = [],
): readonly ProjectModel[] {
  const models = projectModels(project);
  const meant = (name: string): readonly ProjectModel[] => {
    const found = models.filter((each) => each.label === name || each.name.toLowerCase() === name.toLowerCase());
    if (found.length > 0) return found;
    const known = models.map((each) => each.name);
    throw new MigrationError("MIGRATIONS_NO_SUCH_MODEL", `There is no model or label "${name}".`, {
      facts: [`Models: ${known.join(", ") || "none"}.`],
      cure: `Name one of them, or a label.${didYouMean(name, known)}`,
    });
  };
  const out = new Set(without.flatMap(meant));
  const wanted = names.length === 0 ? models : models.filter((each) => new Set(names.flatMap(meant)).has(each));
  return inKeyOrder(wanted.filter((each) => !out.has(each)));
}

/** The models, each after those that its keys point at, as far as they are in no ring. */
export function inKeyOrder(models: readonly ProjectModel[]): readonly ProjectModel[] {
  const byMeta = new Map(models.map((each) => [each.meta, each]));
  const ordered = new Set<ProjectModel>();
  const open = new Set<ProjectModel>();
  const visit = (model: ProjectModel): void => {
    if (ordered.has(model) || open.has(model)) return;
    open.add(model);
    for (const column of model.meta.columns) {
      if (column.definition.fieldKind !== "relation") continue;
      const target = findMeta(column.definition.to());
      const other = target === undefined ? undefined : byMeta.get(target);
      if (other !== undefined) visit(other);
    }
    open.delete(model);
    ordered.add(model);
  };
  for (const model of models) visit(model);
  return [...ordered];
}
