// Defines what every form of a model does besides: show an instance, check it as a whole, and save it in one transaction.
import type { UploadedFile } from "#http";
import { SetupError } from "#kernel";
import { atomic, UniqueViolation } from "#orm";
import type { ModelMeta } from "#orm/internals";
import { upload } from "#storage";
import { type Issue, ValidationError } from "#validate";
import { isEmpty } from "../fields/field.ts";
import { FileField } from "../fields/file-fields.ts";
import { FormInstance } from "../form/form-instance.ts";
import type { FieldRecord } from "../form/form-types.ts";
import { attributeOf } from "./field-for-column.ts";
import type { FileStore, ModelFormOptions } from "./model-form-types.ts";

/** An instance, as far as forms need it. */
interface Row {
  readonly pk: unknown;
  readonly isNew: boolean;
  save(options?: { readonly using?: string | undefined }): Promise<unknown>;
  fullClean(options: { readonly exclude: readonly string[] }): Promise<void>;
  [name: string]: unknown;
}

interface Related extends PromiseLike<readonly object[]> {
  set(rows: readonly unknown[]): Promise<void>;
}

/** How {@link ModelFormInstance.save} writes. */
export interface SaveFormOptions {
  /** With false, the instance gets its values but is not written; then call `saveRelations` after writing it. */
  readonly commit?: boolean | undefined;
  /** The alias of the database. */
  readonly using?: string | undefined;
}

/** A form of a model. Made by classes that extend `modelForm(...)`. */
export class ModelFormInstance<
  Instance extends object = object,
  Fields extends FieldRecord = FieldRecord,
> extends FormInstance<Fields> {
  static readonly meta: ModelMeta;
  /** The names of the fields that the form may write. */
  static readonly modelFields: readonly string[] = [];
  static readonly storage: FileStore | undefined;
  /** The row that the form shows and changes. */
  readonly instance: Instance;
  readonly #alsoChecked: readonly string[];
  readonly #related = new Map<string, readonly object[]>();
  // What the row held at first: cleaning puts the new values on it.
  readonly #shown = new Map<string, unknown>();

  constructor(options: ModelFormOptions<Instance, Fields> = {}) {
    super(options);
    this.#alsoChecked = options.alsoChecked ?? [];
    this.instance = options.instance ?? (new this.#meta.cls() as Instance);
    const { modelFields } = this.constructor as typeof ModelFormInstance;
    for (const name of modelFields)
      if (!this.#isMany(name)) this.#shown.set(name, this.#row[attributeOf(this.#meta.findColumn(name), name)]);
  }

  get #meta(): ModelMeta {
    return (this.constructor as typeof ModelFormInstance).meta;
  }

  get #row(): Row {
    return this.instance as unknown as Row;
  }

  /** The names of the model's fields that this form has. */
  get #names(): readonly string[] {
    const own = this.fields as Readonly<Record<string, unknown>>;
    return (this.constructor as typeof ModelFormInstance).modelFields.filter((name) => name in own);
  }

  #isMany(name: string): boolean {
    return this.#meta.findColumn(name) === undefined;
  }

  /** The initial value: the one that the form was given, or that of the instance. */
  override initialFor(name: string): unknown {
    const isOwn = (this.constructor as typeof ModelFormInstance).modelFields.includes(name);
    if (!isOwn || Object.hasOwn(this.initial, name)) return super.initialFor(name);
    if (this.#isMany(name)) return this.#related.get(name) ?? super.initialFor(name);
    return this.#shown.get(name);
  }

  override async load(): Promise<this> {
    await this.loadRelated();
    return super.load();
  }

  override async validate(): Promise<boolean> {
    if (this.isBound) await this.loadRelated();
    return super.validate();
  }

  /** Loads what the row's many-to-many relations hold, so that the form can tell whether they changed. */
  async loadRelated(): Promise<void> {
    if (this.#row.isNew) return;
    for (const name of this.#names)
      if (this.#isMany(name) && !this.#related.has(name)) this.#related.set(name, await (this.#row[name] as Related));
  }

  // --- checks -------------------------------------------------------------------------------------------------------------

  /** Puts the clean values on the instance and runs the model's own checks on them. */
  protected override async afterClean(): Promise<void> {
    this.#assign();
    await this.#checkInstance();
  }

  #assign(): void {
    const clean = this.cleanedData as Readonly<Record<string, unknown>>;
    for (const name of this.#names) {
      if (!Object.hasOwn(clean, name) || this.#isMany(name)) continue;
      const { field, htmlName, widget } = this.field(name as never);
      if (field.disabled) continue;
      const column = this.#meta.findColumn(name)!;
      const { default: standard } = column.definition.options as { default?: unknown };
      // A control that was not even sent leaves a new row its default.
      if (standard !== undefined && isEmpty(clean[name]) && widget.isOmittedFrom(this.input!, htmlName)) continue;
      if (field instanceof FileField) this.#assignFile(name, clean[name]);
      else this.#row[name] = this.#storable(name, clean[name]);
    }
  }

  #storable(name: string, value: unknown): unknown {
    const column = this.#meta.findColumn(name)!;
    const isText = column.type.kind === "char" || column.type.kind === "text";
    return value === "" && column.nullable && !isText ? null : value;
  }

  // The upload is stored when the row is saved. A column without a storage of its own keeps the name alone.
  #assignFile(name: string, value: unknown): void {
    const { nullable, scalar } = this.#meta.findColumn(name)!;
    if (value === false) this.#row[name] = nullable ? null : "";
    else if (isUpload(value)) {
      const fileName = value.safeName || "file";
      // The content may be read twice: for the size of a picture, and to store it.
      const content = { [Symbol.asyncIterator]: () => value.stream() };
      this.#row[name] = scalar.file === undefined ? fileName : upload(fileName, content);
    } else if (value !== null) this.#row[name] = value;
  }

  async #checkInstance(): Promise<void> {
    try {
      await this.#row.fullClean({ exclude: this.#excluded() });
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      this.#addModelError(error);
    }
  }

  // The model says of `authorId` what the form says of `author`; a text of the form's field goes before the model's.
  #addModelError(error: ValidationError): void {
    const own = this.fields as Readonly<
      Record<
        string,
        {
          readonly field: {
            readonly options: { readonly errorMessages?: Readonly<Record<string, Issue["message"]>> | undefined };
          };
        }
      >
    >;
    for (const [name, issues] of Object.entries(error.issues)) {
      const target = this.#meta.findColumn(name)?.name ?? name;
      const texts = own[target]?.field.options.errorMessages ?? {};
      const worded = issues.map((issue) =>
        Object.hasOwn(texts, issue.code) ? { ...issue, message: texts[issue.code]! } : issue,
      );
      this.addError((target in own ? target : null) as never, worded);
    }
  }

  // What the form does not show, and what failed already, the model is not asked about.
  #excluded(): readonly string[] {
    const names = this.#names;
    const clean = this.cleanedData as Readonly<Record<string, unknown>>;
    return this.#meta.columns
      .filter(({ name, definition }) => {
        if (this.#alsoChecked.includes(name)) return false;
        if (!names.includes(name) || this.hasError(name as never)) return true;
        const { required } = this.field(name as never);
        const { blank, null: takesNull } = definition.options;
        // The form lets it be empty although the model does not: then the program fills it in before saving.
        return !required && blank !== true && takesNull !== true && isEmpty(clean[name]);
      })
      .map((column) => column.name);
  }

  // --- saving -------------------------------------------------------------------------------------------------------------

  /**
   * Writes the instance and its many-to-many relations in one transaction.
   *
   * Returns undefined where the form has errors, among them a row that somebody else wrote in the meantime with a value
   * that must be unique: show the form again.
   */
  async save(options: SaveFormOptions = {}): Promise<Instance | undefined> {
    if (!(await this.#isReady())) return undefined;
    if (options.commit === false) return this.instance;
    const { using } = options;
    try {
      await atomic(
        async () => {
          await this.#storeFiles();
          await this.#row.save({ using });
          await this.saveRelations();
        },
        using === undefined ? {} : ({ using } as never),
      );
    } catch (error) {
      if (!(error instanceof UniqueViolation)) throw error;
      await this.#explainConflict();
      return undefined;
    }
    return this.instance;
  }

  async #isReady(): Promise<boolean> {
    if (!this.isBound) return false;
    if (!this.isChecked) await this.validate();
    return this.status === 200;
  }

  /** Writes the many-to-many relations, after `save({ commit: false })` and the instance's own `save`. */
  async saveRelations(): Promise<void> {
    const clean = this.cleanedData as Readonly<Record<string, unknown>>;
    for (const name of this.#names) {
      if (!this.#isMany(name) || !Object.hasOwn(clean, name)) continue;
      await (this.#row[name] as Related).set(clean[name] as readonly object[]);
    }
  }

  async #storeFiles(): Promise<void> {
    const clean = this.cleanedData as Readonly<Record<string, unknown>>;
    for (const name of this.#names) {
      const value = clean[name];
      if (isUpload(value) && this.#meta.findColumn(name)?.scalar.file === undefined)
        this.#row[name] = await this.#store(name).save(value.safeName || "file", value);
    }
  }

  #store(name: string): FileStore {
    const store = (this.constructor as typeof ModelFormInstance).storage ?? this.settings.storage;
    if (store !== undefined) return store;
    throw new SetupError(
      "FORMS_NO_STORAGE",
      `${this.#meta.shortName}.${name} was uploaded, and nothing says where files are stored.`,
      {
        where: `${this.#meta.name}.${name}`,
        cure: "Give the form a storage: modelForm(Model, { fields: [...], storage }).",
      },
    );
  }

  // The row that was in the way is there by now, so that the check finds which value it is.
  async #explainConflict(): Promise<void> {
    await this.#checkInstance();
    if (this.status === 200)
      this.addError(null, {
        code: "unique",
        message: "Somebody else saved the same at this moment. Please try again.",
      });
  }
}

function isUpload(value: unknown): value is UploadedFile {
  return typeof value === "object" && value !== null && "filename" in value && "safeName" in value;
}
