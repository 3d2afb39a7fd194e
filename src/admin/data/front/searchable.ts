// Says where a model is searched whose admin names no fields for it: in its texts.
import type { ModelAdmin } from "../../options/model-admin.ts";
import { hiddenFields } from "../visible-fields.ts";

const mostFields = 3;

/** The entry with fields to search. */
export function searchable(entry: ModelAdmin): ModelAdmin {
  const { meta, options } = entry;
  if ((options.searchFields ?? []).length > 0) return entry;
  const texts = meta.columns.filter(
    ({ name, type, definition }) =>
      type.kind === "char" && definition.fieldKind === "scalar" && !hiddenFields(entry).includes(name),
  );
  return { meta, options: { ...options, searchFields: texts.slice(0, mostFields).map(({ name }) => name) as never } };
}
