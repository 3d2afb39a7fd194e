// Writes forms as plain HTML that assistive technology reads well: labels, descriptions, errors and a summary with focus.
import { escapeHtml, Safe } from "#kernel";
import type { BoundField } from "../form/bound-field.ts";
import type { FormInstance } from "../form/form-instance.ts";
import type { FormSettings } from "../form/form-settings.ts";
import { joinWords, renderAttributes } from "../widgets/attributes.ts";
import type { FormRenderer } from "./form-renderer.ts";

/** The renderer of forms that are given no other. It has the older layouts too. */
export interface HtmlRenderer extends FormRenderer {
  csrf(field: FormSettings["csrf"]): Safe;
  /** The fields of a form in a set: without the summary of errors and the token. */
  fields(form: FormInstance): Safe;
  /** The entries of a form's errors in a summary. */
  summaryItems(form: FormInstance): readonly string[];
  /** A summary of such entries; empty for none. */
  summaryOf(items: readonly string[], word: (text: string) => string): Safe;
  paragraphs(form: FormInstance): Safe;
  items(form: FormInstance): Safe;
  rows(form: FormInstance): Safe;
}

/** Writes forms as plain HTML. */
export const htmlRenderer: HtmlRenderer = {
  form: (form) =>
    join(
      head(form),
      form.visibleFields.map((field) => field.group),
      tail(form),
    ),
  group: renderGroup,
  summary: renderSummary,
  widget: (widget, name, value, context) => widget.render(name, value, context),
  csrf: renderCsrf,
  fields: (form) =>
    join(
      form.nonFieldErrors.toHtml(),
      form.visibleFields.map((field) => field.group),
      form.hiddenFields.map((field) => field.toHtml()),
    ),
  summaryItems,
  summaryOf,
  paragraphs: (form) =>
    join(
      head(form),
      form.visibleFields.map((field) => new Safe(`${errorsOf(field)}<p>${labelled(field)}</p>`)),
      tail(form),
    ),
  items: (form) =>
    join(
      head(form),
      form.visibleFields.map((field) => new Safe(`<li>${errorsOf(field)}${labelled(field)}</li>`)),
      tail(form),
    ),
  rows: (form) =>
    join(
      head(form),
      form.visibleFields.map(
        (field) =>
          new Safe(`<tr><th>${label(field)}</th><td>${errorsOf(field)}${field.toHtml()}${help(field)}</td></tr>`),
      ),
      tail(form),
    ),
};

function join(...parts: readonly (Safe | readonly Safe[])[]): Safe {
  return new Safe(
    parts
      .flat()
      .map(String)
      .filter((text) => text !== "")
      .join("\n"),
  );
}

function head(form: FormInstance): Safe {
  return form.showsSummary ? form.errorSummary : form.nonFieldErrors.toHtml();
}

function tail(form: FormInstance): readonly Safe[] {
  return [form.csrfField, ...form.hiddenFields.map((field) => field.toHtml())];
}

function renderCsrf(csrf: FormSettings["csrf"]): Safe {
  if (csrf === undefined) return new Safe("");
  if (typeof csrf === "function") return csrf();
  const value = typeof csrf.token === "function" ? csrf.token() : csrf.token;
  return new Safe(`<input${renderAttributes({ type: "hidden", name: csrf.name, value })}>`);
}

function renderGroup(field: BoundField): Safe {
  const attrs = { class: field.classes };
  if (!field.usesFieldset) {
    const isBox = field.widget.template === "checkbox";
    // A box stands before its label.
    const parts = isBox ? `${field.toHtml()} ${label(field)}` : `${label(field)}`;
    const control = isBox ? "" : `${field.toHtml()}`;
    return new Safe(`<div${renderAttributes(attrs)}>${parts}${help(field)}${errorsOf(field)}${control}</div>`);
  }
  const described = joinWords(field.helpId, field.hasErrors && field.errorId);
  const own = { ...attrs, "aria-describedby": described };
  return new Safe(
    `<fieldset${renderAttributes(own)}>${label(field)}${help(field)}${errorsOf(field)}${field.toHtml()}</fieldset>`,
  );
}

function labelled(field: BoundField): string {
  return `${label(field)} ${field.toHtml()}${help(field)}`;
}

function label(field: BoundField): Safe {
  return field.labelTag;
}

function help(field: BoundField): string {
  const text = field.helpText;
  if (String(text) === "") return "";
  return `<div${renderAttributes({ class: "form-help", id: field.helpId || undefined })}>${escapeHtml(text)}</div>`;
}

function errorsOf(field: BoundField): Safe {
  return field.errors.toHtml();
}

function renderSummary(form: FormInstance): Safe {
  return summaryOf(summaryItems(form), (text) => form.word(text));
}

function summaryItems(form: FormInstance): readonly string[] {
  const { errors } = form;
  return Object.keys(errors).flatMap((name) => {
    const field = name === "" ? undefined : form.findField(name);
    return Array.from(errors[name] ?? [], (text) => `<li>${summaryText(field, text)}</li>`);
  });
}

// The element takes the focus when the page opens, so that whoever cannot see it hears it first.
function summaryOf(items: readonly string[], word: (text: string) => string): Safe {
  if (items.length === 0) return new Safe("");
  const title = escapeHtml(word(items.length === 1 ? "Please correct this error." : "Please correct these errors."));
  return new Safe(
    `<div class="form-summary" role="alert" tabindex="-1" autofocus><p>${title}</p><ul>${items.join("")}</ul></div>`,
  );
}

function summaryText(field: BoundField | undefined, text: string): string {
  if (field === undefined) return escapeHtml(text);
  const words = `${escapeHtml(field.label)}: ${escapeHtml(text)}`;
  const isLink = field.focusId !== "" && !field.isHidden;
  return isLink ? `<a href="#${escapeHtml(field.focusId)}">${words}</a>` : words;
}
