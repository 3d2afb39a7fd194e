// Makes the forms that rows of a file are checked by: those of the model, with relations that were looked up before.
import {
  type AnyField,
  FormInput,
  ModelChoiceField,
  type ModelFormInstance,
  ModelMultipleChoiceField,
  modelForm,
} from "#forms";
import type { ModelMeta } from "#orm/internals";
import type { FormKind } from "../../options/form-options.ts";
import type { NamedRow } from "./find-related.ts";

/** Rows of relations by field and key. */
export type KnownRows = (field: string) => ReadonlyMap<string, NamedRow> | undefined;

type FormBase = typeof ModelFormInstance & { readonly fields: Readonly<Record<string, AnyField>> };

/** Makes the class of a form with some fields of a model, from the model's own form where it has one. */
export function importForm(
  meta: ModelMeta,
  own: FormKind<string> | undefined,
  names: readonly string[],
  known: KnownRows,
): ImportForm {
  const Base = (own ?? modelForm(meta.cls as never, { fields: names as never })) as unknown as FormBase;
  const fields: Record<string, AnyField> = {};
  for (const name of names) {
    const field = Base.fields[name];
    const rows = known(name);
    if (field === undefined) continue;
    if (rows !== undefined && field instanceof ModelChoiceField) fields[name] = knownChoice(field, rows);
    else if (rows !== undefined && field instanceof ModelMultipleChoiceField) fields[name] = knownChoices(field, rows);
    else fields[name] = field;
  }
  class RowOfFileForm extends Base {
    static override get fields(): Readonly<Record<string, AnyField>> {
      return fields;
    }
  }
  return RowOfFileForm as never;
}

/** The class of a form of any model. */
export type ImportForm = new (options: {
  readonly data: FormInput;
  readonly instance?: object;
}) => ModelFormInstance<object, never>;

function knownChoice(field: ModelChoiceField, rows: ReadonlyMap<string, NamedRow>): AnyField {
  class KnownChoice extends ModelChoiceField {
    protected override async rowsOf(keys: readonly unknown[]): Promise<never[]> {
      return keys.flatMap((key) => rows.get(String(key)) ?? []) as never[];
    }
  }
  return new KnownChoice(field.options) as never;
}

function knownChoices(field: ModelMultipleChoiceField, rows: ReadonlyMap<string, NamedRow>): ModelMultipleChoiceField {
  class KnownChoices extends ModelMultipleChoiceField {
    protected override async rowsOf(keys: readonly unknown[]): Promise<never[]> {
      return keys.flatMap((key) => rows.get(String(key)) ?? []) as never[];
    }
  }
  return new KnownChoices(field.options) as never;
}

/** The input of a form. */
export function inputOf(values: Readonly<Record<string, unknown>>): FormInput {
  return new FormInput(values);
}
