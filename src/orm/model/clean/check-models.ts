// Checks the models of a program before they are used: messages as data, with the place and the cure of each.
import { type CheckMessage, DemijohnError, didYouMean } from "#kernel";
import type { ForeignKeyDefinition, ScalarDefinition } from "../../fields/field-definition.ts";
import { resolvePath } from "../../query/paths/resolve-path.ts";
import { managerOf } from "../define/managers.ts";
import { findMeta, type ModelMeta } from "../model-meta.ts";
import type { Constraint } from "../model-options.ts";
import { allModels } from "../registry.ts";

/** Calls with a message's code, its text and its cure. */
type Tell = (code: string, message: string, cure: string, where?: string) => void;

/**
 * Finds faults in models that would show up only when they are used.
 *
 * Without a list it checks every model of the program.
 *
 * @example
 * ```ts
 * import { checkModels, f, Model } from "demijohn/orm";
 * class Cup extends Model("kitchen.Cup", () => Cup, { price: f.decimal({ maxDigits: 2, decimalPlaces: 3 }) }) {}
 * console.log(checkModels([Cup])[0]?.message); // => Cup.price has 3 decimal places, and 2 digits in all.
 * ```
 */
export function checkModels(models: readonly unknown[] = allModels().map((meta) => meta.cls)): readonly CheckMessage[] {
  const metas = models.map((model) => findMeta(model)).filter((meta) => meta !== undefined);
  return [...metas.flatMap(checkModel), ...checkTables(metas)];
}

function checkModel(meta: ModelMeta): CheckMessage[] {
  const messages: CheckMessage[] = [];
  const tell: Tell = (code, message, cure, where = meta.name) =>
    void messages.push({ level: "error", code, message, where, cure });
  if (!checkTargets(meta, tell)) return messages;
  for (const [name, definition] of Object.entries(meta.ownDefinitions)) {
    const where = `${meta.name}.${name}`;
    const tellHere: Tell = (code, message, cure) => tell(code, message, cure, where);
    if (definition.fieldKind === "scalar") checkScalar(meta, name, definition, tellHere);
    else if (definition.relation === "foreignKey" || definition.relation === "oneToOne")
      checkForeignKey(meta, name, definition as ForeignKeyDefinition, tellHere);
  }
  for (const [name, { typeField, idField }] of Object.entries(meta.generics))
    for (const field of [typeField, idField]) checkName(meta, field, `${meta.shortName}.${name}`, tell);
  checkOptions(meta, tell);
  return messages;
}

// Whether all relations can be resolved; a fault is told in the words of the error that using it would throw.
function checkTargets(meta: ModelMeta, tell: Tell): boolean {
  let whole = true;
  for (const name of meta.relationNames) {
    try {
      meta.relation(name);
    } catch (error) {
      whole = false;
      if (!(error instanceof DemijohnError)) throw error;
      tell(error.code, error.message.split("\n")[0]!.replace(/^[A-Z_]+: /, ""), cureOf(error), `${meta.name}.${name}`);
    }
  }
  return whole;
}

// An error's text ends with its cure.
function cureOf(error: DemijohnError): string {
  return error.message.split("\n").at(-1)!.trim();
}

function checkScalar(meta: ModelMeta, name: string, { type, options, choices }: ScalarDefinition, tell: Tell): void {
  const of = `${meta.shortName}.${name}`;
  if (type.kind === "decimal" && type.decimalPlaces > type.maxDigits)
    tell(
      "ORM_BAD_DECIMAL",
      `${of} has ${type.decimalPlaces} decimal places, and ${type.maxDigits} digits in all.`,
      "Make maxDigits at least as large as decimalPlaces.",
    );
  const longest = Math.max(0, ...(choices ?? []).map(([value]) => String(value).length));
  if (type.kind === "char" && longest > type.maxLength)
    tell(
      "ORM_LONG_CHOICE",
      `${of} holds ${type.maxLength} characters, and one of its choices has ${longest}.`,
      `Set maxLength: ${longest}, or shorten the choice.`,
    );
  if (options.primaryKey === true && options.null === true)
    tell("ORM_NULL_KEY", `${of} is the primary key, and may be null.`, "Take null: true away.");
}

function checkForeignKey(meta: ModelMeta, name: string, { onDelete, options }: ForeignKeyDefinition, tell: Tell): void {
  const of = `${meta.shortName}.${name}`;
  if ((onDelete === "setNull" || onDelete === "databaseSetNull") && options.null !== true)
    tell(
      "ORM_SET_NULL",
      `${of} has onDelete: "${onDelete}", and cannot be null.`,
      "Add null: true, or choose another onDelete.",
    );
  if (onDelete === "setDefault" && options.default === undefined)
    tell(
      "ORM_SET_DEFAULT",
      `${of} has onDelete: "setDefault", and no default.`,
      "Give it a default, or choose another onDelete.",
    );
}

function checkOptions(meta: ModelMeta, tell: Tell): void {
  const { options } = meta;
  const bare = (name: string): string => name.replace(/^-/, "");
  for (const path of options.ordering ?? []) {
    if (path === "?") continue;
    try {
      resolvePath(meta, bare(path));
    } catch (error) {
      if (!(error instanceof DemijohnError)) throw error;
      tell("ORM_BAD_OPTION", `The ordering of ${meta.shortName} names "${path}", which there is not.`, cureOf(error));
    }
  }
  const named: readonly (readonly [option: string, names: readonly string[]])[] = [
    ["latestBy", options.latestBy === undefined ? [] : [options.latestBy]],
    ["naturalKey", options.naturalKey ?? []],
    ...(meta.proxy ? [] : (options.unique ?? [])).map((names) => ["unique", names] as const),
    ...(options.indexes ?? []).map(
      (each) => ["indexes", "kind" in each ? [...each.fields, ...each.include] : each] as const,
    ),
    ...(meta.proxy ? [] : (options.constraints ?? [])).map((each) => ["constraints", fieldsOf(each)] as const),
  ];
  checkManagers(meta, tell);
  const within = options.orderWithRespectTo;
  if (within !== undefined && meta.findColumn(within)?.definition.fieldKind !== "relation")
    tell(
      "ORM_BAD_OPTION",
      `The option orderWithRespectTo of ${meta.shortName} names "${within}", which is no foreign key.`,
      `Name one of: ${foreignKeys(meta).join(", ") || "none yet"}.`,
    );
  for (const [option, names] of named)
    for (const name of names) checkName(meta, bare(name), `The option ${option} of ${meta.shortName}`, tell);
}

function foreignKeys(meta: ModelMeta): readonly string[] {
  return meta.columns.filter((column) => column.definition.fieldKind === "relation").map((column) => column.name);
}

function checkManagers(meta: ModelMeta, tell: Tell): void {
  for (const name of [meta.options.defaultManagerName, meta.options.baseManagerName])
    try {
      if (name !== undefined) managerOf(meta, name);
    } catch (error) {
      if (!(error instanceof DemijohnError)) throw error;
      tell(error.code, `${meta.shortName} has no static query set "${name}".`, cureOf(error));
    }
}

function fieldsOf(constraint: Constraint): readonly string[] {
  if (constraint.kind === "unique") return [...constraint.fields, ...(constraint.include ?? [])];
  if (constraint.kind === "check") return [];
  return constraint.parts.flatMap(({ of }) => (typeof of === "string" ? [of] : []));
}

function checkName(meta: ModelMeta, name: string, who: string, tell: Tell): void {
  if (meta.findColumn(name) !== undefined) return;
  const names = meta.columns.map((column) => column.name);
  tell(
    "ORM_BAD_OPTION",
    `${who} names "${name}", which is no field.`,
    didYouMean(name, names).trim() || `Fields: ${names.join(", ")}.`,
  );
}

// Two models in one table are one too many, unless one is the other's proxy.
function checkTables(metas: readonly ModelMeta[]): CheckMessage[] {
  const messages: CheckMessage[] = [];
  const owners = new Map<string, ModelMeta>();
  for (const meta of metas) {
    if (meta.proxy || meta.options.managed === false) continue;
    const other = owners.get(meta.table);
    if (other === undefined) owners.set(meta.table, meta);
    else
      messages.push({
        level: "error",
        code: "ORM_TABLE_CLASH",
        message: `${other.name} and ${meta.name} are both kept in the table "${meta.table}".`,
        where: meta.name,
        cure: 'Give one of them another: { table: "…" }.',
      });
  }
  return messages;
}
