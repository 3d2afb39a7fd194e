// Makes the SQL of the value that rows get in a column that is new or that stops being null.
import type { Dialect, SqlExpression } from "#orm/internals";
import {
  allowsEmptyText,
  type FieldState,
  hasDatabaseDefault,
  hasDefault,
  isComputed,
  isGenerated,
  isManyToMany,
} from "../state/field-state.ts";
import { type ModelState, resolveModel } from "../state/model-state.ts";
import { modelStateOf, type ProjectState, projectOf } from "../state/project-state.ts";
import { tablesOfModel } from "../state/tables-of-state.ts";

/** The value that a field gives rows that are there already; undefined for none. */
export function valueForRows(field: FieldState): { readonly value: unknown } | undefined {
  if (isManyToMany(field) || isGenerated(field)) return undefined;
  if (hasDefault(field) && !isComputed(field.default))
    return field.default === null ? undefined : { value: field.default };
  if (hasDatabaseDefault(field) || field.null === true) return undefined;
  return field.blank === true && allowsEmptyText(field) ? { value: "" } : undefined;
}

/** What a column that comes back holds, where nothing says more: the emptiest value of its type. */
export function neutralValue(field: FieldState): { readonly value: unknown } | undefined {
  const given = valueForRows(field);
  if (given !== undefined || field.null === true || hasDatabaseDefault(field)) return given;
  if (isGenerated(field) || isManyToMany(field) || field.to !== undefined || field.unique === true) return undefined;
  return field.type in NEUTRAL ? { value: NEUTRAL[field.type] } : allowsEmptyText(field) ? { value: "" } : undefined;
}

const EPOCH = new Date(0);
const NEUTRAL: Readonly<Record<string, unknown>> = {
  integer: 0,
  smallInteger: 0,
  positiveInteger: 0,
  positiveSmallInteger: 0,
  bigInt: 0n,
  positiveBigInt: 0n,
  float: 0,
  decimal: "0",
  boolean: false,
  dateTime: EPOCH,
  json: null,
  uuid: "00000000-0000-0000-0000-000000000000",
  ip: "0.0.0.0",
};

/** The value as SQL, as the column's type has it. */
export function fillOf(
  state: ProjectState,
  model: ModelState,
  given: { readonly field: string; readonly value: unknown; readonly column: string; readonly dialect: Dialect },
): SqlExpression {
  const { field, value, column, dialect } = given;
  // The schema's own way of writing a default does it: the field is described once with the value as its default.
  // Only the order of the rows is no field of the state.
  const known = model.fields[field] ?? { type: "integer" };
  const described = { ...plainKind(state, model, known), databaseDefault: value, column };
  const alone = modelStateOf({ label: model.label, name: model.name, fields: { [field]: described } });
  const [table] = tablesOfModel(projectOf([alone]), alone, dialect);
  return table!.columns.find((each) => each.name === column)!.default!;
}

// A foreign key holds what the key that it points at holds.
function plainKind(state: ProjectState, model: ModelState, field: FieldState): FieldState {
  if (field.to === undefined) return field;
  const target = state.models[resolveModel(field.to, model.label, model.name)];
  const named = field.toField === undefined || field.toField === "pk" ? undefined : target?.fields[field.toField];
  const key =
    named ?? Object.values(target?.fields ?? {}).find((each) => each.primaryKey === true && each.type !== "auto");
  if (key === undefined || target === undefined) return { type: "integer", null: field.null };
  const { primaryKey: _, unique: __, ...rest } = plainKind(state, target, key);
  return { ...rest, null: field.null };
}
