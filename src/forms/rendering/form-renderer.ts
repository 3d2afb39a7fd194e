// Defines who writes forms: the interface between forms and the HTML of the project.
import type { Safe } from "#kernel";
import type { BoundField } from "../form/bound-field.ts";
import type { FormInstance } from "../form/form-instance.ts";
import type { RenderContext, Widget } from "../widgets/widget.ts";

/** Writes forms, groups, widgets and summaries of errors. */
export interface FormRenderer {
  /** The whole form without its `<form>` element. */
  form(form: FormInstance): Safe;
  /** Label, help text, errors and control of a field. */
  group(field: BoundField): Safe;
  /** The list of errors above a form. */
  summary(form: FormInstance): Safe;
  /** One control. */
  widget(widget: Widget, name: string, value: unknown, context: RenderContext): Safe;
}
