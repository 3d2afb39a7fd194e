// Defines what every form does: hold what was sent, clean it, tell values or errors, and render itself.
// Invariants: 1. #clean holds no value of a field that has an issue (addError). 2. isValid() is asked only after validate().
import { DemijohnError, didYouMean, type HtmlSource, type Safe } from "#kernel";
import { describeIssue, type Issue, type IssueInput, ValidationError } from "#validate";
import { isChoosing } from "../fields/choice-fields.ts";
import type { FieldContext } from "../fields/field.ts";
import { htmlRenderer } from "../rendering/html-renderer.ts";
import type { ChoiceList } from "../widgets/choices.ts";
import { Media } from "../widgets/media.ts";
import type { RenderContext, Widget } from "../widgets/widget.ts";
import { BoundField, type FieldHost } from "./bound-field.ts";
import { ErrorList, type FormErrors, makeErrors } from "./error-list.ts";
import { FormInput } from "./form-input.ts";
import { type FormSettings, formatsOfSettings } from "./form-settings.ts";
import type {
  AnyField,
  CleanData,
  FieldName,
  FieldRecord,
  FormDefinition,
  FormOptions,
  ValidForm,
} from "./form-types.ts";
import { checkBySchema } from "./schema.ts";

/** A form: fields, what was sent to them, and what became of it. Made by classes that extend `Form(...)`. */
export class FormInstance<Fields extends FieldRecord = FieldRecord> implements HtmlSource {
  static get fields(): FieldRecord {
    return {};
  }
  static readonly definition: FormDefinition = {};
  /** The values after cleaning: all of them once `isValid()` said yes, till then those that were fine. */
  readonly cleanedData: Partial<CleanData<Fields>> = {};
  readonly settings: FormSettings;
  readonly #options: FormOptions<Fields>;
  readonly #input: FormInput | undefined;
  readonly #fields = new Map<string, BoundField>();
  readonly #issues = new Map<string, Issue[]>();
  readonly #choices = new Map<string, ChoiceList>();
  #validated = false;

  constructor(options: FormOptions<Fields> = {}) {
    this.#options = options;
    this.settings = options.settings ?? {};
    const { data, files } = options;
    if (data !== undefined || files !== undefined)
      this.#input = data instanceof FormInput ? data : new FormInput(data, files, formatsOfSettings(this.settings));
    const { fields } = this.constructor as typeof FormInstance;
    for (const [name, field] of Object.entries(fields)) this.#fields.set(name, this.#bind(name, field));
    this.orderFields(options.fieldOrder ?? this.definition.fieldOrder ?? []);
    this.#readSettledChoices();
  }

  #bind(name: string, field: AnyField): BoundField {
    const Kind = this.definition.boundField ?? BoundField;
    return new Kind(this.#host, name, field);
  }

  protected get definition(): FormDefinition {
    return (this.constructor as typeof FormInstance).definition;
  }

  // --- fields -------------------------------------------------------------------------------------------------------------

  /** The fields by name, with their values and errors. */
  get fields(): { readonly [K in FieldName<Fields>]: BoundField } {
    return Object.assign(Object.create(null), Object.fromEntries(this.#fields)) as never;
  }

  /** One field by its name, or undefined. */
  findField(name: string): BoundField | undefined {
    return this.#fields.get(name);
  }

  /** One field by its name. @throws DemijohnError `FORMS_UNKNOWN_FIELD` */
  field(name: FieldName<Fields>): BoundField {
    const found = this.#fields.get(name);
    if (found !== undefined) return found;
    const names = [...this.#fields.keys()];
    throw new DemijohnError("FORMS_UNKNOWN_FIELD", `${this.constructor.name} has no field ${JSON.stringify(name)}.`, {
      facts: [`Fields: ${names.join(", ")}.`],
      cure: didYouMean(name, names).trim() || "Name one of its fields.",
    });
  }

  /** The fields in the order in which they are shown. */
  [Symbol.iterator](): Iterator<BoundField> {
    return this.#fields.values();
  }

  get visibleFields(): readonly BoundField[] {
    return [...this.#fields.values()].filter((field) => !field.isHidden);
  }

  get hiddenFields(): readonly BoundField[] {
    return [...this.#fields.values()].filter((field) => field.isHidden);
  }

  /** Puts another field in the place of one, or adds it, in this form alone. Call it before the form is validated. */
  setField(name: string, field: AnyField): void {
    this.#fields.set(name, this.#bind(name, field));
    this.#choices.delete(name);
    this.#readSettledChoices();
  }

  /** Takes a field out of this form alone. */
  removeField(name: FieldName<Fields>): void {
    this.#fields.delete(name);
  }

  /** Puts the named fields first, in this order. */
  orderFields(names: readonly string[]): void {
    if (names.length === 0) return;
    const rest = new Map(this.#fields);
    this.#fields.clear();
    for (const name of names) {
      const field = rest.get(name);
      if (field !== undefined) this.#fields.set(name, field);
      rest.delete(name);
    }
    for (const [name, field] of rest) this.#fields.set(name, field);
  }

  // --- what was sent ------------------------------------------------------------------------------------------------------

  /** Whether something was sent to the form. */
  get isBound(): boolean {
    return this.#input !== undefined;
  }

  /** What was sent. */
  get input(): FormInput | undefined {
    return this.#input;
  }

  get prefix(): string | undefined {
    return this.#options.prefix ?? this.definition.prefix;
  }

  get initial(): Readonly<Record<string, unknown>> {
    return (this.#options.initial ?? {}) as Readonly<Record<string, unknown>>;
  }

  /** The name of a field's control. */
  htmlName(name: string): string {
    const { prefix } = this;
    return prefix === undefined || prefix === "" ? name : `${prefix}-${name}`;
  }

  /** The initial value of a field: the form's, or the field's own. Functions are called. */
  initialFor(name: string): unknown {
    const given = Object.hasOwn(this.initial, name)
      ? this.initial[name]
      : this.#fields.get(name)?.field.options.initial;
    return typeof given === "function" ? (given as () => unknown)() : given;
  }

  /** Whether what was sent says something else than the initial values. */
  hasChanged(): boolean {
    return this.changedData.length > 0;
  }

  /** The names of the fields that say something else than their initial values. */
  get changedData(): readonly FieldName<Fields>[] {
    if (this.#input === undefined) return [];
    return [...this.#fields.values()]
      .filter((field) => this.#isChanged(field))
      .map((field) => field.name) as FieldName<Fields>[];
  }

  #isChanged({ name, field }: BoundField): boolean {
    const context = this.#context(name);
    if (field.options.showHiddenInitial !== true) return field.hasChanged(context.initial, this.#raw(name), context);
    const sent = field.hiddenWidget().valueFrom(this.#input!, `initial-${this.htmlName(name)}`);
    try {
      return field.hasChanged(field.toValue(sent, context), this.#raw(name), context);
    } catch {
      return true;
    }
  }

  #raw(name: string): unknown {
    const { field, htmlName } = this.#fields.get(name)!;
    return this.#input === undefined ? undefined : field.widget.valueFrom(this.#input, htmlName);
  }

  #context(name: string): FieldContext {
    const { timeZone = "UTC" } = this.settings;
    const formats = this.#input?.formats ?? formatsOfSettings(this.settings);
    return { formats, timeZone, initial: this.initialFor(name) };
  }

  // --- cleaning -----------------------------------------------------------------------------------------------------------

  /** Cleans what was sent, and tells whether all of it is good. An unbound form is never valid. */
  async validate(): Promise<boolean> {
    if (this.#input === undefined) return false;
    this.#issues.clear();
    this.#empty();
    this.#validated = true;
    if (this.#options.emptyPermitted === true && !this.hasChanged()) return true;
    for (const name of [...this.#fields.keys()]) await this.#cleanField(name);
    const { schema } = this.definition;
    if (schema !== undefined && this.#issues.size === 0)
      await this.#collect(() => checkBySchema(schema, this.cleanedData));
    await this.#collect(() => this.clean());
    await this.#collect(() => this.afterClean());
    return this.#issues.size === 0;
  }

  #empty(): void {
    for (const name of Object.keys(this.cleanedData)) delete (this.cleanedData as Record<string, unknown>)[name];
  }

  async #cleanField(name: string): Promise<void> {
    const { field } = this.#fields.get(name)!;
    const context = this.#context(name);
    const raw = field.disabled ? context.initial : this.#raw(name);
    try {
      const value = (await field.clean(raw, context)) as never;
      const hooks = this.definition.cleanFields ?? {};
      const hook = Object.hasOwn(hooks, name) ? hooks[name] : undefined;
      (this.cleanedData as Record<string, unknown>)[name] = value;
      if (hook === undefined) return;
      (this.cleanedData as Record<string, unknown>)[name] = await hook(value, this as never);
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      this.addError(name as never, error);
    }
  }

  async #collect(check: () => void | Promise<void>): Promise<void> {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      this.addError(null, error);
    }
  }

  /** Checks that reach over several fields, for a form's own class: read `cleanedData`, call `addError` or throw a ValidationError. */
  clean(): void | Promise<void> {}

  /** What a kind of form checks after {@link clean}. */
  protected afterClean(): void | Promise<void> {}

  /**
   * Adds an error to a field, or with null to the whole form. The field's value is not clean any more.
   *
   * An error that names fields itself is given with null. What it says of fields that the form does not have is said of
   * the whole.
   */
  addError(name: FieldName<Fields> | null, error: IssueInput | Readonly<Record<string, IssueInput>>): void {
    const { issues } = error instanceof ValidationError ? error : new ValidationError(error);
    if (name !== null) this.field(name);
    for (const [field, list] of Object.entries(issues)) {
      const target = name ?? (this.#fields.has(field) ? field : "");
      const own = this.#issues.get(target) ?? [];
      own.push(...list);
      this.#issues.set(target, own);
      delete (this.cleanedData as Record<string, unknown>)[target];
    }
  }

  /**
   * Whether what was sent is good; then `cleanedData` holds the value of every field.
   *
   * @throws DemijohnError `FORMS_NOT_VALIDATED` for a bound form that nobody validated.
   */
  isValid(): this is ValidForm<Fields> {
    if (this.#input === undefined) return false;
    if (!this.#validated)
      throw new DemijohnError(
        "FORMS_NOT_VALIDATED",
        `${this.constructor.name} was asked whether it is valid before it was validated.`,
        {
          cure: `Write await form.validate() first, or make the form with await ${this.constructor.name}.from(request), which does it.`,
        },
      );
    return this.#issues.size === 0;
  }

  /** Whether `validate` has run. */
  get isChecked(): boolean {
    return this.#validated;
  }

  /** 422 for a form with errors, else 200: the status of the page that shows it. */
  get status(): 200 | 422 {
    return this.#issues.size > 0 ? 422 : 200;
  }

  /** Whether a field has an error, or one of a certain code. */
  hasError(name: FieldName<Fields> | null, code?: string): boolean {
    const issues = this.#issues.get(name ?? "") ?? [];
    return code === undefined ? issues.length > 0 : issues.some((issue) => issue.code === code);
  }

  /** The errors as texts by field, which also render as a list. */
  get errors(): FormErrors<FieldName<Fields>> {
    return makeErrors([...this.#issues.keys()].map((name) => [name, this.#errorsOf(name)] as const)) as never;
  }

  /** The errors as data, with codes and parameters. */
  get issues(): Readonly<Record<string, readonly Issue[]>> {
    return Object.assign(Object.create(null), Object.fromEntries(this.#issues));
  }

  /** The errors of no single field. */
  get nonFieldErrors(): ErrorList {
    return this.#errorsOf("");
  }

  #errorsOf(name: string): ErrorList {
    const id = name === "" ? undefined : this.#fields.get(name)?.errorId;
    return ErrorList.make(this.#issues.get(name) ?? [], this.settings.translate, id === "" ? undefined : id);
  }

  // --- choices ------------------------------------------------------------------------------------------------------------

  /** Loads what showing the form needs: choices that come from a database. `from` does it for a form that will be shown. */
  async load(): Promise<this> {
    for (const { name, field } of this.#fields.values())
      if (isChoosing(field) && !this.#choices.has(name)) this.#choices.set(name, await field.loadChoices());
    return this;
  }

  // Lists and plain functions are there at once; a promise is asked for again when the form is to be shown.
  #readSettledChoices(): void {
    for (const { name, field } of this.#fields.values()) {
      const { choices } = field.options as { choices?: unknown };
      const isSettled =
        isChoosing(field) && typeof choices !== "function" && (field as { isLazy?: boolean }).isLazy !== true;
      if (isSettled) this.#choices.set(name, field.loadChoices() as ChoiceList);
    }
  }

  #choicesFor(name: string): ChoiceList | undefined {
    const field = this.#fields.get(name)?.field;
    if (!isChoosing(field)) return undefined;
    const known = this.#choices.get(name);
    if (known !== undefined) return known;
    const found = field.loadChoices();
    if (!(found instanceof Promise)) return found;
    void found.catch(() => {});
    throw new DemijohnError(
      "FORMS_CHOICES_NOT_LOADED",
      `The choices of ${this.constructor.name}.${name} are to be shown but were not loaded.`,
      {
        cure: "Write await form.load() before rendering, or make the form with from(request), which does it.",
      },
    );
  }

  // --- rendering ----------------------------------------------------------------------------------------------------------

  /** Whether the form has uploads and must be sent with `enctype="multipart/form-data"`. */
  get isMultipart(): boolean {
    return [...this.#fields.values()].some((field) => field.widget.needsMultipart);
  }

  /** The value for the attribute `enctype`. */
  get enctype(): string {
    return this.isMultipart ? "multipart/form-data" : "application/x-www-form-urlencoded";
  }

  /** The stylesheets and scripts of the widgets and of the form. */
  get media(): Media {
    const own = this.definition.media ?? new Media();
    return [...this.#fields.values()].reduce((media, field) => media.with(field.widget.media), own);
  }

  /** The hidden field that carries the token against forged requests; empty where no battery gives one. */
  get csrfField(): Safe {
    return htmlRenderer.csrf(this.settings.csrf);
  }

  /** The list of all errors with links to their fields; empty where there is none. */
  get errorSummary(): Safe {
    return this.#renderer.summary(this as never);
  }

  /** All fields in groups. The same as `{{ form }}`. */
  get asDiv(): Safe {
    return this.toHtml();
  }
  get asP(): Safe {
    return htmlRenderer.paragraphs(this as never);
  }
  get asUl(): Safe {
    return htmlRenderer.items(this as never);
  }
  get asTable(): Safe {
    return htmlRenderer.rows(this as never);
  }

  /** Whether errors are listed above the form. */
  get showsSummary(): boolean {
    return this.definition.errorSummary !== false;
  }
  get templateName(): string | undefined {
    return this.definition.templateName;
  }

  get #renderer() {
    return this.settings.renderer ?? htmlRenderer;
  }

  toHtml(): Safe {
    return this.#renderer.form(this as never);
  }

  toString(): string {
    return this.toHtml().toString();
  }

  /** A word of the form in the visitor's language. */
  word(text: string): string {
    return this.settings.translate === undefined
      ? text
      : describeIssue({ code: "", message: text }, this.settings.translate);
  }

  // What bound fields may ask of the form, apart from what everybody may.
  readonly #host: FieldHost = makeHost({
    form: this,
    raw: (name) => this.#raw(name),
    context: (name) => this.#context(name),
    errors: (name) => this.#errorsOf(name),
    choices: (name) => this.#choicesFor(name),
    widget: (widget, name, value, context) => this.#renderer.widget(widget, name, value, context),
    group: (field) => this.#renderer.group(field),
    definition: () => this.definition,
    options: () => this.#options,
  });
}

interface HostParts {
  readonly form: {
    readonly isBound: boolean;
    htmlName(name: string): string;
    initialFor(name: string): unknown;
    word(text: string): string;
  };
  readonly raw: (name: string) => unknown;
  readonly context: (name: string) => FieldContext;
  readonly errors: (name: string) => ErrorList;
  readonly choices: (name: string) => ChoiceList | undefined;
  readonly widget: (widget: Widget, name: string, value: unknown, context: RenderContext) => Safe;
  readonly group: (field: BoundField) => Safe;
  readonly definition: () => FormDefinition;
  readonly options: () => Pick<FormOptions, "autoId" | "useRequiredAttribute" | "emptyPermitted">;
}

function makeHost(parts: HostParts): FieldHost {
  const { form, definition, options } = parts;
  return {
    get isBound() {
      return form.isBound;
    },
    htmlName: (name) => form.htmlName(name),
    idFor: (name) => {
      const autoId = options().autoId ?? definition().autoId ?? "id_%s";
      return autoId === false || autoId === "" ? "" : autoId.replace("%s", () => form.htmlName(name));
    },
    errorsOf: parts.errors,
    rawValue: parts.raw,
    initialFor: (name) => form.initialFor(name),
    choicesFor: parts.choices,
    word: (text) => form.word(text),
    renderWidget: parts.widget,
    renderGroup: parts.group,
    fieldContext: parts.context,
    get usesRequiredAttribute() {
      const { useRequiredAttribute, emptyPermitted } = options();
      return (useRequiredAttribute ?? definition().useRequiredAttribute ?? true) && emptyPermitted !== true;
    },
    get labelSuffix() {
      return definition().labelSuffix ?? "";
    },
    get requiredClass() {
      return definition().requiredClass ?? "form-required";
    },
    get errorClass() {
      return definition().errorClass;
    },
  };
}
