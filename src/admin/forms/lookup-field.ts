// Chooses one row among many by its key, found by a search while typing; no list of all rows is loaded.
import { type ChoiceList, ModelChoiceField, TextInput } from "#forms";
import type { ModelMeta } from "#orm/internals";

/** How many rows a list in a page may have; beyond that a relation is searched. */
export const mostOptions = 200;

class SearchedField extends ModelChoiceField {
  override readonly isLazy = false;
  override async loadChoices(): Promise<ChoiceList> {
    return [];
  }
}

/** The field in the place of a list: its control holds the key, and a script puts a search over it. */
export function lookupField(field: ModelChoiceField, target: ModelMeta, address: string): ModelChoiceField {
  const { widget: _list, ...options } = field.options;
  const attrs = { "data-lookup": address, autocomplete: "off" };
  const helpText = field.options.helpText ?? `The ${target.key.name} of the ${target.verboseName}.`;
  return new SearchedField({ ...options, helpText, widget: new TextInput({ attrs }) });
}
