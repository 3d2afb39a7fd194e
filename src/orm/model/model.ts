// Makes the base class of a model from its name and fields: the instances, their class's query set, and their accessors.
import { SetupError } from "#kernel";
import { Q } from "../expressions/condition-input.ts";
import { Expression } from "../expressions/expression.ts";
import type { FieldDefinition, GenericDefinition } from "../fields/field-definition.ts";
import { DoesNotExist, MultipleObjectsReturned } from "../query/query-error.ts";
import { QuerySet } from "../query/query-set.ts";
import type {
  AnyMixin,
  CreateInput,
  FieldsOfParent,
  InstanceOf,
  InstanceOfParent,
  MixinFields,
  MixinInstance,
  MixinMethods,
} from "../types/instance-type.ts";
import type { Inferred, Inferring, Where } from "../types/lookup-path.ts";
import type { FieldRecord, KeyOfFields, TargetOf } from "../types/model-fields.ts";
import type { PathOf, ValueAt } from "../types/value-path.ts";
import { checkKey } from "./define/composite-key.ts";
import { type ManagerParts, makeManager } from "./define/managers.ts";
import { HYDRATE } from "./instance-state.ts";
import { type Properties, setValues } from "./instance-values.ts";
import { ModelInstance } from "./model-instance.ts";
import { bindMeta, findMeta, type ModelClass, ModelMeta, type ModelParts } from "./model-meta.ts";
import type { Index, ModelOptions as PlainOptions } from "./model-options.ts";
import { programModels } from "./registry.ts";
import { defineRelations } from "./relations/accessors.ts";

/** The query set of a model, with the methods that its mixins give it. */
type ManagerOf<Instance, Methods> = [keyof Methods] extends [never] ? QuerySet<Instance> : Managed<Instance, Methods>;
type Managed<Instance, Methods> = QuerySet<Instance> & {
  readonly [K in keyof Methods]: Methods[K] extends (...args: infer Args) => infer Result
    ? (
        ...args: Args
      ) => Result extends { readonly "~row": { readonly "~model": unknown } } ? Managed<Instance, Methods> : Result
    : Methods[K];
};

type NameIn<Fields> = keyof Fields & string;
type OrderStart<Fields> = NameIn<Fields> | `${NameIn<Fields>}__${string}` | "pk" | "id";
type OrderName<Fields> = OrderStart<Fields> | `-${OrderStart<Fields>}`;

/** The options of a model. */
export interface ModelOptions<
  Fields,
  Mixins,
  Order = readonly string[],
  Parent = unknown,
  Key = readonly NameIn<Fields & MixinFields<Mixins>>[],
  Related = string,
  Manager = string,
> extends Omit<
    PlainOptions,
    | "ordering"
    | "primaryKey"
    | "unique"
    | "indexes"
    | "latestBy"
    | "orderWithRespectTo"
    | "naturalKey"
    | "defaultRelatedName"
    | "defaultManagerName"
  > {
  /** Abstract parts whose fields and methods the model has too. */
  readonly mixins?: Mixins;
  /**
   * The model that this one extends: its fields and methods are here too, its rows in its own table. With `proxy`,
   * there is no further table.
   */
  readonly parent?: Parent;
  /** The order of queries that set none; paths over relations are checked where the models are gathered. */
  readonly ordering?: Order;
  /** The fields that are the primary key together, in the order of the tuple `pk`. */
  readonly primaryKey?: Key;
  readonly unique?: readonly (readonly NameIn<Fields & MixinFields<Mixins>>[])[];
  readonly indexes?: readonly (
    | readonly (NameIn<Fields & MixinFields<Mixins>> | `-${NameIn<Fields & MixinFields<Mixins>>}`)[]
    | Index
  )[];
  readonly latestBy?: NameIn<Fields & MixinFields<Mixins>> | `-${NameIn<Fields & MixinFields<Mixins>>}`;
  /** The foreign key within which the rows have an order of their own, which a column `_order` keeps. */
  readonly orderWithRespectTo?: NameIn<Fields & MixinFields<Mixins>>;
  /** The fields that name a row to people, and in fixtures that are to be loaded into other databases. */
  readonly naturalKey?: readonly NameIn<Fields & MixinFields<Mixins>>[];
  /** The `relatedName` of the model's relations that give none; `{model}` stands for the model's name. */
  readonly defaultRelatedName?: Related;
  /** The static property whose query set relations to many, forms and the admin start from; `objects` where not given. */
  readonly defaultManagerName?: Manager;
}

/** The class that `Model(...)` returns, for a model's own class to extend. */
export interface ModelStatic<
  Self,
  Name extends string,
  Fields,
  Own,
  Mixed,
  Ordering extends readonly string[] = readonly string[],
  Inherited = unknown,
  Related = never,
  Manager = "objects",
  Methods = unknown,
> {
  new (values?: Partial<CreateInput<TargetOf<Self>>>): InstanceOf<Name, Fields, Own, Mixed>;
  readonly modelName: Name;
  readonly fields: Fields;
  readonly ordering: Ordering;
  /** Types alone: the fields that the parent has. */
  readonly "~inherited": Inherited;
  /** Types alone: the `relatedName` of relations that give none, and the name of the default manager. */
  readonly "~names": { readonly related: Related; readonly manager: Manager };
  /** All rows, as a query set. */
  readonly objects: ManagerOf<TargetOf<Self>, Methods>;
  /** Thrown by `get` when there is no row. */
  readonly DoesNotExist: typeof DoesNotExist;
  /** Thrown by `get` when there are several. */
  readonly MultipleObjectsReturned: typeof MultipleObjectsReturned;
  /** A condition on this model, to combine with others. */
  q<K extends string, Stage extends Inferring = Inferred>(
    where: Where<TargetOf<Self>, K, unknown, Stage>,
  ): Q<TargetOf<Self>>;
  /** The value at a path of this model, as an expression. */
  F<P extends string>(path: PathOf<TargetOf<Self>, P>): Expression<NonNullable<ValueAt<TargetOf<Self>, P>>>;
}

/**
 * Makes the base class of a model.
 *
 * `name` is the application and the model, `self` a function that returns the class itself: it lets models name each
 * other, and the compiler know the class before it is defined.
 *
 * @throws SetupError `ORM_DUPLICATE_MODEL`, `ORM_BAD_FIELD_NAME`, `ORM_BAD_KEY`.
 * @example
 * ```ts
 * import { f, Model } from "demijohn/orm";
 * class Author extends Model("library.Author", () => Author, {
 *   name: f.char({ maxLength: 100 }),
 *   mentor: f.foreignKey(() => Author, { null: true, relatedName: "mentees" }),
 *   mentees: f.reverse(() => Author, "mentor"),
 * }) {
 *   get initials() {
 *     return this.name.split(" ").map((part) => part[0]).join("");
 *   }
 * }
 * console.log(new Author({ name: "Ann Lee" }).initials);
 * ```
 */
export function Model<
  Name extends string,
  Self,
  Own extends FieldRecord,
  const Mixins extends readonly AnyMixin[] = [],
  const Order extends readonly OrderName<Own & MixinFields<Mixins> & FieldsOfParent<Parent>>[] = [],
  Parent = undefined,
  const Key extends readonly NameIn<Own & MixinFields<Mixins>>[] = [],
  const Related extends string = never,
  const Manager extends string = "objects",
>(
  name: Name,
  self: Self,
  fields: Own,
  options?: ModelOptions<Own, Mixins, Order, Parent, Key, Related, Manager>,
): ModelStatic<
  Self,
  Name,
  Own & MixinFields<Mixins> & FieldsOfParent<Parent> & KeyOfFields<Own & MixinFields<Mixins>, Key>,
  Own,
  MixinInstance<Mixins> & InstanceOfParent<Parent>,
  Order,
  FieldsOfParent<Parent>,
  Related,
  Manager,
  MixinMethods<Mixins>
> {
  const {
    mixins = [],
    parent: extended,
    ...rest
  } = (options ?? {}) as unknown as { mixins?: readonly AnyMixin[]; parent?: unknown } & PlainOptions;
  const parent = extended === undefined ? undefined : parentOf(name, extended);
  const definitions: Record<string, FieldDefinition> = {};
  for (const mixin of mixins) Object.assign(definitions, mixin.fields);
  Object.assign(definitions, fields);
  checkFieldNames(name, definitions, parent);
  const generics = takeGenerics(definitions);
  const parts = {
    name,
    self: self as () => unknown,
    definitions,
    options: rest,
    registry: programModels,
    parent,
    generics,
  };
  const base = makeModel(
    parts,
    mixins.map((mixin) => mixin.manager),
  );
  for (const mixin of mixins) copyMembers(mixin.prototype, base.prototype);
  return base as never;
}

/** Makes the class of a model in any registry; `Model` does so for the program's own. */
export function makeModel(parts: ModelParts, mixed: readonly ManagerParts[] = []): ModelClass {
  const { name, options, definitions, parent } = parts;
  if (options.primaryKey !== undefined) checkKey(name, options.primaryKey, definitions, parent?.name);
  const meta = new ModelMeta(parts);
  const base = makeBase(meta, mixed);
  defineRelations(meta, base.prototype);
  bindMeta(base, meta);
  parts.registry.add(meta);
  return base as never;
}

// They have no column, and so stand beside the fields that have one.
function takeGenerics(definitions: Record<string, FieldDefinition>): Record<string, GenericDefinition> {
  const generics: Record<string, GenericDefinition> = {};
  for (const [name, definition] of Object.entries(definitions as Record<string, FieldDefinition | GenericDefinition>)) {
    if (definition.fieldKind !== "generic") continue;
    generics[name] = definition;
    delete definitions[name];
  }
  return generics;
}

function parentOf(name: string, extended: unknown): ModelMeta {
  const parent = findMeta(extended);
  if (parent !== undefined) return parent;
  throw new SetupError("ORM_NOT_A_MODEL", `The parent of ${name} is not a model.`, {
    where: name,
    cure: "Give the class of a model that is defined before: { parent: Place }.",
  });
}

const RESERVED = [
  "pk",
  "save",
  "delete",
  "refresh",
  "equals",
  "clean",
  "fullClean",
  "display",
  "findNext",
  "findPrevious",
  "afterLoad",
  "naturalKey",
  "findNextInOrder",
  "findPreviousInOrder",
  "isNew",
  "changedFields",
  "deferredFields",
  "constructor",
];

function checkFieldNames(
  model: string,
  definitions: Record<string, FieldDefinition>,
  parent: ModelMeta | undefined,
): void {
  for (const name of Object.keys(definitions)) {
    if (parent?.definitions[name] !== undefined)
      throw new SetupError(
        "ORM_FIELD_CLASH",
        `The field ${model}.${name} has the name of one that it inherits from ${parent.name}.`,
        { where: `${model}.${name}`, cure: "Give it another name." },
      );
    if (name.includes("__") || name.endsWith("_"))
      throw new SetupError(
        "ORM_BAD_FIELD_NAME",
        `The field ${model}.${name} cannot be named in a lookup: "__" parts its names.`,
        {
          where: `${model}.${name}`,
          cure: "Give it a name without double underscores, and without one at its end.",
        },
      );
    if (RESERVED.includes(name))
      throw new SetupError(
        "ORM_BAD_FIELD_NAME",
        `The field ${model}.${name} would hide what every instance has under that name.`,
        {
          where: `${model}.${name}`,
          cure: "Give it another name.",
        },
      );
  }
}

function copyMembers(from: object, to: object): void {
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(from)))
    if (key !== "constructor") Object.defineProperty(to, key, descriptor);
}

function makeBase(meta: ModelMeta, mixed: readonly ManagerParts[]): new (values?: unknown) => ModelInstance {
  let objects: QuerySet<unknown> | undefined;
  let errors: { readonly missing: typeof DoesNotExist; readonly several: typeof MultipleObjectsReturned } | undefined;
  const classes = () =>
    (errors ??= { missing: class extends DoesNotExist {}, several: class extends MultipleObjectsReturned {} });
  const Base = (meta.parent?.cls ?? ModelInstance) as abstract new (values?: unknown) => ModelInstance;
  return class extends Base {
    static readonly modelName = meta.name;
    static readonly fields = meta.definitions;
    static readonly ordering = meta.options.ordering ?? [];

    static get objects(): QuerySet<unknown> {
      objects ??= makeManager(QuerySet, meta.cls, mixed) as QuerySet<unknown>;
      return objects;
    }
    static get DoesNotExist(): typeof DoesNotExist {
      return classes().missing;
    }
    static get MultipleObjectsReturned(): typeof MultipleObjectsReturned {
      return classes().several;
    }
    static q(where: Readonly<Record<string, unknown>>): Q<unknown> {
      return new Q({ kind: "where", where });
    }
    static F(path: string): Expression<unknown> {
      return new Expression({ kind: "leaf", leaf: { kind: "path", path } });
    }

    constructor(values?: unknown) {
      super(values);
      // The constructors of parents run as well, and leave the values to that of the instance's own model.
      if (values !== HYDRATE && this.meta === meta) setValues(meta, this, (values ?? {}) as Properties);
    }
    override get meta(): ModelMeta {
      return meta;
    }
  };
}
