// Describes one model at run time: its table, columns and relations, resolved from the field definitions at first use.
import { didYouMean, SetupError } from "#kernel";
import type { ColumnType } from "../column-type.ts";
import type {
  FieldDefinition,
  ForeignKeyDefinition,
  GenericDefinition,
  RelationDefinition,
  ReverseDefinition,
  ScalarDefinition,
} from "../fields/field-definition.ts";
import { allOf, type Query } from "../query/query.ts";
import type { QueryHolder } from "../query/query-holder.ts";
import { automaticKey } from "./define/automatic-key.ts";
import { badToField, compositeKey, isUnique, singleKey } from "./define/composite-key.ts";
import { managerOf } from "./define/managers.ts";
import { inheritedOptions, linkTo } from "./define/parent.ts";
import { orderedOptions, withOrderField } from "./define/row-order.ts";
import type { ModelOptions } from "./model-options.ts";
import type { ModelRegistry } from "./registry.ts";
import { flipped, linkSteps, linkTable } from "./relations/links.ts";
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
  /** The definition that says how values look: for a foreign key, that of the column it points at. */
  readonly scalar: ScalarDefinition;
  /** The column that a foreign key points at. */
  readonly references?: Column | undefined;
  /** The columns of a primary key of several fields, which has no column of its own: its property `pk` is a tuple. */
  readonly parts?: readonly Column[] | undefined;
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
  /** Whether it leads to the row of the parent model that is part of the same instance: all paths share that join. */
  readonly up?: boolean | undefined;
  /** Whether it leads from a row to those that point at it. */
  readonly back?: boolean | undefined;
  /** A column of the table and the value that it must have: the name of the model that a generic relation means. */
  readonly only?: { readonly column: string; readonly value: string } | undefined;
  /** Whether the column to join holds the key as text. */
  readonly asText?: boolean | undefined;
}

/** The table that links two models. */
export interface LinkTable {
  readonly table: string;
  /** The model of the links, where the application defined one. */
  readonly model: ModelMeta | undefined;
  /** The column that holds the key of the field's own model. */
  readonly sourceColumn: string;
  readonly targetColumn: string;
  /** The column of the field's own model whose values the links keep. */
  readonly sourceKey: Column;
  readonly targetKey: Column;
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
  /** The column at its end whose value stands for an instance: the one that a foreign key names, else the key. */
  readonly end: Column;
  readonly link: LinkTable | undefined;
  readonly steps: readonly JoinStep[];
  readonly definition: RelationDefinition;
  /** For the other side of a generic relation: its name, and the column that holds this model's name. */
  readonly generic?: { readonly name: string; readonly typeColumn: Column; readonly value: string } | undefined;
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
  /** The model that this one extends. */
  readonly parent?: ModelMeta | undefined;
  /** Its relations to rows of any model. */
  readonly generics?: Readonly<Record<string, GenericDefinition>> | undefined;
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
  /** All fields, the inherited ones first. */
  readonly definitions: Readonly<Record<string, FieldDefinition>>;
  /** The fields of its own table: all of them, unless it has a parent; of a proxy, none. */
  readonly ownDefinitions: Readonly<Record<string, FieldDefinition>>;
  /** The relations to rows of any model, which have no column of their own. */
  readonly generics: Readonly<Record<string, GenericDefinition>>;
  readonly table: string;
  /** The model whose fields it has too, kept in that model's table. */
  readonly parent: ModelMeta | undefined;
  /** Whether it has no table of its own: it is another class for the rows of its parent. */
  readonly proxy: boolean;
  /** The models that it knows of. */
  readonly registry: ModelRegistry;
  /** The class at the end of the thunk, known once its module has run. */
  readonly #self: () => unknown;
  #columns: readonly Column[] | undefined;
  #ownColumns: readonly Column[] | undefined;
  #columnsByName: ReadonlyMap<string, Column> | undefined;
  readonly #built = new Map<string, Column>();
  #relations = new Map<string, Relation>();
  #external = new Map<string, ReverseDefinition>();
  // The relations that paths know by another name.
  readonly #queryNames = new Map<string, string>();
  #key: Column | undefined;
  #keys: readonly Column[] | undefined;

  constructor({ name, self, definitions: given, options, registry, parent, generics }: ModelParts) {
    const definitions = withOrderField(given, options);
    this.generics = { ...parent?.generics, ...generics };
    this.name = name;
    this.#self = self;
    this.options = orderedOptions(parent === undefined ? options : inheritedOptions(parent, options));
    this.registry = registry;
    this.parent = parent;
    this.proxy = parent !== undefined && options.proxy === true;
    this.table = this.proxy ? parent!.table : (options.table ?? tableName(name));
    if (parent === undefined) {
      const keyed = options.primaryKey !== undefined || Object.values(definitions).some(isKey);
      this.ownDefinitions = keyed ? definitions : { id: automaticKey, ...definitions };
      this.definitions = this.ownDefinitions;
    } else {
      this.ownDefinitions = this.proxy ? {} : { ...linkTo(this, parent, definitions), ...definitions };
      this.definitions = { ...parent.definitions, ...this.ownDefinitions };
    }
  }

  /** The model whose table it is kept in: itself, or what a proxy stands for. */
  get concrete(): ModelMeta {
    return this.proxy ? this.parent!.concrete : this;
  }

  /** The columns of its own table. */
  get ownColumns(): readonly Column[] {
    const { concrete } = this;
    if (concrete.parent === undefined) return concrete.columns;
    this.#ownColumns ??= concrete.columns.filter((column) => column.model === concrete);
    return this.#ownColumns;
  }

  /** The models whose tables hold its instances: the root first, itself last. */
  get tables(): readonly ModelMeta[] {
    const { concrete } = this;
    return concrete.parent === undefined ? [concrete] : [...concrete.parent.tables, concrete];
  }

  /** The joins from its own table to that of the model, among its parents, which holds a column. */
  stepsUp(owner: ModelMeta): readonly JoinStep[] {
    const steps: JoinStep[] = [];
    for (let at = this.concrete; at !== owner && at.parent !== undefined; at = at.parent.concrete) {
      const parent = at.parent.concrete;
      steps.push({
        table: parent.table,
        model: parent,
        from: at.key.column,
        to: parent.key.column,
        fromType: at.key.type,
        many: false,
        optional: false,
        up: true,
      });
    }
    return steps;
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

  /** What relations to many, forms and lists start from: `objects`, or what `defaultManagerName` says. */
  get defaultManager(): QueryHolder {
    return managerOf(this, this.options.defaultManagerName ?? "objects");
  }

  /** What loads the row that a relation to one leads to: all rows, or what `baseManagerName` says. */
  get baseQuery(): Query {
    const { baseManagerName } = this.options;
    return baseManagerName === undefined ? allOf(this) : managerOf(this, baseManagerName).query;
  }

  /** The columns in the order of the fields. */
  get columns(): readonly Column[] {
    this.#columns ??= this.#buildColumns();
    return this.#columns;
  }

  /** The column of the primary key; for a key of several fields, one that stands for all of them (`parts`). */
  get key(): Column {
    if (this.proxy) return this.parent!.key;
    if (this.#key === undefined && this.options.primaryKey !== undefined)
      this.#key = compositeKey(
        this,
        this.options.primaryKey.map((name) => this.#ownColumn(name, this.ownDefinitions[name]!)!),
      );
    if (this.#key === undefined) {
      const name = Object.keys(this.ownDefinitions).find((each) => isKey(this.ownDefinitions[each]!))!;
      this.#key = this.#buildColumn(name, this.ownDefinitions[name]!)!;
    }
    return this.#key;
  }

  /** The columns of the primary key: mostly one. */
  get keys(): readonly Column[] {
    this.#keys ??= this.key.parts ?? [this.key];
    return this.#keys;
  }

  /** The column of a field: by the field's name, by the property that holds it, or by `pk`. */
  findColumn(name: string): Column | undefined {
    // A column of its own does not wait for the models that the other fields lead to: they may not be defined yet.
    if (this.#columns === undefined && this.ownDefinitions[name]?.fieldKind === "scalar")
      return this.#ownColumn(name, this.ownDefinitions[name]);
    if (this.#columnsByName === undefined) {
      const byName = new Map<string, Column>();
      for (const column of this.columns) {
        byName.set(column.attribute, column);
        byName.set(column.name, column);
        if (isParentLink(column)) byName.set(`${column.name}Id`, column);
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
    const definition = this.ownDefinitions[name] ?? this.#external.get(name);
    const relation =
      definition === undefined
        ? this.#inheritedRelation(name)
        : definition.fieldKind === "relation"
          ? this.#buildRelation(name, definition)
          : undefined;
    if (relation === undefined) return undefined;
    this.#relations.set(name, relation);
    return relation;
  }

  /** The relation that a path means by a name: its own, or its `queryName`. */
  findPathRelation(name: string): Relation | undefined {
    const known = this.findRelation(name);
    if (known !== undefined) return known;
    if (name in this.definitions) return undefined;
    const other = this.#queryNames.get(name) ?? this.#declaredQueryName(name);
    return other === undefined ? this.parent?.findPathRelation(name) : this.findRelation(other);
  }

  #declaredQueryName(queryName: string): string | undefined {
    const isNamed = ([, each]: [string, FieldDefinition]) => "queryName" in each && each.queryName === queryName;
    return Object.entries(this.ownDefinitions).find(isNamed)?.[0];
  }

  /** Gives a relation another name for paths. */
  addQueryName(queryName: string, relation: string): void {
    this.#queryNames.set(queryName, relation);
  }

  /** The relation of that name. */
  relation(name: string): Relation {
    return this.findRelation(name)!;
  }

  /** The names of all relations. */
  get relationNames(): readonly string[] {
    const declared = Object.keys(this.definitions).filter((name) => this.definitions[name]!.fieldKind === "relation");
    return [...new Set([...declared, ...(this.parent?.relationNames ?? []), ...this.#external.keys()])];
  }

  /** Adds the other side of a relation that another application declared. */
  addReverse(name: string, definition: ReverseDefinition): void {
    this.#external.set(name, definition);
  }

  /** Every name that a path may start with. */
  get pathNames(): readonly string[] {
    const attributes = this.columns.map((column) => column.attribute);
    return [...new Set([...Object.keys(this.definitions), ...attributes, ...this.relationNames, "pk"])].sort();
  }

  #buildColumns(): readonly Column[] {
    if (this.proxy) return this.parent!.columns;
    const columns: Column[] = [];
    for (const [name, definition] of Object.entries(this.ownDefinitions)) {
      const column = isKey(definition) ? this.key : this.#ownColumn(name, definition);
      if (column !== undefined) columns.push(column);
    }
    if (this.parent !== undefined) {
      // The parent's key has the same value as the link to it, which stands in its place.
      const inherited = this.parent.columns.filter((column) => column !== this.parent!.key);
      columns.splice(1, 0, ...inherited);
    }
    return Object.freeze(columns);
  }

  // A relation of the parent leads on from the parent's row, or, where that row's key is all it needs, from this one.
  #inheritedRelation(name: string): Relation | undefined {
    const relation = this.parent?.findRelation(name);
    if (relation === undefined || this.proxy) return relation;
    const [first, ...rest] = relation.steps as readonly [JoinStep, ...JoinStep[]];
    const owner = this.parent!.concrete;
    const steps =
      first.from === owner.key.column
        ? [{ ...first, from: this.key.column }, ...rest]
        : [...this.stepsUp(owner), ...relation.steps];
    return Object.freeze({ ...relation, source: this, steps });
  }

  #ownColumn(name: string, definition: FieldDefinition): Column | undefined {
    if (isKey(definition)) return this.key;
    const known = this.#built.get(name);
    if (known !== undefined) return known;
    const column = this.#buildColumn(name, definition);
    if (column !== undefined) this.#built.set(name, column);
    return column;
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
    const { options } = definition;
    const key = this.#targetOf(name, definition).#referenced(`${this.name}.${name}`, options.toField);
    return Object.freeze({
      name,
      // The key that an instance shares with its parent's row is one property.
      attribute: options.parentLink === true ? this.parent!.key.attribute : `${name}Id`,
      column: options.column ?? `${snakeCase(name)}_id`,
      type: key.type,
      nullable: options.null === true,
      primaryKey: options.primaryKey === true,
      unique: options.unique === true || definition.relation === "oneToOne",
      model: this,
      definition,
      scalar: key.scalar,
      references: key,
    });
  }

  // The column that the foreign key `by` of another model points at.
  #referenced(by: string, toField: string | undefined): Column {
    if (toField === undefined || toField === "pk") return singleKey(this, by);
    const { concrete } = this;
    const definition = concrete.ownDefinitions[toField];
    const column = definition === undefined ? undefined : concrete.#ownColumn(toField, definition);
    if (column !== undefined && isUnique(concrete, column)) return column;
    throw badToField(this, by, toField);
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
      const { through } = definition.options;
      const model = through === undefined ? undefined : findMeta((through as () => unknown)());
      const link = linkTable(name, definition, { source: this, target, model });
      return Object.freeze({
        name,
        kind: "manyToMany",
        many: true,
        nullable: true,
        source: this,
        target,
        column: undefined,
        end: link.targetKey,
        link,
        steps: linkSteps(target, link),
        definition,
      });
    }
    const column = this.findColumn(name)!;
    const end = column.references!;
    const step: JoinStep = {
      table: target.table,
      model: target,
      from: column.column,
      to: end.column,
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
      end,
      link: undefined,
      steps: [step],
      definition,
    });
  }

  #reverseRelation(name: string, definition: ReverseDefinition, target: ModelMeta): Relation {
    const generic = target.generics[definition.via];
    if (generic !== undefined) return this.#genericRelation(name, definition, target, generic);
    const forward = target.findRelation(definition.via);
    const leadsHere =
      forward?.target.concrete === this.concrete &&
      (forward.column === undefined || forward.column.model === target.concrete);
    if (forward === undefined || !leadsHere)
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
        end: forward.link.sourceKey,
        link: flipped(forward.link),
        steps: linkSteps(target, flipped(forward.link)),
      });
    const column = forward.column!;
    const many = definition.relation === "reverse";
    const step: JoinStep = {
      table: target.table,
      model: target,
      from: column.references!.column,
      to: column.column,
      fromType: column.type,
      many: many && !column.unique,
      optional: true,
      back: true,
    };
    const end = target.key;
    return Object.freeze({ ...shared, kind: definition.relation, many, column, end, link: undefined, steps: [step] });
  }

  #genericRelation(
    name: string,
    definition: ReverseDefinition,
    target: ModelMeta,
    { typeField, idField }: GenericDefinition,
  ): Relation {
    const column = target.findColumn(idField)!;
    const typeColumn = target.findColumn(typeField)!;
    const value = this.concrete.name;
    const key = singleKey(this, `${target.name}.${definition.via}`);
    const step: JoinStep = {
      table: target.table,
      model: target,
      from: key.column,
      to: column.column,
      fromType: key.type,
      many: true,
      optional: true,
      back: true,
      only: { column: typeColumn.column, value },
      asText: (column.type.kind === "char" || column.type.kind === "text") && key.type.kind !== "char",
    };
    return Object.freeze({
      name,
      kind: "reverse",
      many: true,
      nullable: true,
      source: this,
      target,
      column,
      end: target.key,
      link: undefined,
      steps: [step],
      definition,
      generic: { name: definition.via, typeColumn, value },
    });
  }
}

/** Whether a column is the key that an instance shares with its parent's row. */
export function isParentLink(column: Column): boolean {
  return column.definition.fieldKind === "relation" && column.definition.options.parentLink === true;
}

function isKey(definition: FieldDefinition): boolean {
  return "options" in definition && "primaryKey" in definition.options && definition.options.primaryKey === true;
}
