// Defines the fields that hold others: a group with a value for each part, and a list of values of one field.
import { describeIssue, type Issue, type MessageText, ValidationError } from "#validate";
import { labelOf } from "../form/bound-field.ts";
import type { CleanData, FieldRecord } from "../form/form-types.ts";
import { GroupWidget, ListWidget } from "../widgets/nested-widgets.ts";
import type { Widget } from "../widgets/widget.ts";
import { Field, type FieldContext, type FieldOptions, isEmpty, plainContext } from "./field.ts";

/** Options of {@link GroupField}. */
export interface GroupFieldOptions<Fields extends FieldRecord = FieldRecord> extends FieldOptions {
  readonly fields: Fields;
}

type Values = Readonly<Record<string, unknown>>;

/** A group of fields, whose clean value has one value for each. Where it is not required and empty, it is null. */
export class GroupField<Fields extends FieldRecord = FieldRecord, Value = CleanData<Fields> | null> extends Field<
  Value,
  GroupFieldOptions<Fields>
> {
  protected override defaultWidget(): Widget {
    const parts = this.#parts.map(([name, field]) => ({
      name,
      label: field.options.label ?? labelOf(name),
      required: field.required,
      widget: field.widget.with({
        attrs: { ...field.widgetAttributes(field.widget), ...field.options.attrs, ...field.widget.options.attrs },
      }),
    }));
    return new GroupWidget({ parts }) as Widget;
  }

  get #parts(): readonly (readonly [string, Field])[] {
    return Object.entries(this.options.fields);
  }

  toValue(raw: unknown): Value {
    return raw as Value;
  }

  override async clean(raw: unknown, context: FieldContext = plainContext): Promise<Value> {
    const values = valuesOf(raw);
    if (this.#isUntouched(values)) {
      if (this.required) throw this.error("required");
      return null as Value;
    }
    const clean: Record<string, unknown> = {};
    const issues: Issue[] = [];
    for (const [name, field] of this.#parts) {
      try {
        clean[name] = await field.clean(values[name], { ...context, initial: valuesOf(context.initial)[name] });
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error;
        issues.push(
          ...Object.values(error.issues)
            .flat()
            .map((issue) => named(field.options.label ?? labelOf(name), issue)),
        );
      }
    }
    if (issues.length > 0) throw new ValidationError(issues);
    await this.runValidators(clean);
    return clean as Value;
  }

  // A box that is not checked says nothing, so that it does not make a group count as filled in.
  #isUntouched(values: Values): boolean {
    return this.#parts.every(([name]) => isEmpty(values[name]) || values[name] === false);
  }

  override prepare(value: unknown, context?: FieldContext): unknown {
    const values = valuesOf(value);
    return Object.fromEntries(this.#parts.map(([name, field]) => [name, field.prepare(values[name], context)]));
  }

  override hasChanged(initial: unknown, raw: unknown, context: FieldContext = plainContext): boolean {
    if (this.disabled) return false;
    const [before, after] = [valuesOf(initial), valuesOf(raw)];
    return this.#parts.some(([name, field]) => field.hasChanged(before[name], after[name], context));
  }
}

function valuesOf(value: unknown): Values {
  return (typeof value === "object" && value !== null ? value : {}) as Values;
}

// The text says which part it is about, since the group has one list of errors.
function named(label: string, issue: Issue): Issue {
  return {
    code: issue.code,
    message: "{label}: {text}",
    params: { ...issue.params, label, text: describeIssue(issue) },
  };
}

/** Options of {@link ListField}. */
export interface ListFieldOptions extends FieldOptions {
  readonly item: Field;
  readonly minItems?: number | undefined;
  /** 100 unless given. */
  readonly maxItems?: number | undefined;
  /** How many empty controls follow the filled ones: 1 unless given. */
  readonly extra?: number | undefined;
}

/** A list of values of one field, typed into controls under one name. Empty ones do not count. */
export class ListField<Value = unknown> extends Field<Value[], ListFieldOptions> {
  protected override defaultWidget(): Widget {
    const { item, extra } = this.options;
    return new ListWidget({ item: item.widget, extra }) as Widget;
  }

  protected override defaultMessages(): Readonly<Record<string, MessageText>> {
    return {
      min_items: { one: "Give at least {min} value.", other: "Give at least {min} values.", count: "min" },
      max_items: { one: "Give at most {max} value.", other: "Give at most {max} values.", count: "max" },
    };
  }

  toValue(raw: unknown): Value[] {
    const list = Array.isArray(raw) ? (raw as Value[]) : isEmpty(raw) ? [] : [raw as Value];
    return list.filter((one) => !isEmpty(one) && !(typeof one === "string" && one.trim() === ""));
  }

  override async clean(raw: unknown, context: FieldContext = plainContext): Promise<Value[]> {
    const { item, minItems = 0, maxItems = 100 } = this.options;
    const values = this.toValue(raw);
    if (this.required && values.length === 0) throw this.error("required");
    if (values.length > maxItems) throw this.error("max_items", { max: maxItems });
    if (values.length > 0 && values.length < minItems) throw this.error("min_items", { min: minItems });
    const clean: Value[] = [];
    const issues: Issue[] = [];
    for (const [index, value] of values.entries()) {
      try {
        clean.push((await item.clean(value, { ...context, initial: undefined })) as Value);
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error;
        issues.push(
          ...Object.values(error.issues)
            .flat()
            .map((issue) => named(String(index + 1), issue)),
        );
      }
    }
    if (issues.length > 0) throw new ValidationError(issues);
    await this.runValidators(clean);
    return clean;
  }

  override prepare(value: unknown, context?: FieldContext): unknown {
    return Array.isArray(value) ? value.map((one) => this.options.item.prepare(one, context)) : value;
  }

  override hasChanged(initial: unknown, raw: unknown, context: FieldContext = plainContext): boolean {
    if (this.disabled) return false;
    const [before, after] = [this.toValue(initial), this.toValue(raw)];
    return (
      before.length !== after.length ||
      before.some((one, index) => this.options.item.hasChanged(one, after[index], context))
    );
  }
}
