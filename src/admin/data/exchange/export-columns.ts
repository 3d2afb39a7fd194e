// Answers which columns of a model a request may export, and reads their values from rows.
import type { Request } from "#http";
import { type Column, keyText, type ModelMeta } from "#orm/internals";
import type { DisplayColumn } from "../../options/list-options.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { hasRowRules, seenKeys } from "../row-rules.ts";
import { type AdminSite, allowedOf, labelOfField } from "../site.ts";
import { entryFor, isRuled, mayViewField, mayViewPath, visibleFields } from "../visible-fields.ts";
import type { SheetColumn } from "./xlsx-file.ts";

/** A column that can be exported. */
export interface ExportColumn {
  /** The property, or the path over relations: `name`, `cellarId`, `cellar__name`. */
  readonly name: string;
  readonly label: string;
  readonly kind: SheetColumn["kind"];
  /** The relation that the path goes over; undefined for the row's own values. */
  readonly group: string | undefined;
  /** Whether it holds the keys of several rows. */
  readonly isMany: boolean;
  readonly read: (row: object) => unknown | Promise<unknown>;
}

/** The columns that a request may export, its own before those of related rows. */
export async function exportColumns(
  site: AdminSite,
  request: Request,
  entry: ModelAdmin,
): Promise<readonly ExportColumn[]> {
  const { exportFields } = entry.options;
  const make = columnMaker(site, request, entry);
  if (exportFields !== undefined) {
    const made: ExportColumn[] = [];
    for (const field of exportFields)
      if (typeof field !== "string") made.push(computed(request, entry, field));
      else if (await mayViewPath(site, request, entry, field)) made.push(make(field));
    return made;
  }
  const own = await visibleFields(request, entry);
  const columns = own.map((name) => make(entry.meta.findColumn(name)?.attribute ?? name));
  for (const name of own) {
    const relation = entry.meta.findRelation(name);
    const target = relation === undefined || relation.many ? undefined : entryFor(site, relation.target);
    if (target === undefined || !(await allowedOf(request, target)).view) continue;
    for (const field of await visibleFields(request, target)) {
      const column = target.meta.findColumn(field);
      const isOwn = column !== undefined && !column.primaryKey && column.definition.fieldKind === "scalar";
      if (isOwn) columns.push(make(`${name}__${field}`));
    }
  }
  return columns;
}

function computed(request: Request, { meta }: ModelAdmin, { name, label, value }: DisplayColumn<object>): ExportColumn {
  return {
    name,
    label: label ?? labelOfField(meta, name),
    kind: "text",
    group: undefined,
    isMany: false,
    read: (row) => value(row, request),
  };
}

function columnMaker(site: AdminSite, request: Request, entry: ModelAdmin): (path: string) => ExportColumn {
  return (path) => {
    const steps = stepsOf(site, request, entry, path);
    const last = steps.at(-1)!;
    const labels = steps.map(({ meta, field }) => labelOfField(meta, meta.findColumn(field)?.name ?? field));
    return {
      name: path,
      label: labels.join(" › "),
      kind: kindOf(last.meta.findColumn(last.field)),
      group: steps.length > 1 ? labels[0] : undefined,
      isMany: steps.some(({ meta, field }) => meta.findRelation(field)?.many === true),
      read: (row) => readSteps(request, steps, row),
    };
  };
}

interface Step {
  readonly meta: ModelMeta;
  readonly field: string;
  /** The model's entry, where single rows may hide the field. */
  readonly ruled: ModelAdmin | undefined;
  /** Whether a related row is seen, where single rows of its model are hidden. */
  readonly isSeen: ((row: object) => Promise<boolean>) | undefined;
}

function stepsOf(site: AdminSite, request: Request, entry: ModelAdmin, path: string): readonly Step[] {
  let at = entry.meta;
  return path.split("__").map((field, i) => {
    const own = at === entry.meta ? entry : entryFor(site, at);
    const isSeen = i > 0 && own !== undefined && hasRowRules(own) ? seenOnce(request, own) : undefined;
    const step = { meta: at, field, isSeen, ruled: own !== undefined && isRuled(own, field) ? own : undefined };
    at = at.findRelation(field)?.target ?? at;
    return step;
  });
}

// Without rules of fields nothing is waited for: an export reads many rows.
function readSteps(request: Request, steps: readonly Step[], row: object): unknown | Promise<unknown> {
  if (steps.some(({ ruled, isSeen }) => ruled !== undefined || isSeen !== undefined))
    return readRuled(request, steps, row);
  let at: unknown = row;
  for (const { meta, field } of steps) {
    if (at === null || at === undefined) return null;
    at = valueOf(meta, at as Row, field);
  }
  return at;
}

async function readRuled(request: Request, steps: readonly Step[], row: object): Promise<unknown> {
  let at: unknown = row;
  for (const { meta, field, ruled, isSeen } of steps) {
    if (at === null || at === undefined) return null;
    if (isSeen !== undefined && !(await isSeen(at))) return null;
    if (ruled !== undefined && !(await mayViewField(request, ruled, field, at))) return null;
    at = await valueOf(meta, at as Row, field);
  }
  return at;
}

// Many rows lead to the same: each is asked for once.
function seenOnce(request: Request, entry: ModelAdmin): (row: object) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  return (row) => {
    const key = keyText(entry.meta, (row as { readonly pk: unknown }).pk);
    const isSeen = known.get(key) ?? seenKeys(request, entry, [key]).then((keys) => keys.has(key));
    known.set(key, isSeen);
    return isSeen;
  };
}

type Row = Readonly<Record<string, unknown>>;

function valueOf(meta: ModelMeta, row: Row, field: string): unknown | Promise<unknown> {
  const relation = meta.findRelation(field);
  if (relation?.many === true) return keysOf(row[field] as PromiseLike<readonly { readonly pk: unknown }[]>);
  return row[field];
}

async function keysOf(rows: PromiseLike<readonly { readonly pk: unknown }[]>): Promise<readonly unknown[]> {
  return (await rows).map(({ pk }) => (typeof pk === "bigint" ? Number(pk) : pk));
}

function kindOf(column: Column | undefined): ExportColumn["kind"] {
  switch (column?.type.kind) {
    case "integer":
    case "smallInt":
    case "bigInt":
    case "float":
    case "decimal":
      return "number";
    case "boolean":
    case "date":
    case "dateTime":
      return column.type.kind;
    default:
      return "text";
  }
}

/** The relations that the columns lead over, to load with the rows: those to one row, and those to several. */
export function relationsOf(meta: ModelMeta, columns: readonly ExportColumn[]): { one: string[]; many: string[] } {
  const one = new Set<string>();
  const many = new Set<string>();
  for (const { name } of columns) {
    const parts = name.split("__");
    const way: string[] = [];
    let at: ModelMeta | undefined = meta;
    for (const [i, part] of parts.entries()) {
      const relation: ReturnType<ModelMeta["findRelation"]> = at?.findRelation(part);
      if (relation === undefined) break;
      if (relation.many) many.add(parts.slice(0, i + 1).join("__"));
      if (relation.many) break;
      way.push(part);
      at = relation.target;
    }
    if (way.length > 0) one.add(way.join("__"));
  }
  return { one: [...one], many: [...many] };
}
