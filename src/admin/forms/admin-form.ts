// Makes the form of a model's admin: the fields that its options name, with lists of rows only where they are short.
import { editableFields, ModelChoiceField, type ModelFormStatic, modelForm } from "#forms";
import type { Request } from "#http";
import type { ModelMeta } from "#orm/internals";
import { placeOf } from "../data/site.ts";
import type { ModelAdmin } from "../options/model-admin.ts";
import { lookupField, mostOptions } from "./lookup-field.ts";

/** A form's class of any model. */
export type AdminForm = ModelFormStatic<object, never>;

/** The names of the fields that can be edited. */
export function editedFields({ meta, options }: ModelAdmin): readonly string[] {
  const all: readonly string[] = editableFields(meta.cls as never);
  const named =
    (options.fields as readonly string[] | undefined) ??
    (options.fieldsets === undefined ? all : options.fieldsets.flatMap((set) => set.fields as readonly string[]));
  const left = [
    ...((options.exclude ?? []) as readonly string[]),
    ...((options.readonlyFields ?? []) as readonly string[]),
  ];
  return named.filter((name) => all.includes(name) && !left.includes(name));
}

/** Makes the form's class for one request. */
export async function adminForm(entry: ModelAdmin, request: Request): Promise<AdminForm> {
  const { meta } = entry;
  const names = editedFields(entry);
  const large = new Set<string>();
  for (const name of names) if (await isLarge(meta, name)) large.add(name);
  const searched = (field: unknown, name: string): unknown => {
    if (!large.has(name) || !(field instanceof ModelChoiceField)) return field;
    const { target } = meta.relation(name);
    return lookupField(field, target, request.urlFor(".lookup", placeOf(target)));
  };
  return modelForm(meta.cls as never, {
    fields: names as never,
    eachField: searched as never,
    errorSummary: true,
  }) as never;
}

async function isLarge(meta: ModelMeta, name: string): Promise<boolean> {
  const relation = meta.findRelation(name);
  if (relation === undefined || relation.many) return false;
  const keys: readonly unknown[] = await relation.target.cls.objects
    .orderBy()
    .limit(mostOptions + 1)
    .flat("pk");
  return keys.length > mostOptions;
}
