// Makes sets of forms of a model's rows: those of a query and new ones, saved and deleted in one transaction.
import { atomic, type QuerySet } from "#orm";
import { findMeta, keyText, type ModelMeta } from "#orm/internals";
import { CharField } from "../fields/text-fields.ts";
import type { FormInstance } from "../form/form-instance.ts";
import type { FormSource } from "../form/form-types.ts";
import { readInput } from "../form/read-input.ts";
import type { ModelFormInstance } from "../models/model-form-instance.ts";
import { choiceText } from "../widgets/choices.ts";
import { HiddenInput } from "../widgets/inputs.ts";
import type { FromSetOptions } from "./form-set.ts";
import { type FormSetDefinition, FormSetInstance, type FormSetOptions } from "./form-set-instance.ts";

// biome-ignore lint/suspicious/noExplicitAny: a form of any model; `unknown` would make the compiler compare instances and fields
type AnyModelForm = ModelFormInstance<any, any>;
type InstanceOf<Form> = Form extends { readonly instance: infer Instance extends object } ? Instance : never;

/** What a set of forms of a model shares. */
export interface ModelFormSetDefinition extends FormSetDefinition {
  /** Whether rows can be changed but none added. */
  readonly editOnly?: boolean | undefined;
}

/** What one set of forms of a model is made of. */
export interface ModelFormSetOptions<Instance> extends FormSetOptions {
  /** The rows that are shown; all unless given. */
  // biome-ignore lint/suspicious/noExplicitAny: a query set of any shape of the model
  readonly queryset?: QuerySet<Instance, any> | undefined;
}

interface Row {
  readonly pk: unknown;
  delete(): Promise<unknown>;
}

interface Rows extends PromiseLike<readonly Row[]> {
  orderBy(...names: readonly string[]): Rows;
  readonly ordered: boolean;
}

/** The rows that a set was made with, loaded. */
export interface LoadedRows {
  readonly rows: readonly object[];
}

/** What {@link ModelFormSetInstance.save} did. */
export interface SavedRows<Instance> {
  readonly created: readonly Instance[];
  readonly changed: readonly { readonly instance: Instance; readonly changedData: readonly string[] }[];
  readonly deleted: readonly Instance[];
}

/** Several forms of one model. Made by classes that extend `modelFormSet(...)`. */
export class ModelFormSetInstance<Form extends AnyModelForm = AnyModelForm> extends FormSetInstance<Form> {
  readonly #rows: readonly object[];
  readonly #byKey: ReadonlyMap<string, object>;

  constructor(options: FormSetOptions & Partial<LoadedRows> = {}) {
    super(options);
    this.#rows = options.rows ?? [];
    this.#byKey = new Map(this.#rows.map((row) => [keyText(this.#meta, (row as Row).pk), row]));
  }

  get #meta(): ModelMeta {
    return ((this.constructor as typeof FormSetInstance).form as unknown as { readonly meta: ModelMeta }).meta;
  }

  get #keyName(): string {
    return this.#meta.key.attribute;
  }

  protected override get initialCount(): number {
    return this.#rows.length;
  }

  // A row is found by the key that was sent, among the rows that the program gave: no other can be reached.
  protected override formOptions(index: number): Readonly<Record<string, unknown>> {
    if (index < 0 || index >= this.counts.initial) return this.newOptions(index);
    if (this.input === undefined) return { instance: this.#rows[index] };
    const instance = this.#byKey.get(String(this.input.get(`${this.prefix}-${index}-${this.#keyName}`) ?? ""));
    return instance === undefined ? {} : { instance };
  }

  /** The options of a form for a new row. */
  protected newOptions(index: number): Readonly<Record<string, unknown>> {
    return super.formOptions(index - this.counts.initial);
  }

  protected override addFields(form: Form, index: number | undefined): void {
    const { pk } = form.instance as unknown as Row;
    (form as unknown as FormInstance).setField(
      this.#keyName,
      new CharField({
        required: false,
        widget: new HiddenInput(),
        ...(index === undefined ? {} : { initial: keyText(this.#meta, pk) }),
      }) as never,
    );
    super.addFields(form, index);
  }

  protected override afterClean(): void {
    for (const form of this.initialForms) {
      const isKnown = !(form.instance as { readonly isNew: boolean }).isNew;
      if (!isKnown && !this.isDeleted(form))
        form.addError(null, {
          code: "invalid_choice",
          message: "Select a valid choice. That choice is not one of the available choices.",
        });
    }
    this.#checkDuplicates();
  }

  /** The fields that have one value in all rows of the set. */
  protected get sharedNames(): readonly string[] {
    return [];
  }

  // What must be unique in the table must be so among the forms, of which none is in the table yet.
  #checkDuplicates(): void {
    const meta = this.#meta;
    const single = meta.columns.filter((column) => column.unique).map((column) => [column.name]);
    const constraints = (meta.options.constraints ?? []).filter((each) => each.kind === "unique");
    const plain = constraints.filter((each) => each.where === undefined && (each.expressions ?? []).length === 0);
    const { primaryKey = [], unique = [] } = meta.options;
    for (const all of [...single, primaryKey, ...unique, ...plain.map(({ fields }) => fields)]) {
      const names = all.filter((name) => !this.sharedNames.includes(name));
      if (names.length === 0) continue;
      const seen = new Set<string>();
      for (const form of this.forms) {
        const clean = form.cleanedData as Readonly<Record<string, unknown>>;
        if (
          this.isDeleted(form) ||
          !names.every((name) => Object.hasOwn(clean, name) && clean[name] !== null && clean[name] !== "")
        )
          continue;
        const key = JSON.stringify(names.map((name) => choiceText(keyOf(clean[name]))));
        if (seen.has(key)) this.#refuse(form, names);
        seen.add(key);
      }
    }
  }

  #refuse(form: Form, names: readonly string[]): void {
    const params = { fields: names.join(", ") };
    this.addError({ code: "duplicate", message: "Please correct the duplicate data for {fields}.", params });
    form.addError(null, { code: "duplicate", message: "Please correct the duplicate values below." });
  }

  /**
   * Writes all forms in one transaction: changed rows, new ones, and deletions.
   *
   * Returns undefined where a form has errors, among them those that the database tells.
   */
  async save(): Promise<SavedRows<InstanceOf<Form>> | undefined> {
    if (!this.isValid()) return undefined;
    const done: {
      created: object[];
      changed: { instance: object; changedData: readonly string[] }[];
      deleted: object[];
    } = { created: [], changed: [], deleted: [] };
    try {
      await atomic(() => this.#write(done));
    } catch (error) {
      if (error === refused) return undefined;
      throw error;
    }
    return done as never;
  }

  async #write(done: {
    created: object[];
    changed: { instance: object; changedData: readonly string[] }[];
    deleted: object[];
  }): Promise<void> {
    const { editOnly } = this.definition as ModelFormSetDefinition;
    const initial = this.initialForms;
    for (const form of this.forms) {
      const isInitial = initial.includes(form);
      const { instance } = form as { readonly instance: object };
      if (this.isDeleted(form)) {
        if (!isInitial || (instance as { readonly isNew: boolean }).isNew) continue;
        await (instance as Row).delete();
        done.deleted.push(instance);
        continue;
      }
      const changedData = (form.changedData as readonly string[]).filter(
        (name) => name !== "ORDER" && name !== "DELETE",
      );
      if (!form.hasChanged() || (!isInitial && editOnly === true)) continue;
      this.prepareRow(instance);
      if ((await form.save()) === undefined) throw refused;
      if (isInitial) done.changed.push({ instance, changedData });
      else done.created.push(instance);
    }
  }

  /** Completes a row before it is written. */
  protected prepareRow(_instance: object): void {}
}

// Thrown to undo what was written when a form is refused by the database.
const refused: unique symbol = Symbol("refused");

function keyOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "pk" in value ? (value as Row).pk : value;
}

/** The class that `modelFormSet(...)` returns. */
export interface ModelFormSetStatic<Form extends AnyModelForm> {
  new (options?: FormSetOptions & Partial<LoadedRows>): ModelFormSetInstance<Form>;
  readonly definition: ModelFormSetDefinition;
  /** Makes a set of a request, with the rows of `queryset`. */
  from<Self extends object>(
    this: new (
      options?: FormSetOptions & Partial<LoadedRows>,
    ) => Self,
    source: FormSource,
    options?: FromSetOptions & Pick<ModelFormSetOptions<InstanceOf<Form>>, "queryset">,
  ): Promise<Self>;
}

/** Makes the base class of a set of forms of a model's rows. */
export function modelFormSet<Form extends AnyModelForm>(
  // biome-ignore lint/suspicious/noExplicitAny: the options of the form are its own
  form: new (options?: any) => Form,
  definition: ModelFormSetDefinition = {},
): ModelFormSetStatic<Form> {
  return class extends ModelFormSetInstance<Form> {
    static override readonly form = form as never;
    static override readonly definition = definition;
    static from = async function from(
      this: new (
        options?: FormSetOptions & Partial<LoadedRows>,
      ) => ModelFormSetInstance,
      source: FormSource,
      options: FromSetOptions & { readonly queryset?: unknown } = {},
    ): Promise<ModelFormSetInstance> {
      const { meta } = form as unknown as { readonly meta: ModelMeta };
      const { queryset = meta.defaultManager, ...rest } = options;
      return makeModelSet(this, source, { ...rest, rows: await rowsOf(queryset as Rows) });
    };
  } as never;
}

/** The rows of a query, in an order that does not change between two requests. */
export async function rowsOf(queryset: Rows): Promise<readonly object[]> {
  return queryset.ordered ? queryset : queryset.orderBy("pk");
}

/** Makes a set of a request and of rows. */
export async function makeModelSet<Kind extends ModelFormSetInstance>(
  SetKind: new (options: never) => Kind,
  source: FormSource,
  options: FromSetOptions & LoadedRows & Readonly<Record<string, unknown>>,
): Promise<Kind> {
  const { input, settings } = await readInput(source, options as never);
  const { bind: _bind, ...rest } = options;
  const set = new SetKind({ ...rest, settings, ...(input === undefined ? {} : { data: input }) } as never);
  const isGood = await set.validate();
  return isGood ? set : set.load();
}

/** The model of a class. */
export function metaOfModel(model: unknown): ModelMeta | undefined {
  return findMeta(model);
}
