// Makes random pairs of project states for property tests: a schema, and what some edits make of it.
import {
  type FieldState,
  type IndexState,
  type ModelState,
  modelStateOf,
  type ProjectState,
  projectOf,
  q,
} from "demijohn/migrations";

/** Choices read from a list of numbers: 0 is the simplest one, and what is made when the list is at its end. */
export class Choices {
  readonly #numbers: readonly number[];
  #at = 0;
  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }
  /** A whole number below `limit`. */
  below(limit: number): number {
    return (this.#numbers[this.#at++] ?? 0) % limit;
  }
  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === times - 1;
  }
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

/** Two states, the renames that lead from one to the other, and whether rows can go both ways. */
export interface SchemaPair {
  readonly before: ProjectState;
  readonly after: ProjectState;
  readonly renamedModels: ReadonlyMap<string, string>;
  readonly renamedFields: ReadonlySet<string>;
  readonly rows: number;
}

type Fields = Record<string, FieldState>;
interface Draft {
  name: string;
  fields: Fields;
  /** The names of fields that were removed or renamed. */
  readonly gone: Set<string>;
  options: { -readonly [K in keyof ModelState["options"]]: ModelState["options"][K] };
}

const MODELS = ["Author", "Book", "Tag", "ShelfMark"];
const NAMES = ["title", "size", "price", "active", "bornAt", "note", "code", "rating"];
const LABEL = "shop";

/** The numbers that choose a schema, and those that choose its edits. */
export interface PairNumbers {
  readonly schema: readonly number[];
  readonly edits: readonly number[];
}

/** A random schema, and the same after some edits. */
export function schemaPair(numbers: PairNumbers, dialect: string): SchemaPair {
  const choices = new Choices(numbers.schema);
  const drafts = new Map<string, Draft>();
  const count = 1 + choices.below(MODELS.length);
  for (const name of MODELS.slice(0, count))
    drafts.set(name, { name, fields: { id: { type: "auto" } }, gone: new Set(), options: {} });
  for (const draft of drafts.values()) fillModel(choices, draft, [...drafts.keys()], dialect);
  const before = stateOf(drafts.values());
  const editing = new Choices(numbers.edits);
  const edits = new Edits(editing, drafts, dialect);
  edits.run(1 + editing.below(6));
  const after = stateOf(drafts.values());
  return {
    before: withKeys(before, after, edits.renamedModels, editing),
    after: withKeys(after, before, edits.renamedModels, editing),
    renamedModels: edits.renamedModels,
    renamedFields: edits.renamedFields,
    rows: edits.loses ? 0 : 3,
  };
}

function stateOf(drafts: Iterable<Draft>): ProjectState {
  return projectOf(
    [...drafts].map(({ name, fields, options }) =>
      modelStateOf({ label: LABEL, name, fields: { ...fields }, options }),
    ),
  );
}

// Gives models that nothing points at keys of two fields in the place of their automatic ones.
function withKeys(state: ProjectState, other: ProjectState, names: ReadonlyMap<string, string>, choices: Choices) {
  const models = Object.values(state.models);
  const targets = new Set(models.flatMap((model) => Object.values(model.fields).map((field) => field.to)));
  const same = (left: string, right: string) =>
    left === right || names.get(left) === right || names.get(right) === left;
  return projectOf(
    models.map((model) => {
      if (targets.has(`${LABEL}.${model.name}`)) return model;
      const twin = Object.values(other.models).find((each) => same(each.name, model.name));
      return withKey(model, twin ?? model, choices);
    }),
  );
}

function withKey(model: ModelState, twin: ModelState, choices: Choices): ModelState {
  const which = choices.below(3);
  const { id: _, ...fields } = model.fields;
  const isKey = (field: FieldState | undefined) =>
    field !== undefined && KEY_TYPES.has(field.type) && field.null !== true;
  const names = Object.keys(fields).filter((name) => isKey(fields[name]));
  const linked = Object.values(fields).some((field) => field.type === "manyToMany");
  if (which === 0 || linked || names.length < 2) return model;
  const primaryKey = which === 1 ? names.slice(0, 2) : [names.at(-1)!, names[0]!];
  // What is new, or comes back, is the same in all rows: another part must tell them apart.
  const keeps = (name: string) => isKey(twin.fields[name]) && twin.fields[name]!.type === fields[name]!.type;
  if (!primaryKey.some(keeps)) return model;
  // PostgreSQL makes one index of a key and a constraint over the same columns.
  const unique = model.options.unique?.filter((set) => !set.every((name) => primaryKey.includes(name)));
  return modelStateOf({ ...model, fields, options: { ...model.options, unique, primaryKey } });
}

const KEY_TYPES: ReadonlySet<string> = new Set(["char", "slug", "integer", "bigInt", "foreignKey"]);

function fillModel(choices: Choices, draft: Draft, models: readonly string[], dialect: string): void {
  const size = 1 + choices.below(4);
  for (let i = 0; i < size; i++) addRandomField(choices, draft, { models, dialect, filled: true });
  if (choices.once(3)) addIndex(choices, draft, dialect);
  if (choices.once(4)) addUnique(choices, draft);
  if (choices.once(4)) addConstraint(choices, draft);
  if (choices.once(8)) draft.options.table = `custom_${draft.name.toLowerCase()}`;
  if (choices.once(8)) draft.options.comment = "A table's comment";
}

interface FieldPlace {
  readonly models: readonly string[];
  readonly dialect: string;
  /** Whether rows will be written after the field is there. */
  readonly filled: boolean;
}

function addRandomField(choices: Choices, draft: Draft, place: FieldPlace): string | undefined {
  // A name that comes back for another field would be an altered one, whose values need not fit.
  const free = NAMES.filter((name) => !(name in draft.fields) && !draft.gone.has(name));
  if (free.length === 0) return undefined;
  const name = choices.of(free);
  draft.fields[name] = randomField(choices, draft, place);
  return name;
}

function randomField(choices: Choices, draft: Draft, { models, filled, dialect }: FieldPlace): FieldState {
  const kind = choices.below(10);
  if (kind === 9) return { type: "manyToMany", to: `${LABEL}.${choices.of(models)}` };
  if (kind >= 7) {
    const one = choices.once(4);
    const type = one ? "oneToOne" : "foreignKey";
    const isNull = one || !filled || choices.once(2) || models.length === 0;
    return {
      type,
      to: `${LABEL}.${choices.of(models)}`,
      ...(isNull ? { null: true } : {}),
      ...(choices.once(4) ? { onDelete: "databaseCascade" as const } : {}),
      ...(choices.once(6) ? { index: false } : {}),
    };
  }
  const generated = choices.once(12) ? generatedField(choices, draft, dialect) : undefined;
  return generated ?? scalar(choices, filled);
}

function generatedField(choices: Choices, draft: Draft, _dialect: string): FieldState | undefined {
  const numbers = Object.keys(draft.fields).filter((name) => draft.fields[name]!.type === "integer");
  if (numbers.length === 0) return undefined;
  const path = { kind: "leaf", leaf: { kind: "path", path: choices.of(numbers) } };
  const two = { kind: "value", param: { "~param": 2 } };
  return {
    type: "generated",
    as: { type: "integer", null: true },
    expression: { "~expression": { kind: "binary", operator: "*", left: path, right: two } },
    stored: true,
  };
}

// Every named column has another name.
let columns = 0;

const VALUES: Readonly<Record<string, unknown>> = {
  char: "d",
  slug: "d-d",
  text: "dd",
  integer: 7,
  smallInteger: 7,
  bigInt: 70n,
  boolean: true,
  float: 0.5,
  decimal: "1.50",
  dateTime: new Date("2026-01-02T03:04:05Z"),
  uuid: "11111111-2222-4333-8444-555555555555",
};

function scalar(choices: Choices, filled: boolean): FieldState {
  const type = choices.of([
    "char",
    "integer",
    "text",
    "boolean",
    "decimal",
    "dateTime",
    "bigInt",
    "uuid",
    "float",
    "slug",
  ]);
  const unique = (type === "char" || type === "integer") && choices.once(5);
  const isNull = choices.once(2) || (unique && !filled);
  return {
    type,
    ...(type === "char" ? { maxLength: 20 + choices.below(3) * 20 } : {}),
    ...(type === "decimal" ? { maxDigits: 8, decimalPlaces: 2 } : {}),
    ...(isNull ? { null: true } : {}),
    ...(unique ? { unique: true } : {}),
    ...(!unique && type !== "text" && choices.once(5) ? { index: true } : {}),
    ...(!unique && choices.once(3) ? { default: VALUES[type] } : {}),
    ...(!unique && type !== "text" && choices.once(8) ? { databaseDefault: VALUES[type] } : {}),
    ...(type === "char" && choices.once(3) ? { blank: true } : {}),
    ...(choices.once(10) ? { column: `col_${columns++}` } : {}),
    ...(choices.once(10) ? { comment: "What's in it" } : {}),
  };
}

// What indexes and constraints may name: columns of their own that every database can index.
function plainNames({ fields }: Draft): string[] {
  return Object.keys(fields).filter((name) =>
    ["char", "integer", "bigInt", "boolean", "decimal", "slug", "dateTime"].includes(fields[name]!.type),
  );
}

function addIndex(choices: Choices, draft: Draft, dialect: string): void {
  const names = plainNames(draft);
  if (names.length === 0) return;
  const first = choices.of(names);
  const fields = [choices.once(3) ? `-${first}` : first];
  const partial = dialect !== "mysql" && draft.fields[first]!.type === "integer" && choices.once(3);
  const index: IndexState = {
    name: `idx_${draft.name.toLowerCase()}_${choices.below(3)}`,
    fields,
    ...(partial ? { where: { [`${first}__gt`]: 1 } } : {}),
  };
  const known = draft.options.indexes ?? [];
  if (!known.some((each) => each.name === index.name)) draft.options.indexes = [...known, index];
}

function addUnique(choices: Choices, draft: Draft): void {
  const names = plainNames(draft).filter((name) => ["char", "integer", "bigInt"].includes(draft.fields[name]!.type));
  if (names.length < 2) return;
  const first = choices.below(names.length);
  const second = (first + 1) % names.length;
  draft.options.unique = [[names[first]!, names[second]!]];
}

function addConstraint(choices: Choices, draft: Draft): void {
  const numbers = Object.keys(draft.fields).filter((name) => draft.fields[name]!.type === "integer");
  if (numbers.length === 0) return;
  const field = choices.of(numbers);
  const name = `ok_${draft.name.toLowerCase()}_${choices.below(3)}`;
  const known = draft.options.constraints ?? [];
  if (known.some((each) => each.name === name)) return;
  const least = -1 - choices.below(3);
  const condition = choices.once(3)
    ? q({ [`${field}__gte`]: least }).or(q({ [`${field}__isnull`]: true }))
    : { [`${field}__gte`]: least };
  draft.options.constraints = [...known, { kind: "check", name, condition }];
}

/** Edits drafts as a programmer would edit models. */
class Edits {
  readonly renamedModels = new Map<string, string>();
  readonly renamedFields = new Set<string>();
  /** Whether the way back could not give rows what they need. */
  loses = false;
  readonly #choices: Choices;
  readonly #drafts: Map<string, Draft>;
  readonly #old: readonly string[];
  readonly #dialect: string;

  constructor(choices: Choices, drafts: Map<string, Draft>, dialect: string) {
    this.#choices = choices;
    this.#drafts = drafts;
    this.#old = [...drafts.keys()];
    this.#dialect = dialect;
    for (const draft of drafts.values()) drafts.set(draft.name, structuredCloneDraft(draft));
  }

  run(times: number): void {
    const edits = [
      () => this.#addField(),
      () => this.#removeField(),
      () => this.#alterField(),
      () => this.#renameField(),
      () => addIndex(this.#choices, this.#any(), this.#dialect),
      () => this.#dropOption("indexes"),
      () => addConstraint(this.#choices, this.#any()),
      () => this.#dropOption("constraints"),
      () => this.#toggleUnique(),
      () => this.#renameModel(),
      () => this.#addModel(),
      () => this.#removeModel(),
      () => this.#changeTable(),
    ];
    for (let i = 0; i < times && this.#drafts.size > 0; i++) this.#choices.of(edits)();
  }

  #any(): Draft {
    return this.#choices.of([...this.#drafts.values()]);
  }

  #models(): string[] {
    return [...this.#drafts.values()].map((draft) => draft.name);
  }

  #addField(): void {
    const draft = this.#any();
    const isNew = !this.#old.includes(draft.name);
    addRandomField(this.#choices, draft, { models: this.#models(), dialect: this.#dialect, filled: isNew });
  }

  #removeField(): void {
    const draft = this.#any();
    const names = Object.keys(draft.fields).filter((name) => name !== "id");
    if (names.length > 0) this.#dropField(draft, this.#choices.of(names));
  }

  #dropField(draft: Draft, name: string): void {
    const field = draft.fields[name]!;
    if (field.null !== true && (field.unique === true || (field.to !== undefined && field.type !== "manyToMany")))
      this.loses = true;
    delete draft.fields[name];
    draft.gone.add(name);
    for (const [other, { expression }] of Object.entries(draft.fields))
      if (JSON.stringify(expression)?.includes(`"${name}"`)) {
        delete draft.fields[other];
        draft.gone.add(other);
      }
    this.#forget(draft, name);
  }

  /** Takes options away that name a field. */
  #forget(draft: Draft, name: string): void {
    const { options } = draft;
    const names = (value: unknown) => JSON.stringify(value).includes(name);
    options.indexes = options.indexes?.filter((each) => !names(each));
    options.constraints = options.constraints?.filter((each) => !names(each));
    options.unique = options.unique?.filter((set) => !set.includes(name));
  }

  #alterField(): void {
    const draft = this.#any();
    const names = Object.keys(draft.fields).filter((name) => isAlterable(draft.fields[name]!));
    if (names.length === 0) return;
    const name = this.#choices.of(names);
    const field = draft.fields[name]!;
    draft.fields[name] = this.#altered(field);
    if (draft.fields[name]!.type !== field.type) this.#forget(draft, name);
  }

  #altered(field: FieldState): FieldState {
    switch (this.#choices.below(6)) {
      case 0: {
        const { null: isNull, ...rest } = field;
        return isNull === true
          ? field.to === undefined && field.unique !== true
            ? rest
            : field
          : { ...field, null: true };
      }
      case 1: {
        const { default: _, ...rest } = field;
        return field.to === undefined && !("default" in field) && field.unique !== true
          ? { ...field, default: VALUES[field.type] }
          : rest;
      }
      case 2:
        return widened(field);
      case 3: {
        const { index, ...rest } = field;
        if (field.unique === true || field.type === "text") return field;
        return index === undefined ? { ...field, index: field.to === undefined } : rest;
      }
      case 4: {
        const { comment, ...rest } = field;
        return comment === undefined && field.to === undefined ? { ...field, comment: "Other words" } : rest;
      }
      default: {
        const { column, ...rest } = field;
        return column === undefined ? { ...field, column: `other_${columns++}` } : rest;
      }
    }
  }

  #renameField(): void {
    const draft = this.#any();
    const names = Object.keys(draft.fields).filter((name) => name !== "id");
    const free = NAMES.filter((name) => !(name in draft.fields) && !draft.gone.has(name));
    if (names.length === 0 || free.length === 0) return;
    const [oldName, newName] = [this.#choices.of(names), this.#choices.of(free)];
    if (draft.fields[oldName]!.type === "generated") return;
    if (Object.values(draft.fields).some(({ expression }) => JSON.stringify(expression)?.includes(`"${oldName}"`)))
      return;
    this.#forget(draft, oldName);
    draft.gone.add(oldName);
    const { [oldName]: field, ...rest } = draft.fields;
    draft.fields = { ...rest, [newName]: field! };
    this.renamedFields.add(`${oldName}>${newName}`);
  }

  #dropOption(name: "indexes" | "constraints"): void {
    const draft = this.#any();
    draft.options[name] = undefined;
  }

  #toggleUnique(): void {
    const draft = this.#any();
    if (draft.options.unique !== undefined) draft.options.unique = undefined;
    else addUnique(this.#choices, draft);
  }

  #renameModel(): void {
    const draft = this.#any();
    const name = `${draft.name}Two`;
    if (!this.#old.includes(draft.name) || this.renamedModels.has(draft.name)) return;
    this.renamedModels.set(draft.name, name);
    for (const other of this.#drafts.values())
      for (const [key, field] of Object.entries(other.fields))
        if (field.to === `${LABEL}.${draft.name}`) other.fields[key] = { ...field, to: `${LABEL}.${name}` };
    draft.name = name;
  }

  #addModel(): void {
    const name = this.#choices.of(["Extra", "Other"]);
    if (this.#models().includes(name)) return;
    const draft: Draft = { name, fields: { id: { type: "auto" } }, gone: new Set(), options: {} };
    fillModel(this.#choices, draft, this.#models(), this.#dialect);
    this.#drafts.set(name, draft);
  }

  #removeModel(): void {
    const draft = this.#any();
    if (this.#drafts.size === 1) return;
    for (const other of this.#drafts.values())
      for (const [key, field] of Object.entries(other.fields))
        if (other !== draft && field.to === `${LABEL}.${draft.name}`) this.#dropField(other, key);
    for (const [key, each] of this.#drafts) if (each === draft) this.#drafts.delete(key);
  }

  #changeTable(): void {
    const draft = this.#any();
    draft.options.table = draft.options.table === undefined ? `moved_${draft.name.toLowerCase()}` : undefined;
  }
}

function structuredCloneDraft(draft: Draft): Draft {
  return { name: draft.name, fields: { ...draft.fields }, gone: new Set(), options: { ...draft.options } };
}

function isAlterable(field: FieldState): boolean {
  return field.type !== "auto" && field.type !== "manyToMany" && field.type !== "generated";
}

// Types between which every value that rows hold can go and come back.
function widened(field: FieldState): FieldState {
  const { maxLength, default: _, databaseDefault: __, ...rest } = field;
  switch (field.type) {
    case "char":
      return (maxLength ?? 0) > 30 ? { ...field, maxLength: 25 } : { ...field, maxLength: 60 };
    case "integer":
      return { ...rest, type: "smallInteger" };
    case "smallInteger":
      return { ...rest, type: "integer" };
    default:
      return field;
  }
}
