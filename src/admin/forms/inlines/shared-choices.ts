// Makes a relation's field read its rows once for all forms of an inline, however many there are.
import { type ChoiceList, ModelChoiceField, ModelMultipleChoiceField } from "#forms";
import { keyFromText, keyText, type ModelMeta } from "#orm/internals";
import { rowsOf } from "../controls/control-of.ts";

interface Row {
  readonly pk: unknown;
}

/** A field of a relation, for many forms. */
export interface SharedField {
  readonly field: ModelChoiceField | ModelMultipleChoiceField;
  /** Reads the rows of some keys, as they were sent, in one query. */
  prime(keys: readonly string[]): Promise<void>;
}

/** Makes it; undefined for a field that chooses no rows. */
export function sharedField(given: unknown): SharedField | undefined {
  if (!(given instanceof ModelChoiceField || given instanceof ModelMultipleChoiceField)) return undefined;
  // On the object itself: its class may be any that chooses rows.
  const field = given.with({});
  const loadChoices = field.loadChoices.bind(field);
  let choices: Promise<ChoiceList> | undefined;
  field.loadChoices = () => (choices ??= loadChoices());
  if (field instanceof ModelMultipleChoiceField) return { field, prime: async () => {} };
  const known = new Map<string, object>();
  const toValue = field.toValue.bind(field);
  field.toValue = async (raw, context) => known.get(String(raw)) ?? toValue(raw, context);
  return {
    field,
    async prime(keys) {
      const asked = [...new Set(keys)].filter((key) => key !== "" && !known.has(key));
      if (field.options.toFieldName !== undefined || asked.length < 2) return;
      const rows = rowsOf(field as never);
      const model = rows.query.model as ModelMeta;
      const typed = asked.map((key) => keyFromText(model, key)).filter((key) => key !== undefined);
      const found: readonly Row[] = typed.length === 0 ? [] : await rows.filter({ pk__in: typed });
      for (const row of found) known.set(keyText(model, row.pk), row);
    },
  };
}
