// Makes the class of an inline's forms for one request: relations are read once for all of them, and nested rows belong to a form.
import type { AnyField, ModelFormInstance } from "#forms";
import type { ModelMeta } from "#orm/internals";
import { adminForm, type FormPlace } from "../admin-form.ts";
import type { FormPlan } from "../form-plan.ts";
import type { InlineNode } from "./inline-node.ts";
import { type SharedField, sharedField } from "./shared-choices.ts";

/** A form of one row of an inline. */
export interface RowForm extends ModelFormInstance {
  /** The inlines of the row. */
  nested: readonly InlineNode[];
  plan: FormPlan | undefined;
  /** Whether its own fields say something else than the row. */
  readonly hasOwnChanges: boolean;
}

/** The class of the forms of an inline, and the fields that they share. */
export interface RowFormKind {
  readonly Form: new (options?: never) => RowForm;
  readonly shared: ReadonlyMap<string, SharedField>;
  /** The names of the fields. */
  readonly edited: readonly string[];
}

const ownNames = new Set(["ORDER", "DELETE"]);

/** Makes it. */
export async function rowFormKind(place: FormPlace): Promise<RowFormKind> {
  const Base = (await adminForm(place)) as unknown as typeof ModelFormInstance;
  const shared = new Map<string, SharedField>();
  const fields: Record<string, AnyField> = {};
  for (const [name, field] of Object.entries(Base.fields)) {
    const one = sharedField(field);
    if (one !== undefined) shared.set(name, one);
    fields[name] = one === undefined ? field : (one.field as unknown as AnyField);
  }
  class InlineRowForm extends Base {
    static override get fields(): Readonly<Record<string, AnyField>> {
      return fields;
    }
    static override get meta(): ModelMeta {
      return place.entry.meta;
    }
    nested: readonly InlineNode[] = [];
    plan: FormPlan | undefined;
    // As it was: saving makes it an old one.
    readonly #isNewRow = (this.instance as { readonly isNew: boolean }).isNew;

    // Its place and whether it is deleted are no values of the row.
    get hasOwnChanges(): boolean {
      return (this.changedData as readonly string[]).some((name) => !ownNames.has(name));
    }

    // A new row that was left empty but has rows of its own is one; one that a script gave a number is none.
    override hasChanged(): boolean {
      return this.hasOwnChanges || (this.#isNewRow && this.nested.some(({ set }) => set?.hasChanged() === true));
    }
  }
  return { Form: InlineRowForm as never, shared, edited: Object.keys(fields) };
}
