// Answers what the columns of a file may stand for in a model, and guesses it from their headings.
import { editableFields } from "#forms";
import type { Request } from "#http";
import { suggest } from "#kernel";
import type { Column, ModelMeta } from "#orm/internals";
import { planForm } from "../../forms/form-plan.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { labelOfField } from "../site.ts";
import { isSecret, mayChangeField } from "../visible-fields.ts";

/** What a column may stand for: a field, or a field of the row that a relation leads to. */
export interface ImportTarget {
  /** `name`, `cellar`, `cellar__name`, or the name of the key. */
  readonly name: string;
  /** The field of the model. */
  readonly field: string;
  /** The field of the related row that the cells name it by: `pk` unless another was chosen. */
  readonly by: string | undefined;
  readonly label: string;
  /** Whether it only finds rows, and is never written. */
  readonly isKeyOnly: boolean;
}

/** The targets of a model with the fields that may be written, its key first. */
export function importTargets(meta: ModelMeta, names: readonly string[]): readonly ImportTarget[] {
  const { key } = meta;
  const own = { field: key.name, by: undefined, isKeyOnly: true };
  // A key of several fields has no column of its own.
  const isPart = names.includes(key.name) || meta.options.primaryKey !== undefined;
  const targets: ImportTarget[] = isPart ? [] : [{ ...own, name: key.name, label: labelOfField(meta, key.name) }];
  for (const name of names) {
    const relation = meta.findRelation(name);
    const target = { name, field: name, by: relation === undefined ? undefined : "pk", isKeyOnly: false };
    const label = labelOfField(meta, name);
    targets.push({
      ...target,
      label: relation === undefined ? label : `${label} › ${labelOfField(relation.target, relation.target.key.name)}`,
    });
    for (const column of relation === undefined ? [] : naming(relation.target))
      targets.push({
        ...target,
        name: `${name}__${column.name}`,
        by: column.name,
        label: `${label} › ${labelOfField(relation!.target, column.name)}`,
      });
  }
  return targets;
}

// The fields by which people name a row: those that are unique, and short texts.
function naming(meta: ModelMeta): readonly Column[] {
  return meta.columns.filter(
    ({ name, primaryKey, unique, type, definition, scalar }) =>
      definition.fieldKind === "scalar" &&
      !primaryKey &&
      !isSecret(name) &&
      scalar.choices === undefined &&
      scalar.file === undefined &&
      (unique || type.kind === "char"),
  );
}

/** The fields that a request's import may write: those of the form that hold no files. */
export async function writableFields(entry: ModelAdmin, request: Request): Promise<readonly string[]> {
  const { meta, options } = entry;
  const all: readonly string[] = editableFields(meta.cls as never);
  const { edited } = await planForm(entry, request, undefined, true);
  const { importFields } = options as { readonly importFields?: readonly string[] | undefined };
  const named: string[] = [];
  for (const name of all) {
    const isMeant = importFields === undefined ? edited.includes(name) : importFields.includes(name);
    const isFile = meta.findColumn(name)?.scalar.file !== undefined;
    if (isMeant && !isFile && !isSecret(name) && (await mayChangeField(request, entry, name))) named.push(name);
  }
  return named;
}

/** The sets of fields by which a file's rows can be found among those that are there, of the ones that its columns stand for. */
export function matchChoices(
  meta: ModelMeta,
  mapping: readonly string[],
  targets: readonly ImportTarget[],
): readonly (readonly string[])[] {
  const mapped = new Set(mapping.map((name) => targets.find((target) => target.name === name)?.field));
  const single = meta.columns.filter((column) => column.primaryKey || column.unique).map((column) => [column.name]);
  const together = [meta.options.primaryKey ?? [], ...(meta.options.unique ?? [])].map((names) => [...names]);
  return [...single, ...together].filter((names) => names.length > 0 && names.every((name) => mapped.has(name)));
}

/** What a heading was taken for. */
export interface GuessedColumn {
  /** A target's name; empty where none fits. */
  readonly target: string;
  /** The target that a heading without one resembles. */
  readonly resembles: ImportTarget | undefined;
}

/** Guesses what headings stand for: names and labels count, whatever their case. No target is taken twice. */
export function guessTargets(
  meta: ModelMeta,
  headings: readonly string[],
  targets: readonly ImportTarget[],
): readonly GuessedColumn[] {
  const byName = new Map<string, ImportTarget>();
  for (const target of targets) {
    const { name, label, field } = target;
    for (const text of [
      name,
      label,
      meta.findColumn(field)?.attribute === undefined || target.by !== "pk" ? name : `${field}Id`,
    ])
      if (!byName.has(plain(text))) byName.set(plain(text), target);
  }
  for (const target of targets) {
    const short = plain(labelOfField(meta, target.field));
    if (!byName.has(short)) byName.set(short, target);
  }
  const key = targets.find(({ field }) => field === meta.key.name);
  if (key !== undefined && !byName.has("pk")) byName.set("pk", key);
  const taken = new Set<string>();
  return headings.map((heading) => {
    const target = byName.get(plain(heading));
    if (target !== undefined && !taken.has(target.field)) {
      taken.add(target.field);
      return { target: target.name, resembles: undefined };
    }
    const near = heading === "" ? undefined : suggest(plain(heading), [...byName.keys()]);
    return { target: "", resembles: near === undefined ? undefined : byName.get(near) };
  });
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[\s_›-]+/g, "");
}
