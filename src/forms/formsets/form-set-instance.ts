// Holds several forms of one class in one page: how many there are, which are new, deleted or moved, and whether all are good.
// Invariants: 1. #forms are made once, from the management data. 2. What a visitor claims of counts is cut by absoluteMax.
import { DemijohnError, type HtmlSource, type Safe } from "#kernel";
import { type Issue, type IssueInput, ValidationError } from "#validate";
import { BooleanField } from "../fields/boolean-fields.ts";
import { IntegerField } from "../fields/number-fields.ts";
import { ErrorList } from "../form/error-list.ts";
import { FormInput, type FormValues } from "../form/form-input.ts";
import type { FormInstance } from "../form/form-instance.ts";
import { type FormSettings, formatsOfSettings } from "../form/form-settings.ts";
import type { CleanData, FieldRecord } from "../form/form-types.ts";
import { HiddenInput, NumberInput } from "../widgets/inputs.ts";
import type { Media } from "../widgets/media.ts";
import { Media as NoMedia } from "../widgets/media.ts";
import type { Widget } from "../widgets/widget.ts";
import { renderFormSet, renderManagement, renderSetSummary } from "./render-form-set.ts";

/** What every set of forms of a class shares. */
export interface FormSetDefinition {
  /** How many empty forms follow the initial ones: 1 unless given. */
  readonly extra?: number | undefined;
  /** The fewest forms that are shown; with `validateMin`, that are needed. */
  readonly minNum?: number | undefined;
  /** The most forms that are shown; with `validateMax`, that are taken: 1000 unless given. */
  readonly maxNum?: number | undefined;
  readonly validateMin?: boolean | undefined;
  readonly validateMax?: boolean | undefined;
  /** The most forms that are looked at at all: `maxNum` and 1000 unless given. */
  readonly absoluteMax?: number | undefined;
  readonly canDelete?: boolean | undefined;
  /** Whether forms that are new can be deleted too; true unless given. */
  readonly canDeleteExtra?: boolean | undefined;
  readonly canOrder?: boolean | undefined;
  /** What names of controls begin with: `form` unless given. */
  readonly prefix?: string | undefined;
  readonly deletionWidget?: Widget | undefined;
  readonly orderingWidget?: Widget | undefined;
  /** Whether the page has a button for one more form; true unless given. */
  readonly canAdd?: boolean | undefined;
  /** Texts: `addText` of the button, `rowText` before the number of a form. */
  readonly addText?: string | undefined;
  readonly rowText?: string | undefined;
}

/** What one set of forms is made of. */
export interface FormSetOptions {
  readonly data?: FormValues | FormInput | undefined;
  readonly files?: Iterable<readonly [string, unknown]> | undefined;
  /** The initial values of the first forms. */
  readonly initial?: readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly prefix?: string | undefined;
  readonly settings?: FormSettings | undefined;
  /** Options that every form gets. */
  readonly formOptions?: Readonly<Record<string, unknown>> | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: a form of any fields; `unknown` would make the compiler compare them
export type AnyForm = FormInstance<any>;

/** The clean values of a form in a set. */
export type CleanRow<Form> =
  Form extends FormInstance<infer Fields extends FieldRecord>
    ? CleanData<Fields> & { readonly DELETE?: boolean; readonly ORDER?: number | null }
    : never;

interface Counts {
  readonly total: number;
  readonly initial: number;
}

const mostForms = 1000;

/** Several forms of one class. Made by classes that extend `formSet(...)`. */
export class FormSetInstance<Form extends AnyForm = AnyForm> implements HtmlSource {
  static readonly form: new (
    options?: never,
  ) => AnyForm;
  static readonly definition: FormSetDefinition = {};
  readonly settings: FormSettings;
  readonly #options: FormSetOptions;
  readonly #input: FormInput | undefined;
  readonly #issues: Issue[] = [];
  #forms: readonly Form[] | undefined;
  #validated = false;
  #broken: string[] = [];

  constructor(options: FormSetOptions = {}) {
    this.#options = options;
    this.settings = options.settings ?? {};
    const { data, files } = options;
    if (data !== undefined || files !== undefined)
      this.#input = data instanceof FormInput ? data : new FormInput(data, files, formatsOfSettings(this.settings));
  }

  get definition(): FormSetDefinition {
    return (this.constructor as typeof FormSetInstance).definition;
  }
  get isBound(): boolean {
    return this.#input !== undefined;
  }
  get input(): FormInput | undefined {
    return this.#input;
  }
  get prefix(): string {
    return this.#options.prefix ?? this.definition.prefix ?? "form";
  }

  /** The initial values of the first forms. */
  protected get initial(): readonly Readonly<Record<string, unknown>>[] {
    return this.#options.initial ?? [];
  }

  // --- forms --------------------------------------------------------------------------------------------------------------

  /** The forms in the order of the page. */
  get forms(): readonly Form[] {
    this.#forms ??= Array.from({ length: this.counts.total }, (_, index) => this.#make(index));
    return this.#forms;
  }

  [Symbol.iterator](): Iterator<Form> {
    return this.forms[Symbol.iterator]();
  }

  get length(): number {
    return this.forms.length;
  }

  /** How many forms there are, and how many of them show what was there before. */
  get counts(): Counts {
    const { extra = 1, minNum = 0, maxNum = mostForms, absoluteMax = maxNum + mostForms } = this.definition;
    if (this.#input !== undefined) {
      const total = this.#readCount("TOTAL_FORMS") + (this.wantsMore ? 1 : 0);
      const initial = this.#readCount("INITIAL_FORMS");
      return { total: Math.min(total, absoluteMax), initial: Math.min(initial, absoluteMax) };
    }
    const initial = this.initialCount;
    const wanted = Math.max(initial, minNum) + extra;
    return { initial, total: initial > maxNum ? initial : Math.min(wanted, maxNum) };
  }

  protected get initialCount(): number {
    return this.initial.length;
  }

  #readCount(name: string): number {
    const text = String(this.#input?.get(`${this.prefix}-${name}`) ?? "");
    if (/^\d{1,9}$/.test(text)) return Number(text);
    if (!this.#broken.includes(name)) this.#broken.push(name);
    return 0;
  }

  /** Whether the visitor pressed the button for one more form: then the page is shown again, and nothing is checked. */
  get wantsMore(): boolean {
    return this.#input?.has(`${this.prefix}-ADD`) === true;
  }

  #make(index: number): Form {
    const isInitial = index < this.counts.initial;
    const { minNum = 0 } = this.definition;
    const options = {
      ...this.#options.formOptions,
      ...this.formOptions(index),
      prefix: `${this.prefix}-${index}`,
      settings: { ...this.settings, csrf: undefined },
      emptyPermitted: !isInitial && index >= minNum,
      useRequiredAttribute: false,
      ...(this.#input === undefined ? {} : { data: this.#input }),
    };
    const form = this.makeForm(options);
    this.addFields(form, isInitial ? index : undefined);
    return form;
  }

  /** Makes one form. */
  protected makeForm(options: Readonly<Record<string, unknown>>): Form {
    const Kind = (this.constructor as typeof FormSetInstance).form as unknown as new (options: object) => Form;
    return new Kind(options);
  }

  /** The options of the form at a place. */
  protected formOptions(index: number): Readonly<Record<string, unknown>> {
    const initial = this.initial[index];
    return initial === undefined ? {} : { initial };
  }

  /** Adds the fields that delete and order a form; `index` is that of an initial form. */
  protected addFields(form: Form, index: number | undefined): void {
    const { canDelete, canDeleteExtra = true, canOrder, deletionWidget, orderingWidget } = this.definition;
    const any = form as unknown as FormInstance;
    if (canOrder === true)
      any.setField(
        "ORDER",
        new IntegerField({
          required: false,
          label: "Order",
          widget: orderingWidget ?? new NumberInput(),
          ...(index === undefined ? {} : { initial: index + 1 }),
        }) as never,
      );
    if (canDelete === true && (index !== undefined || canDeleteExtra))
      any.setField(
        "DELETE",
        new BooleanField({
          required: false,
          label: "Delete",
          ...(deletionWidget === undefined ? {} : { widget: deletionWidget }),
        }),
      );
  }

  /** The form that scripts copy for one more: its names have `__prefix__` for the number. */
  get emptyForm(): Form {
    const form = this.makeForm({
      ...this.#options.formOptions,
      ...this.formOptions(-1),
      prefix: `${this.prefix}-__prefix__`,
      settings: { ...this.settings, csrf: undefined },
      emptyPermitted: true,
      useRequiredAttribute: false,
    });
    this.addFields(form, undefined);
    return form;
  }

  get initialForms(): readonly Form[] {
    return this.forms.slice(0, this.counts.initial);
  }
  get extraForms(): readonly Form[] {
    return this.forms.slice(this.counts.initial);
  }

  // --- checks -------------------------------------------------------------------------------------------------------------

  /** Cleans all forms, and tells whether they are good. */
  async validate(): Promise<boolean> {
    if (this.#input === undefined || this.wantsMore) return false;
    this.#validated = true;
    this.#issues.length = 0;
    void this.counts;
    if (this.#broken.length > 0) {
      this.addError(managementIssue(this.#broken.map((name) => `${this.prefix}-${name}`)));
      return false;
    }
    for (const form of this.forms) if (!this.isDeleted(form)) await form.validate();
    this.#checkCounts();
    try {
      await this.clean();
      await this.afterClean();
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      this.addError(error);
    }
    return this.isValid();
  }

  #checkCounts(): void {
    const {
      minNum = 0,
      maxNum = mostForms,
      validateMin,
      validateMax,
      absoluteMax = maxNum + mostForms,
    } = this.definition;
    const kept = this.forms.filter((form) => !this.isDeleted(form));
    const empty = kept.filter((form, index) => index >= this.counts.initial && !form.hasChanged()).length;
    const claimed = this.#readCount("TOTAL_FORMS");
    if ((validateMax === true && kept.length - empty > maxNum) || claimed > absoluteMax)
      this.addError({
        code: "too_many_forms",
        message: {
          one: "Please submit at most {max} form.",
          other: "Please submit at most {max} forms.",
          count: "max",
        },
        params: { max: maxNum },
      });
    if (validateMin === true && kept.length - empty < minNum)
      this.addError({
        code: "too_few_forms",
        message: {
          one: "Please submit at least {min} form.",
          other: "Please submit at least {min} forms.",
          count: "min",
        },
        params: { min: minNum },
      });
  }

  /** Checks that reach over several forms, for a set's own class. */
  clean(): void | Promise<void> {}

  /** What a kind of set checks after {@link clean}. */
  protected afterClean(): void | Promise<void> {}

  /** Adds an error of no single form. */
  addError(error: IssueInput): void {
    this.#issues.push(...Object.values(new ValidationError(error).issues).flat());
  }

  /**
   * Whether all forms are good, those that were deleted or left empty aside.
   *
   * @throws DemijohnError `FORMS_NOT_VALIDATED`
   */
  isValid(): boolean {
    if (this.#input === undefined || this.wantsMore) return false;
    if (!this.#validated)
      throw new DemijohnError(
        "FORMS_NOT_VALIDATED",
        `${this.constructor.name} was asked whether it is valid before it was validated.`,
        {
          cure: `Write await set.validate() first, or make the set with await ${this.constructor.name}.from(request), which does it.`,
        },
      );
    return this.#issues.length === 0 && this.forms.every((form) => this.isDeleted(form) || form.status === 200);
  }

  /** 422 for a set with errors, else 200. */
  get status(): 200 | 422 {
    const isBad = this.#issues.length > 0 || (this.#validated && this.forms.some((form) => form.status === 422));
    return isBad ? 422 : 200;
  }

  /** Whether the visitor asked to delete a form. */
  isDeleted(form: Form): boolean {
    const own = form as unknown as FormInstance;
    const { DELETE } = own.fields as Readonly<
      Record<string, { readonly htmlName: string; readonly widget: Widget } | undefined>
    >;
    return (
      DELETE !== undefined &&
      this.#input !== undefined &&
      Boolean(DELETE.widget.valueFrom(this.#input, DELETE.htmlName))
    );
  }

  get deletedForms(): readonly Form[] {
    return this.forms.filter(
      (form, index) => this.isDeleted(form) && (index < this.counts.initial || form.hasChanged()),
    );
  }

  /** The forms in the order that the visitor gave them, without those that were deleted or left empty. */
  get orderedForms(): readonly Form[] {
    const place = (form: Form): number => {
      const { ORDER } = form.cleanedData as { readonly ORDER?: number | null };
      return ORDER ?? Number.POSITIVE_INFINITY;
    };
    return this.#filled().sort((left, right) => (place(left) < place(right) ? -1 : place(left) > place(right) ? 1 : 0));
  }

  #filled(): Form[] {
    return this.forms.filter(
      (form, index) => !this.isDeleted(form) && (index < this.counts.initial || form.hasChanged()),
    );
  }

  /** The clean values of the forms that were neither deleted nor left empty. */
  get cleanedData(): readonly CleanRow<Form>[] {
    return this.#filled().map((form) => form.cleanedData as CleanRow<Form>);
  }

  hasChanged(): boolean {
    return this.forms.some((form) => form.hasChanged());
  }

  /** The errors of no single form. */
  get nonFormErrors(): ErrorList {
    return ErrorList.make(this.#issues, this.settings.translate);
  }

  /** The errors of each form. */
  get errors(): readonly Form["errors"][] {
    return this.forms.map((form) => form.errors);
  }

  // --- rendering ----------------------------------------------------------------------------------------------------------

  /** Loads what showing the forms needs. */
  async load(): Promise<this> {
    for (const form of this.forms) await form.load();
    this.#empty = await this.emptyForm.load();
    return this;
  }

  #empty: Form | undefined;

  /** The empty form that {@link load} made ready to be shown. */
  get shownEmptyForm(): Form {
    return this.#empty ?? this.emptyForm;
  }

  get isMultipart(): boolean {
    return this.emptyForm.isMultipart;
  }

  get media(): Media {
    return this.forms.reduce((media, form) => media.with(form.media), new NoMedia());
  }

  /** The hidden fields that say how many forms there are. */
  get managementForm(): Safe {
    return renderManagement(this as never);
  }

  get errorSummary(): Safe {
    return renderSetSummary(this as never);
  }

  word(text: string): string {
    return (this.shownEmptyForm as unknown as FormInstance).word(text);
  }

  toHtml(): Safe {
    return renderFormSet(this as never);
  }

  toString(): string {
    return this.toHtml().toString();
  }

  /** The control of a count, for {@link managementForm}. */
  hidden(name: string, value: number): Safe {
    return new HiddenInput().render(`${this.prefix}-${name}`, value, { attrs: { id: `id_${this.prefix}-${name}` } });
  }
}

function managementIssue(names: readonly string[]): Issue {
  return {
    code: "missing_management_form",
    message:
      "ManagementForm data is missing or has been tampered with. Missing fields: {fields}. You may need to file a bug report if the issue persists.",
    params: { fields: names.join(", ") },
  };
}
