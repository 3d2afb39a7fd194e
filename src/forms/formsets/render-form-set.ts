// Writes sets of forms: the counts, each form in a row, an empty row for scripts to copy, and a button for one more.
import { escapeHtml, Safe } from "#kernel";
import type { FormInstance } from "../form/form-instance.ts";
import { htmlRenderer } from "../rendering/html-renderer.ts";
import { renderAttributes } from "../widgets/attributes.ts";
import type { FormSetInstance } from "./form-set-instance.ts";

/** The hidden fields with the counts. */
export function renderManagement(set: FormSetInstance): Safe {
  const { minNum = 0, maxNum = 1000 } = set.definition;
  const { total, initial } = set.counts;
  const parts = [
    set.hidden("TOTAL_FORMS", total),
    set.hidden("INITIAL_FORMS", initial),
    set.hidden("MIN_NUM_FORMS", minNum),
    set.hidden("MAX_NUM_FORMS", maxNum),
  ];
  return new Safe(parts.map(String).join(""));
}

/** The whole set without its `<form>` element. */
export function renderFormSet(set: FormSetInstance): Safe {
  const { prefix, definition } = set;
  const rows = set.forms.map((form, index) => renderRow(set, form as never, String(index + 1)));
  const empty = renderRow(set, set.shownEmptyForm as never, "__number__");
  const parts = [
    set.errorSummary,
    set.managementForm,
    `<div class="form-rows">${rows.join("")}</div>`,
    definition.canAdd === false ? "" : `<template>${empty}</template>${renderAdd(set)}`,
    htmlRenderer.csrf(set.settings.csrf),
  ];
  return new Safe(
    `<div${renderAttributes({ class: "form-set", "data-form-set": prefix })}>${parts.map(String).join("\n")}</div>`,
  );
}

function renderRow(set: FormSetInstance, form: FormInstance, number: string): string {
  const name = escapeHtml(set.word(set.definition.rowText ?? "Entry"));
  return `<fieldset class="form-row"><legend>${name} ${number}</legend>${htmlRenderer.fields(form)}</fieldset>`;
}

// Without scripts, the button sends what was typed and gets the page back with one row more.
function renderAdd(set: FormSetInstance): string {
  const text = escapeHtml(set.word(set.definition.addText ?? "Add another"));
  const attrs = { type: "submit", class: "form-add", name: `${set.prefix}-ADD`, value: "1", formnovalidate: true };
  return `<button${renderAttributes(attrs)}>${text}</button>`;
}

/** The errors of all forms with links to their fields. */
export function renderSetSummary(set: FormSetInstance): Safe {
  const texts = [
    ...Array.from(set.nonFormErrors, (text) => `<li>${escapeHtml(text)}</li>`),
    ...set.forms.flatMap((form) => (set.isDeleted(form) ? [] : htmlRenderer.summaryItems(form as never))),
  ];
  return htmlRenderer.summaryOf(texts, (text) => set.word(text));
}
