// Holds the errors of one field or of a whole form as texts that also render as lists.
import { escapeHtml, type HtmlSource, Safe } from "#kernel";
import { describeIssue, type Issue, type Translate } from "#validate";
import { renderAttributes } from "../widgets/attributes.ts";

/** The errors of one field: an array of texts that renders as a list. */
export class ErrorList extends Array<string> implements HtmlSource {
  // What is made of the list, such as a slice, is a plain array.
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
  declare readonly issues: readonly Issue[];
  declare readonly id: string | undefined;

  /** Makes a list of issues; `id` is that of the element. */
  static make(issues: readonly Issue[], translate?: Translate, id?: string): ErrorList {
    const list = new ErrorList();
    for (const issue of issues) list.push(describeIssue(issue, translate));
    Object.defineProperties(list, { issues: { value: issues }, id: { value: id } });
    return list;
  }

  /** The codes of the errors. */
  get codes(): readonly string[] {
    return this.issues.map((issue) => issue.code);
  }

  toHtml(): Safe {
    if (this.length === 0) return new Safe("");
    const items = Array.from(this, (text) => `<li>${escapeHtml(text)}</li>`);
    return new Safe(`<ul${renderAttributes({ class: "form-errors", id: this.id })}>${items.join("")}</ul>`);
  }

  override toString(): string {
    return this.toHtml().toString();
  }
}

/** The errors of a form by field; those of no single field under the empty name. */
export type FormErrors<Names extends string = string> = Readonly<Partial<Record<Names | "", ErrorList>>>;

/** Makes the record of a form's errors, without a prototype, which renders as one list. */
export function makeErrors(lists: Iterable<readonly [string, ErrorList]>): FormErrors {
  const errors: Record<string, ErrorList> = Object.create(null);
  for (const [name, list] of lists) if (list.length > 0) errors[name] = list;
  Object.defineProperty(errors, "toHtml", { value: () => renderAll(errors) });
  return errors;
}

function renderAll(errors: Readonly<Record<string, ErrorList>>): Safe {
  const items = Object.entries(errors).map(([name, list]) => `<li>${escapeHtml(name)}${list.toHtml()}</li>`);
  return new Safe(items.length === 0 ? "" : `<ul class="form-errors">${items.join("")}</ul>`);
}
