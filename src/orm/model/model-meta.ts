// Describes one model at run time: its table, columns and relations, resolved from the field definitions at first use.
import { didYouMean, SetupError } from "#kernel";
import type { ColumnType } from "../column-type.ts";
import type {
  FieldDefinition,
  ForeignKeyDefinition,
  RelationDefinition,
  ReverseDefinition,
  ScalarDefinition,
} from "../fields/field-definition.ts";
import type { ModelOptions } from "./model-options.ts";
import type { ModelRegistry } from "./registry.ts";
import { readableName, snakeCase, tableName } from "./snake-case.ts";

/** A column of a model's table, or of its parent's. */
export interface Column {
  /** The field's name: `author`. */
  readonly name: string;
  /** The property that holds the value: `authorId`. */
  readonly attribute: string;
  /** The name in the database: `author_id`. */
  readonly column: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly primaryKey: boolean;
  readonly unique: boolean;
  readonly model: ModelMeta;
  readonly definition: ScalarDefinition | ForeignKeyDefinition;
  /** The definition that says how values look: for a foreign key, that of the key it holds. */
  readonly scalar: ScalarDefinition;
}

/** One join: from a column of the table before to a column of `table`. */
export interface JoinStep {
  readonly table: string;
  /** The model of the table; a table of links has none. */
  readonly model: ModelMeta | undefined;
  readonly from: string;
  readonly to: string;
  readonly fromType: ColumnType;
  /** Whether one row before can meet several. */
  readonly many: boolean;
  /** Whether a row before can meet none. */
  readonly optional: boolean;
}

/** The table that links two models. */
export interface LinkTable {
  readonly table: string;
  /** The model of the links, where the application defined one. */
  readonly model: ModelMeta | undefined;
  /** The column that holds the key of the field's own model. */
  readonly sourceColumn: string;
  readonly targetColumn: string;
  /** Whether the application left the table to the framework. */
  readonly automatic: boolean;
}

/** A relation as seen from one of its sides. */
export interface Relation {
  readonly name: string;
  readonly kind: "foreignKey" | "oneToOne" | "manyToMany" | "reverse" | "reverseOne";
  readonly many: boolean;
  readonly nullable: boolean;
  readonly source: ModelMeta;
  readonly target: ModelMeta;
  /** The foreign key's column: on the source for a forward relation, on the target for a reverse one. */
  readonly column: Column | undefined;
  readonly link: LinkTable | undefined;
  readonly steps: readonly JoinStep[];
  readonly definition: RelationDefinition;
}

const metas = new WeakMap<object, ModelMeta>();

/** Remembers which class a meta belongs to; called by `Model`. */
export function bindMeta(cls: object, meta: ModelMeta): void {
  metas.set(cls, meta);
}

/** The meta of a model class or of a subclass of one, or undefined. */
export function findMeta(cls: unknown): ModelMeta | undefined {
  for (let at = cls; typeof at === "function"; at = Object.getPrototypeOf(at)) {
    const meta = metas.get(at);
    if (meta !== undefined) return meta;
  }
  return undefined;
}

/** The automatic key of a model that declares none. */
const AUTOMATIC_KEY: ScalarDefinition = {
  fieldKind: "scalar",
  builder: "auto",
  lookups: "number",
  type: { kind: "bigInt", safe: true },
  options: { primaryKey: true },
  auto: true,
  generated: undefined,
  converter: undefined,
  clock: undefined,
  choices: undefined,
  checks: [],
};

/** A model's class, as far as the room's own code needs it. */
export interface ModelClass {
  new (values?: unknown): object;
  // biome-ignore lint/suspicious/noExplicitAny: the query set of a model that is not known here
  readonly objects: any;
  readonly name: string;
  readonly prototype: object;
}

/** What a {@link ModelMeta} is made from. */
export interface ModelParts {
  readonly name: string;
  readonly self: () => unknown;
  readonly definitions: Record<string, FieldDefinition>;
  readonly options: ModelOptions;
  readonly registry: ModelRegistry;
}

/**
 * What is known of a model at run time.
 *
 * Thunks are resolved at the first use of `columns` or `relations`, never while classes are being defined, so that
 * modules may import each other.
 */
export class ModelMeta {
  /** `blog.Article`. */
  readonly name: string;
  readonly options: ModelOptions;
  readonly definitions: Readonly<Record<string, FieldDefinition>>;
  readonly table: string;
  /** The models that it knows of. */
  readonly registry: ModelRegistry;
  /** The class at the end of the thunk, known once its module has run. */
  readonly #self: () => unknown;
  #columns: readonly Column[] | undefined;
  #columnsByName: ReadonlyMap<string, Column> | undefined;
  #relations = new Map<string, Relation>();
  #external = new Map<string, ReverseDefinition>();
  #key: Column | undefined;

  constructor({ name, self, definitions, options, registry }: ModelParts) {
    this.name = name;
    this.#self = self;
    this.options = options;
    this.registry = registry;
    this.table = options.table ?? tableName(name);
    this.definitions = Object.values(definitions).some(isKey) ? definitions : { id: AUTOMATIC_KEY, ...definitions };
  }

  /** `Article`. */
  get shortName(): string {
    return this.name.slice(this.name.lastIndexOf(".") + 1);
  }

  get verboseName(): string {
    return this.options.verboseName ?? readableName(this.shortName);
  }

  get cls(): ModelClass {
    return this.#self() as ModelClass;
  }

  /** The columns in the order of the fields. */
  get columns(): readonly Column[] {
    this.#columns ??= this.#buildColumns();
    return this.#columns;
  }

  /** The column of the primary key. */
  get key(): Column {
    if (this.#key === undefined) {
      const name = Object.keys(this.definitions).find((each) => isKey(this.definitions[each]!))!;
      this.#key = this.#buildColumn(name, this.definitions[name]!)!;
    }
    return this.#key;
  }

  /** The column of a field: by the field's name, by the property that holds it, or by `pk`. */
  findColumn(name: string): Column | undefined {
    if (this.#columnsByName === undefined) {
      const byName = new Map<string, Column>();
      for (const column of this.columns) {
        byName.set(column.attribute, column);
        byName.set(column.name, column);
      }
      byName.set("pk", this.key);
      this.#columnsByName = byName;
    }
    return this.#columnsByName.get(name);
  }

  /** The relation of that name, declared here or added by another application. */
  findRelation(name: string): Relation | undefined {
    const known = this.#relations.get(name);
    if (known !== undefined) return known;
    const definition = this.definitions[name] ?? this.#external.get(name);
    if (definition?.fieldKind !== "relation") return undefined;
    const relation = this.#buildRelation(name, definition);
    this.#relations.set(name, relation);
    return relation;
  }

  /** The relation of that name. */
  relation(name: string): Relation {
    return this.findRelation(name)!;
  }

  /** The names of all relations. */
  get relationNames(): readonly string[] {
    const declared = Object.keys(this.definitions).filter((name) => this.definitions[name]!.fieldKind === "relation");
    return [...declared, ...this.#external.keys()];
  }

  /** Adds the other side of a relation that another application declared. */
  addReverse(name: string, definition: ReverseDefinition): void {
    this.#external.set(name, definition);
  }

  /** Every name that a path may start with. */
  get pathNames(): readonly string[] {
    const attributes = this.columns.map((column) => column.attribute);
    return [...new Set([...Object.keys(this.definitions), ...attributes, ...this.#external.keys(), "pk"])].sort();
  }

  #buildColumns(): readonly Column[] {
    const columns: Column[] = [];
    for (const [name, definition] of Object.entries(this.definitions)) {
      const column = isKey(definition) ? this.key : this.#buildColumn(name, definition);
      if (column !== undefined) columns.push(column);
    }
    return Object.freeze(columns);
  }

  #buildColumn(name: string, definition: FieldDefinition): Column | undefined {
    if (definition.fieldKind === "scalar") return this.#scalarColumn(name, definition);
    const pointing = definition.relation === "foreignKey" || definition.relation === "oneToOne";
    return pointing ? this.#keyColumn(name, definition as ForeignKeyDefinition) : undefined;
  }

  #scalarColumn(name: string, definition: ScalarDefinition): Column {
    const { options } = definition;
    return Object.freeze({
      name,
      attribute: name,
      column: options.column ?? snakeCase(name),
      type: definition.type,
      nullable: options.null === true,
      primaryKey: options.primaryKey === true,
      unique: options.unique === true,
      model: this,
      definition,
      scalar: definition,
    });
  }

  #keyColumn(name: string, definition: ForeignKeyDefinition): Column {
    const key = this.#targetOf(name, definition).key;
    const { options } = definition;
    return Object.freeze({
      name,
      attribute: `${name}Id`,
      column: options.column ?? `${snakeCase(name)}_id`,
      type: key.type,
      nullable: options.null === true,
      primaryKey: options.primaryKey === true,
      unique: options.unique === true || definition.relation === "oneToOne",
      model: this,
      definition,
      scalar: key.scalar,
    });
  }

  #targetOf(name: string, definition: RelationDefinition): ModelMeta {
    const meta = findMeta(definition.to());
    if (meta === undefined)
      throw new SetupError("ORM_NOT_A_MODEL", `${this.name}.${name} does not lead to a model.`, {
        where: `${this.name}.${name}`,
        cure: `Give a function that returns a model class: f.foreignKey(() => Author).`,
      });
    return meta;
  }

  #buildRelation(name: string, definition: RelationDefinition): Relation {
    const target = this.#targetOf(name, definition);
    if (definition.relation === "reverse" || definition.relation === "reverseOne")
      return this.#reverseRelation(name, definition as ReverseDefinition, target);
    if (definition.relation === "manyToMany") {
      const link = this.#linkTable(name, definition, target);
      return Object.freeze({
        name,
        kind: "manyToMany",
        many: true,
        nullable: true,
        source: this,
        target,
        column: undefined,
        link,
        steps: linkSteps(this, target, link),
        definition,
      });
    }
    const column = this.findColumn(name)!;
    const step: JoinStep = {
      table: target.table,
      model: target,
      from: column.column,
      to: target.key.column,
      fromType: column.type,
      many: false,
      optional: column.nullable,
    };
    return Object.freeze({
      name,
      kind: definition.relation as "foreignKey" | "oneToOne",
      many: false,
      nullable: column.nullable,
      source: this,
      target,
      column,
      link: undefined,
      steps: [step],
      definition,
    });
  }

  #reverseRelation(name: string, definition: ReverseDefinition, target: ModelMeta): Relation {
    const forward = target.findRelation(definition.via);
    if (forward === undefined || forward.target !== this)
      throw new SetupError(
        "ORM_NO_OTHER_SIDE",
        `${this.name}.${name} names no relation of ${target.name} to this model.`,
        {
          wrote: `f.${definition.relation}(() => ${target.shortName}, "${definition.via}")`,
          where: `${this.name}.${name}`,
          cure: `Name the field of ${target.name} that leads here.${didYouMean(definition.via, target.relationNames)}`,
        },
      );
    const shared = { name, source: this, target, nullable: true, definition } as const;
    if (forward.link !== undefined)
      return Object.freeze({
        ...shared,
        kind: "manyToMany",
        many: true,
        column: undefined,
        link: flipped(forward.link),
        steps: linkSteps(this, target, flipped(forward.link)),
      });
    const column = forward.column!;
    const many = definition.relation === "reverse";
    const step: JoinStep = {
      table: target.table,
      model: target,
      from: this.key.column,
      to: column.column,
      fromType: this.key.type,
      many: many && !column.unique,
      optional: true,
    };
    return Object.freeze({ ...shared, kind: definition.relation, many, column, link: undefined, steps: [step] });
  }

  #linkTable(name: string, definition: RelationDefinition & { relation: "manyToMany" }, target: ModelMeta): LinkTable {
    const { through, throughFields, table } = definition.options;
    if (through === undefined) {
      const self = target === this;
      const own = this.shortName.toLowerCase();
      const other = target.shortName.toLowerCase();
      return {
        table: table ?? `${this.table}_${snakeCase(name)}`,
        model: undefined,
        sourceColumn: self ? `from_${own}_id` : `${own}_id`,
        targetColumn: self ? `to_${other}_id` : `${other}_id`,
        automatic: true,
      };
    }
    const model = findMeta((through as () => unknown)());
    const keysTo = (end: ModelMeta) =>
      model?.columns.filter(
        (column) => column.definition.fieldKind === "relation" && findMeta(column.definition.to()) === end,
      ) ?? [];
    const source = throughFields === undefined ? keysTo(this)[0] : model?.findColumn(throughFields[0]);
    const aim =
      throughFields === undefined
        ? keysTo(target).find((column) => column !== source)
        : model?.findColumn(throughFields[1]);
    if (model === undefined || source === undefined || aim === undefined)
      throw new SetupError(
        "ORM_BAD_THROUGH",
        `${this.name}.${name} goes through a model without a foreign key to each side.`,
        {
          where: `${this.name}.${name}`,
          cure: `Give the model of "through" a foreign key to ${this.name} and one to ${target.name}, and name them in "throughFields" where it has several.`,
        },
      );
    return { table: model.table, model, sourceColumn: source.column, targetColumn: aim.column, automatic: false };
  }
}

function isKey(definition: FieldDefinition): boolean {
  return "options" in definition && "primaryKey" in definition.options && definition.options.primaryKey === true;
}

function flipped(link: LinkTable): LinkTable {
  return { ...link, sourceColumn: link.targetColumn, targetColumn: link.sourceColumn };
}

function linkSteps(source: ModelMeta, target: ModelMeta, link: LinkTable): readonly JoinStep[] {
  return [
    {
      table: link.table,
      model: link.model,
      from: source.key.column,
      to: link.sourceColumn,
      fromType: source.key.type,
      many: true,
      optional: true,
    },
    {
      table: target.table,
      model: target,
      from: link.targetColumn,
      to: target.key.column,
      fromType: target.key.type,
      many: false,
      optional: false,
    },
  ];
}
