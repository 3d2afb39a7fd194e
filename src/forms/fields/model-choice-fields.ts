// Defines the fields that choose among the rows of a query: one instance, or several.
import type { QuerySet } from "#orm";
import type { ModelMeta } from "#orm/internals";
import type { MessageText } from "#validate";
import { Select, SelectMultiple } from "../widgets/choice-widgets.ts";
import { type ChoiceList, choiceText } from "../widgets/choices.ts";
import { MultipleHiddenInput } from "../widgets/inputs.ts";
import type { Widget } from "../widgets/widget.ts";
import type { ChoosingField } from "./choice-fields.ts";
import { Field, type FieldContext, type FieldOptions, isEmpty } from "./field.ts";

/** A query set of any model, or a function that makes one for each form. */
// biome-ignore lint/suspicious/noExplicitAny: a query set of any model; `unknown` would make the compiler compare its methods
export type QuerySource<Instance> = QuerySet<Instance, any> | (() => QuerySet<Instance, any>);

/** Options of the fields that choose rows. */
export interface ModelChoiceFieldOptions<Instance = object> extends FieldOptions {
  readonly queryset: QuerySource<Instance>;
  /** The label of the empty choice; null for none. */
  readonly emptyLabel?: string | null | undefined;
  /** The field that stands for a row in the page: its key unless given. */
  readonly toFieldName?: string | undefined;
  /** The label of a row: its text unless given. */
  readonly labelFor?: ((instance: Instance) => string) | undefined;
}

interface Row {
  readonly pk: unknown;
  readonly meta: ModelMeta;
  readonly [name: string]: unknown;
}

interface Query {
  // biome-ignore lint/suspicious/noExplicitAny: the condition's type belongs to a model that is not known here
  filter(where: any): Query & PromiseLike<Row[]>;
  all(): Query & PromiseLike<Row[]>;
  readonly query: { readonly model: ModelMeta };
}

// The most rows that a list in a page holds; a model with more wants another widget.
const mostValues = 10_000;

abstract class RowField<Value, Instance>
  extends Field<Value, ModelChoiceFieldOptions<Instance>>
  implements ChoosingField
{
  readonly isLazy: boolean = true;

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return {
      invalid_choice: "Select a valid choice. That choice is not one of the available choices.",
      invalid_list: "Enter a list of values.",
      invalid_pk_value: "“{pk}” is not a valid value.",
    };
  }

  /** The query, fresh for each use. */
  protected get query(): Query {
    const { queryset } = this.options;
    return (typeof queryset === "function" ? (queryset as () => unknown)() : queryset) as Query;
  }

  protected label(row: Row): string {
    const { labelFor } = this.options;
    return labelFor === undefined ? String(row) : labelFor(row as Instance);
  }

  /** What stands for a row, or for its key, in the page. */
  protected keyOf(value: unknown): unknown {
    if (typeof value !== "object" || value === null) return value;
    const { toFieldName = "pk" } = this.options;
    return (value as Row)[toFieldName];
  }

  async loadChoices(): Promise<ChoiceList> {
    const rows = await this.query.all();
    return rows.map((row) => ({ heading: undefined, options: [{ value: this.keyOf(row), label: this.label(row) }] }));
  }

  /** The rows of some keys. @throws ValidationError for a key that cannot be one. */
  protected async rowsOf(keys: readonly unknown[], fault: string): Promise<Row[]> {
    const { toFieldName = "pk" } = this.options;
    const typed = keys.map((key) => {
      const value = this.#typed(key, toFieldName);
      if (value === undefined) throw this.error(fault, { pk: key, value: key });
      return value;
    });
    return this.query.filter({ [`${toFieldName}__in`]: typed });
  }

  // A text that cannot be a key would be an error of the database rather than of the visitor.
  #typed(raw: unknown, name: string): unknown {
    const column = this.query.query.model.findColumn(name);
    if (column === undefined) return raw;
    const text = choiceText(raw);
    switch (column.type.kind) {
      case "bigInt":
      case "integer":
      case "smallInt":
        return integerKey(text, column.type.kind, "safe" in column.type && column.type.safe === true);
      case "uuid":
        return /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text) ? text : undefined;
      default:
        return text.includes("\0") ? undefined : text;
    }
  }
}

function integerKey(text: string, kind: string, isSafe: boolean): number | bigint | undefined {
  if (!/^-?\d{1,19}$/.test(text)) return undefined;
  if (kind === "bigInt" && !isSafe) return BigInt.asIntN(64, BigInt(text)) === BigInt(text) ? BigInt(text) : undefined;
  const number = Number(text);
  const limit = kind === "smallInt" ? 32_767 : kind === "integer" ? 2_147_483_647 : Number.MAX_SAFE_INTEGER;
  return Math.abs(number) <= limit ? number : undefined;
}

/** One row of a query. */
export class ModelChoiceField<Instance = object, Value = Instance | null> extends RowField<Value, Instance> {
  protected override defaultWidget(): Widget {
    return new Select();
  }

  override async loadChoices(): Promise<ChoiceList> {
    const { emptyLabel = "---------", initial } = this.options;
    const rows = await super.loadChoices();
    // Where a value must be given and there is one already, there is nothing to leave empty.
    const hasEmpty = emptyLabel !== null && !(this.required && !isEmpty(initial));
    return hasEmpty ? [{ heading: undefined, options: [{ value: "", label: emptyLabel }] }, ...rows] : rows;
  }

  async toValue(raw: unknown, _context: FieldContext): Promise<Value> {
    const key = this.keyOf(raw);
    if (isEmpty(key)) return null as Value;
    const [row] = await this.rowsOf([key], "invalid_choice");
    if (row === undefined) throw this.error("invalid_choice", { value: key });
    return row as Value;
  }

  override prepare(value: unknown): unknown {
    return this.keyOf(value);
  }

  override hasChanged(initial: unknown, raw: unknown): boolean {
    return !this.disabled && choiceText(this.keyOf(initial)) !== choiceText(this.keyOf(raw));
  }
}

/** Several rows of a query. */
export class ModelMultipleChoiceField<Instance = object> extends RowField<Instance[], Instance> {
  protected override defaultWidget(): Widget {
    return new SelectMultiple();
  }

  override hiddenWidget(): Widget {
    return new MultipleHiddenInput();
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return {
      ...super.defaultMessages(),
      invalid_choice: "Select a valid choice. {value} is not one of the available choices.",
    };
  }

  async toValue(raw: unknown): Promise<Instance[]> {
    if (isEmpty(raw)) return [];
    if (!Array.isArray(raw)) throw this.error("invalid_list");
    const keys = [...new Set(raw.map((value) => choiceText(this.keyOf(value))))];
    if (keys.length > mostValues) throw this.error("invalid_list");
    const rows = await this.rowsOf(keys, "invalid_pk_value");
    const found = new Set(rows.map((row) => choiceText(this.keyOf(row))));
    const missing = keys.find((key) => !found.has(key));
    if (missing !== undefined) throw this.error("invalid_choice", { value: missing });
    return rows as Instance[];
  }

  override prepare(value: unknown): unknown {
    return Array.isArray(value) ? value.map((one) => this.keyOf(one)) : value;
  }

  override hasChanged(initial: unknown, raw: unknown): boolean {
    if (this.disabled) return false;
    const texts = (value: unknown): Set<string> =>
      new Set((Array.isArray(value) ? value : isEmpty(value) ? [] : [value]).map((one) => choiceText(this.keyOf(one))));
    const [before, after] = [texts(initial), texts(raw)];
    return before.size !== after.size || [...before].some((key) => !after.has(key));
  }
}

/** The functions of `field` that choose rows. */
export interface ModelChoiceBuilders {
  /** One row of a query. */
  modelChoice<Instance extends object, const O extends Omit<ModelChoiceFieldOptions<Instance>, "queryset"> = {}>(
    options: { readonly queryset: QuerySource<Instance> } & O,
  ): Field<O extends { readonly required: false } ? Instance | null : Instance>;
  /** Several rows of a query. */
  modelMultipleChoice<Instance extends object>(options: ModelChoiceFieldOptions<Instance>): Field<Instance[]>;
}

export const modelChoiceBuilders: ModelChoiceBuilders = {
  modelChoice: (options: unknown) => new ModelChoiceField(options as ModelChoiceFieldOptions) as never,
  modelMultipleChoice: (options: unknown) => new ModelMultipleChoiceField(options as ModelChoiceFieldOptions) as never,
};
