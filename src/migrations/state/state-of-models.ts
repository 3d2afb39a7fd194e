// Reads the state of a project from the classes of its models.
import { SetupError } from "#kernel";
import {
  type Constraint,
  type FieldDefinition,
  findMeta,
  type Index,
  isOrderField,
  listedIndexName,
  type ModelMeta,
  type ScalarDefinition,
} from "#orm/internals";
import type { FieldState } from "./field-state.ts";
import type { ConstraintState, IndexState, ModelState, ModelStateOptions } from "./model-state.ts";
import { toPlain } from "./plain-value.ts";
import { modelStateOf, type ProjectState, projectOf } from "./project-state.ts";

/**
 * The state of a project that has these models.
 *
 * @throws SetupError `MIGRATIONS_NOT_A_MODEL` or `MIGRATIONS_NO_LABEL`.
 */
export function stateOfModels(models: Iterable<unknown>): ProjectState {
  return projectOf([...models].map(stateOfModel));
}

function stateOfModel(model: unknown): ModelState {
  const meta = findMeta(model);
  if (meta === undefined)
    throw new SetupError("MIGRATIONS_NOT_A_MODEL", "The models of a blueprint hold something that is not a model.", {
      cure: "Give it model classes: models: [Author, Article].",
    });
  const dot = meta.name.lastIndexOf(".");
  if (dot < 1)
    throw new SetupError(
      "MIGRATIONS_NO_LABEL",
      `The model "${meta.name}" does not say which blueprint it belongs to.`,
      {
        cure: `Name it with the blueprint before it: Model("blog.${meta.name}", …).`,
      },
    );
  const fields = Object.entries(meta.ownDefinitions).flatMap(([name, definition]) => {
    // The option brings it along.
    const field = isOrderField(definition) ? undefined : fieldStateOf(definition);
    return field === undefined ? [] : [[name, field] as const];
  });
  return modelStateOf({
    label: meta.name.slice(0, dot),
    name: meta.shortName,
    fields: Object.fromEntries(fields),
    options: keptOptions(optionsOf(meta)),
    bases: meta.parent === undefined ? [] : [meta.parent.name],
  });
}

/** The field as plain data; undefined for the other sides of relations, which live in other models. */
export function fieldStateOf(definition: FieldDefinition): FieldState | undefined {
  if (definition.fieldKind === "scalar") return scalarState(definition);
  if (!("options" in definition)) return undefined;
  const { through, ...options } = definition.options as Record<string, unknown>;
  const relation = { type: definition.relation, to: findMeta(definition.to())!.name };
  const link = typeof through === "function" ? { through: findMeta(through())!.name } : {};
  return toPlain({ ...relation, ...kept(options), ...link }) as FieldState;
}

function scalarState(definition: ScalarDefinition): FieldState {
  const { builder, options, type } = definition;
  const { type: columnType, ...own } = kept(options as Record<string, unknown>);
  if (definition.auto) {
    const { primaryKey: _, ...rest } = own;
    return toPlain({ type: "auto", ...rest }) as FieldState;
  }
  if (definition.generated !== undefined) {
    const { expression, stored } = definition.generated;
    const { column, verboseName, editable: _, stored: __, ...inner } = own;
    const as = scalarState({ ...definition, options: inner as never, generated: undefined });
    return toPlain({ type: "generated", as, expression, stored, column, verboseName }) as FieldState;
  }
  if (builder === "array" && type.kind === "array")
    return toPlain({ type: "array", of: arrayItem(type.of), ...own }) as FieldState;
  return toPlain({ type: builder, ...own, ...(builder === "custom" ? { columnType } : {}) }) as FieldState;
}

// What an array holds is known by its column type alone.
function arrayItem(of: ScalarDefinition["type"]): FieldState {
  return { type: "custom", columnType: of };
}

const LEFT_OUT = new Set([
  "validators",
  "errorMessages",
  "lookups",
  "converter",
  "check",
  "encode",
  "decode",
  "prepare",
]);

// Options with their default value say nothing, and functions that only the program needs stay with it.
function kept(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(options).filter(
    ([key, value]) => value !== undefined && !LEFT_OUT.has(key) && DEFAULTS[key] !== value,
  );
  return Object.fromEntries(entries);
}

const DEFAULTS: Readonly<Record<string, unknown>> = {
  null: false,
  blank: false,
  unique: false,
  primaryKey: false,
  editable: true,
  constraint: true,
  autoNow: false,
  autoNowAdd: false,
  onDelete: "cascade",
};

// What only the program needs stays with it, and rows that have an order of their own come in it anyway.
function keptOptions(options: ModelStateOptions & { readonly naturalKey?: unknown }): ModelStateOptions {
  const { naturalKey: _, ordering, ...rest } = options;
  return ordering === undefined || rest.orderWithRespectTo !== undefined ? rest : { ...rest, ordering };
}

function optionsOf(meta: ModelMeta): ModelStateOptions {
  const { indexes, constraints, unique, primaryKey, ...rest } = meta.options;
  // What a proxy shares with its parent stays with that.
  if (meta.proxy) return toPlain(rest) as ModelStateOptions;
  return toPlain({
    ...rest,
    ...(primaryKey === undefined ? {} : { primaryKey }),
    ...(unique === undefined || unique.length === 0 ? {} : { unique }),
    ...(rest.managed === true ? { managed: undefined } : {}),
    ...(indexes === undefined || indexes.length === 0
      ? {}
      : { indexes: indexes.map((each) => indexState(meta, each)) }),
    ...(constraints === undefined || constraints.length === 0 ? {} : { constraints: constraints.map(constraintState) }),
  }) as ModelStateOptions;
}

function indexState(meta: ModelMeta, listed: readonly string[] | Index): IndexState {
  const index = "kind" in listed ? listed : undefined;
  const fields = index === undefined ? (listed as readonly string[]) : index.fields;
  const columns = fields.map((field) =>
    field.startsWith("-") ? `-${meta.findColumn(field.slice(1))!.column}` : meta.findColumn(field)!.column,
  );
  const name = index?.name ?? listedIndexName(meta.table, columns);
  if (index === undefined) return { name, fields };
  const { expressions, where, include, method } = index;
  return {
    name,
    ...(fields.length > 0 ? { fields } : {}),
    ...(expressions.length > 0 ? { expressions } : {}),
    ...(include.length > 0 ? { include } : {}),
    where,
    method,
  };
}

function constraintState(constraint: Constraint): ConstraintState {
  if (constraint.kind !== "unique") return constraint;
  const { nullsDistinct, ...rest } = constraint;
  return nullsDistinct ? rest : { ...rest, nullsDistinct };
}
