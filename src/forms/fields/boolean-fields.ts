// Defines the fields of yes and no, and of yes, no and unknown.
import { CheckboxInput, NullBooleanSelect } from "../widgets/choice-widgets.ts";
import type { Widget } from "../widgets/widget.ts";
import { Field, type FieldContext } from "./field.ts";

/** Yes or no. Where it is required, only yes will do. */
export class BooleanField extends Field<boolean> {
  protected override defaultWidget(): Widget {
    return new CheckboxInput();
  }

  toValue(raw: unknown): boolean {
    // Hidden inputs and radio buttons send words.
    return typeof raw === "string" ? !["false", "0", ""].includes(raw.toLowerCase()) : Boolean(raw);
  }

  override validate(value: unknown, _context: FieldContext): void {
    if (this.required && value !== true) throw this.error("required");
  }

  override hasChanged(initial: unknown, raw: unknown): boolean {
    return !this.disabled && this.toValue(initial) !== this.toValue(raw);
  }
}

const truths: readonly unknown[] = [true, "True", "true", "1"];
const falsehoods: readonly unknown[] = [false, "False", "false", "0"];

/** Yes, no, or null for unknown. */
export class NullBooleanField extends Field<boolean | null> {
  protected override defaultWidget(): Widget {
    return new NullBooleanSelect();
  }

  toValue(raw: unknown): boolean | null {
    return truths.includes(raw) ? true : falsehoods.includes(raw) ? false : null;
  }

  override validate(): void {}

  override hasChanged(initial: unknown, raw: unknown): boolean {
    return !this.disabled && this.toValue(initial) !== this.toValue(raw);
  }
}
