// Makes the class of a row's form for one request: the fields of its plan, each asked for as the admin's options want it.
import { type AnyField, editableFields, type FormInstance, type ModelFormStatic, modelForm } from "#forms";
import { type ControlPlace, controlOf } from "./controls/control-of.ts";
import type { FormPlan } from "./form-plan.ts";

/** A form's class of any model. */
export type AdminForm = ModelFormStatic<object, never>;

/** What a form is made for. */
export interface FormPlace extends ControlPlace {
  readonly plan: FormPlan;
  /** What the ids of the controls are made of, where a page has several forms: `popup_%s`. */
  readonly autoId?: string | undefined;
}

type FormBase = typeof FormInstance & { readonly fields: Readonly<Record<string, AnyField>> };

/** Makes it. */
export async function adminForm(place: FormPlace): Promise<AdminForm> {
  const { entry, plan, autoId } = place;
  const Base = (plan.form ?? standardForm(place)) as unknown as FormBase;
  const fields: Record<string, AnyField> = {};
  for (const name of plan.edited) {
    const standard = Base.fields[name];
    if (standard !== undefined) fields[name] = await controlOf(place, name, standard);
  }
  class AdminModelForm extends Base {
    static override get fields(): Readonly<Record<string, AnyField>> {
      return fields;
    }
    static override readonly definition = {
      ...Base.definition,
      errorSummary: true,
      ...(autoId === undefined ? {} : { autoId }),
    };
  }
  Object.defineProperty(AdminModelForm, "name", { value: `${entry.meta.shortName}Form` });
  return AdminModelForm as never;
}

function standardForm({ entry: { meta }, plan }: FormPlace): unknown {
  const all: readonly string[] = editableFields(meta.cls as never);
  return modelForm(meta.cls as never, { fields: plan.edited.filter((name) => all.includes(name)) as never });
}
