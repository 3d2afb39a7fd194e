// Names the fields of a model that people write: what differences are told of.
import { editableFields } from "#forms";
import type { ModelMeta } from "#orm/internals";
import { isSecret } from "../visible-fields.ts";

/** The names, without secrets. */
export function editedNames(meta: ModelMeta): readonly string[] {
  return (editableFields(meta.cls as never) as readonly string[]).filter((name) => !isSecret(name));
}
