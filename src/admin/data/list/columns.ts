// Resolves the columns of a list: what each is called, sorted by, and shows of a row.
import type { Request } from "#http";
import type { Column, ModelMeta } from "#orm/internals";
import { StoredFile } from "#storage";
import type { DisplayColumn } from "../../options/list-options.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { type Shown, showPath, showValue } from "../show-value.ts";
import { labelOfField } from "../site.ts";
import { labelOfPath } from "./filters.ts";
import { endOfPath, loadedPath } from "./paths.ts";
import { isNumeric } from "./typed-value.ts";

/** A column of a list. */
export interface OneColumn {
  readonly name: string;
  readonly label: string;
  /** The path that it is sorted by; undefined where it cannot be. */
  readonly sortPath: string | undefined;
  readonly isNumber: boolean;
  show(row: object, request: Request): Shown;
}

/** The columns of a list: those of the options, or the row's text alone; of these, those that were asked for. */
export function columnsOf(entry: ModelAdmin, request: Request, asked: readonly string[] = []): readonly OneColumn[] {
  const all = allColumns(entry, request);
  const chosen = asked.flatMap((name) => all.find((column) => column.name === name) ?? []);
  return chosen.length > 0 ? chosen : all;
}

/** All columns that a list has. */
export function allColumns({ meta, options }: ModelAdmin, request: Request): readonly OneColumn[] {
  const given = options.listDisplay ?? [];
  if (given.length === 0)
    return [
      {
        name: "__text__",
        label: labelOfField(meta, meta.verboseName),
        sortPath: undefined,
        isNumber: false,
        show: (row) => showValue(String(row), options.emptyValueDisplay),
      },
    ];
  const columns = given.map((column) =>
    typeof column === "string"
      ? fieldColumn(meta, column, options.emptyValueDisplay)
      : computedColumn(meta, column, options.emptyValueDisplay),
  );
  const sortable = options.getSortableBy?.(request) ?? options.sortableBy;
  if (sortable === undefined) return columns;
  return columns.map((column) => (sortable.includes(column.name) ? column : { ...column, sortPath: undefined }));
}

function fieldColumn(meta: ModelMeta, path: string, empty: string | undefined): OneColumn {
  const { at, name } = endOfPath(meta, path);
  const column = at.findColumn(name);
  return {
    name: path,
    label: labelOfPath(meta, path),
    sortPath: sortPathOf(at, path, name),
    isNumber: column?.definition.fieldKind === "scalar" && isNumeric(column) && column.scalar.choices === undefined,
    show: (row) => (path === name ? addressed(column, row) : undefined) ?? showPath(meta, row, path, empty),
  };
}

// An address is a link, a picture is shown. Only what leads to a page: a link may not run a script.
function addressed(column: Column | undefined, row: object): Shown | undefined {
  if (column?.definition.fieldKind !== "scalar") return undefined;
  const { builder } = column.definition;
  const value = (row as Readonly<Record<string, unknown>>)[column.attribute];
  if (builder === "url" && typeof value === "string" && /^https?:\/\//i.test(value))
    return { text: value, kind: "link" };
  const isPicture = builder === "image" && value instanceof StoredFile && value.isSaved;
  return isPicture ? { text: value.url, kind: "image" } : undefined;
}

// A relation is sorted by what its rows are sorted by.
function sortPathOf(at: ModelMeta, path: string, name: string): string | undefined {
  const relation = at.findRelation(name);
  if (relation === undefined) return path;
  if (relation.many) return undefined;
  const [first] = relation.target.options.ordering ?? [];
  return first === undefined ? path : `${path}__${first.replace(/^-/, "")}`;
}

function computedColumn(meta: ModelMeta, column: DisplayColumn<object>, empty: string | undefined): OneColumn {
  const { name, label, sortBy, boolean, image, emptyValue = empty } = column;
  return {
    name,
    label: label ?? labelOfField(meta, name),
    sortPath: sortBy,
    isNumber: false,
    show: (row, request) => {
      const value = column.value(row, request);
      if (boolean === true && value !== null && value !== undefined) return showValue(Boolean(value), emptyValue);
      if (image === true && typeof value === "string" && value !== "") return { text: value, kind: "image" };
      return showValue(value, emptyValue);
    },
  };
}

/** The rows with the related ones that the columns show. */
export function loadedRows<Rows extends { selectRelated(...paths: string[]): Rows }>(
  rows: Rows,
  columns: readonly OneColumn[],
  { meta, options }: ModelAdmin,
  request: Request,
): Rows {
  const given = (options.getListSelectRelated?.(request) ?? options.listSelectRelated ?? []) as readonly string[];
  const paths = new Set(given);
  for (const { name } of columns) {
    const path = loadedPath(meta, name);
    if (path !== undefined) paths.add(path);
  }
  return paths.size === 0 ? rows : rows.selectRelated(...paths);
}
