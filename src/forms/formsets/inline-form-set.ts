// Makes sets of forms of the rows that point at one row: the lines of an order, the answers of a question.
import { SetupError } from "#kernel";
import type { Column, ModelMeta } from "#orm/internals";
import type { FormSource } from "../form/form-types.ts";
import type { ModelFormInstance } from "../models/model-form-instance.ts";
import type { ModelKind } from "../models/model-form-types.ts";
import type { FromSetOptions } from "./form-set.ts";
import type { FormSetOptions } from "./form-set-instance.ts";
import {
  type LoadedRows,
  type ModelFormSetDefinition,
  ModelFormSetInstance,
  makeModelSet,
  metaOfModel,
  rowsOf,
} from "./model-form-set.ts";

// biome-ignore lint/suspicious/noExplicitAny: a form of any model; `unknown` would make the compiler compare instances and fields
type AnyModelForm = ModelFormInstance<any, any>;

/** What a set of forms of related rows shares. */
export interface InlineFormSetDefinition extends ModelFormSetDefinition {
  /** The foreign key, where the model has several to the parent. */
  readonly foreignKey?: string | undefined;
}

/** Several forms of the rows that point at one row. Made by classes that extend `inlineFormSet(...)`. */
export class InlineFormSetInstance<
  Form extends AnyModelForm = AnyModelForm,
  Parent extends object = object,
> extends ModelFormSetInstance<Form> {
  static readonly column: Column;
  /** The row that the others point at. */
  readonly instance: Parent;

  constructor(options: FormSetOptions & Partial<LoadedRows> & { readonly instance: Parent }) {
    super(options);
    this.instance = options.instance;
  }

  get #column(): Column {
    return (this.constructor as typeof InlineFormSetInstance).column;
  }

  // A form of the new row is checked as a row of this parent.
  protected override makeForm(options: Readonly<Record<string, unknown>>): Form {
    const form = super.makeForm({ ...options, alsoChecked: [this.#column.name] });
    this.prepareRow(form.instance as object);
    return form;
  }

  protected override get sharedNames(): readonly string[] {
    return [this.#column.name];
  }

  protected override prepareRow(instance: object): void {
    const { instance: parent } = this;
    // The base class makes no forms before this one has its parent.
    if (parent !== undefined) (instance as Record<string, unknown>)[this.#column.name] = parent;
  }
}

/** The class that `inlineFormSet(...)` returns. */
export interface InlineFormSetStatic<Form extends AnyModelForm, Parent extends object> {
  new (
    options: FormSetOptions & Partial<LoadedRows> & { readonly instance: Parent },
  ): InlineFormSetInstance<Form, Parent>;
  readonly definition: InlineFormSetDefinition;
  /** Makes a set of a request, with the rows that point at `instance`. */
  from<Self extends object>(
    this: new (
      options: FormSetOptions & Partial<LoadedRows> & { readonly instance: Parent },
    ) => Self,
    source: FormSource,
    options: FromSetOptions & { readonly instance: Parent },
  ): Promise<Self>;
}

/**
 * Makes the base class of a set of forms of the rows that point at one row.
 *
 * @throws SetupError `FORMS_NO_FOREIGN_KEY` where the form's model has no foreign key to it, or several.
 */
export function inlineFormSet<Form extends AnyModelForm, Parent extends object>(
  parent: ModelKind<Parent>,
  // biome-ignore lint/suspicious/noExplicitAny: the options of the form are its own
  form: new (options?: any) => Form,
  definition: InlineFormSetDefinition = {},
): InlineFormSetStatic<Form, Parent> {
  let found: Column | undefined;
  const findColumn = (): Column =>
    (found ??= columnTo(parent, (form as unknown as { readonly meta: ModelMeta }).meta, definition.foreignKey));
  return class extends InlineFormSetInstance<Form, Parent> {
    static override readonly form = form as never;
    static override readonly definition = { prefix: prefixOf(form), ...definition };
    static override get column(): Column {
      return findColumn();
    }
    static from = async function from(
      this: new (
        options: never,
      ) => InlineFormSetInstance,
      source: FormSource,
      options: FromSetOptions & { readonly instance: object },
    ): Promise<InlineFormSetInstance> {
      const { meta } = form as unknown as { readonly meta: ModelMeta };
      const { isNew } = options.instance as { readonly isNew: boolean };
      const rows = isNew ? [] : await rowsOf(meta.cls.objects.filter({ [findColumn().name]: options.instance }));
      return makeModelSet(this, source, { ...options, rows });
    };
  } as never;
}

function prefixOf(form: unknown): string {
  const { meta } = form as { readonly meta: ModelMeta };
  return meta.shortName.charAt(0).toLowerCase() + meta.shortName.slice(1);
}

function columnTo(parent: unknown, meta: ModelMeta, name: string | undefined): Column {
  const target = metaOfModel(parent);
  const columns = meta.columns.filter(
    ({ definition }) => definition.fieldKind === "relation" && metaOfModel(definition.to()) === target,
  );
  const found = name === undefined ? columns : columns.filter((column) => column.name === name);
  if (found.length === 1) return found[0]!;
  const what = found.length === 0 ? "has no foreign key" : "has several foreign keys";
  throw new SetupError(
    "FORMS_NO_FOREIGN_KEY",
    `${meta.shortName} ${what} to ${target?.shortName ?? "the parent"}${name === undefined ? "" : ` called "${name}"`}.`,
    {
      facts: columns.length === 0 ? [] : [`Foreign keys to it: ${columns.map((column) => column.name).join(", ")}.`],
      cure: `Name the one that is meant: inlineFormSet(${target?.shortName ?? "Parent"}, ${meta.shortName}Form, { foreignKey: "…" }).`,
    },
  );
}
