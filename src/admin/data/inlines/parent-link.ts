// Finds how rows of a model point at a row of another: the foreign key or generic relation of an inline.
import { SetupError } from "#kernel";
import { type Column, findMeta, type ModelMeta } from "#orm/internals";
import type { Inline } from "../../options/inline-options.ts";

// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
type Rows = any;
type Values = Record<string, unknown>;

/** How the rows of an inline point at the object. */
export interface ParentLink {
  /** The fields that hold it, which the form of a row does not show. */
  readonly names: readonly string[];
  /** Whether only one row can point at an object. */
  readonly isOne: boolean;
  /** The fields of it that the checks of a whole row can look at. */
  checked(parent: object): readonly string[];
  /** Those of the rows that point at any of these saved objects. */
  filter(rows: Rows, parents: readonly object[]): Rows;
  /** Whether a row points at an object. */
  joins(row: object, parent: object): boolean;
  /** Makes a row point at an object, which need not be saved yet. */
  assign(row: object, parent: object): void;
}

/** Finds it. @throws SetupError `ADMIN_INLINE_KEY` */
export function parentLink({ meta, options }: Inline, parent: ModelMeta): ParentLink {
  const wanted = options.fkName as string | undefined;
  const found = linksTo(meta, parent, wanted);
  const fit = wanted === undefined ? found : found.filter(({ name }) => name === wanted);
  if (fit.length === 1) return fit[0]!.link;
  const names = found.map(({ name }) => name);
  const what =
    wanted !== undefined
      ? `has no field "${wanted}" that points at ${parent.shortName}`
      : names.length === 0
        ? `has no field that points at ${parent.shortName}`
        : `has several fields that point at ${parent.shortName}`;
  throw new SetupError("ADMIN_INLINE_KEY", `${meta.shortName} ${what}.`, {
    wrote: `modelAdmin(${parent.shortName}, { inlines: [inline(${meta.shortName}${wanted === undefined ? "" : `, { fkName: "${wanted}" }`})] })`,
    facts: names.length === 0 ? [] : [`Fields that do: ${names.join(", ")}.`],
    cure:
      names.length === 0
        ? `Give ${meta.shortName} a foreign key to ${parent.shortName}, or leave the inline out.`
        : `Name the one that is meant: inline(${meta.shortName}, { fkName: "${names[0]}" }).`,
  });
}

interface NamedLink {
  readonly name: string;
  readonly link: ParentLink;
}

function linksTo(meta: ModelMeta, parent: ModelMeta, wanted: string | undefined): readonly NamedLink[] {
  const keys = meta.columns
    .filter((column) => pointsAt(column, parent))
    .map((column) => ({ name: column.name, link: keyLink(column) }));
  if (keys.length > 0 && wanted === undefined) return keys;
  // A generic relation points at anything: without being named, it is meant where nothing else is.
  const generic = Object.keys(meta.generics).map((name) => ({ name, link: genericLink(meta, name, parent) }));
  return [...keys, ...generic];
}

// A row of a model that extends another one is a row of that one as well.
function pointsAt({ definition }: Column, parent: ModelMeta): boolean {
  if (definition.fieldKind !== "relation") return false;
  const target = findMeta(definition.to())?.concrete;
  for (let at: ModelMeta | undefined = parent.concrete; at !== undefined; at = at.parent?.concrete)
    if (at === target) return true;
  return false;
}

function keyLink(column: Column): ParentLink {
  const { name, attribute, references } = column;
  return {
    names: [name],
    isOne: column.unique || column.primaryKey,
    checked: () => [name],
    filter: (rows, parents) => rows.filter({ [`${name}__in`]: parents }),
    joins: (row, parent) => String((row as Values)[attribute]) === String((parent as Values)[references!.attribute]),
    assign: (row, parent) => {
      (row as Values)[name] = parent;
    },
  };
}

function genericLink(meta: ModelMeta, name: string, parent: ModelMeta): ParentLink {
  const { typeField, idField } = meta.generics[name]!;
  const type = parent.concrete.name;
  const isText = ["char", "text"].includes(meta.findColumn(idField)!.type.kind);
  const keyOf = (row: object): unknown => (isText ? String((row as Values)["pk"]) : (row as Values)["pk"]);
  return {
    names: [typeField, idField],
    isOne: false,
    checked: (row) => ((row as { readonly isNew: boolean }).isNew ? [] : [typeField, idField]),
    filter: (rows, parents) => rows.filter({ [typeField]: type, [`${idField}__in`]: parents.map(keyOf) }),
    joins: (row, other) =>
      (row as Values)[typeField] === type && String((row as Values)[idField]) === String((other as Values)["pk"]),
    assign: (row, other) => {
      (row as Values)[name] = other;
    },
  };
}
