// Checks rows of a file against a model, batch by batch: what writing each would change, or why it cannot be written. Writes nothing.
import type { ModelFormInstance } from "#forms";
import type { Request } from "#http";
import { type Column, keyText, type ModelMeta } from "#orm/internals";
import { keysHeld } from "../../forms/controls/control-of.ts";
import { type FormPlan, planForm } from "../../forms/form-plan.ts";
import type { RowFault } from "../../models/import-row.ts";
import type { LoggedChange } from "../../models/log-entry.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import type { AdminTexts } from "../../texts/texts.ts";
import type { CellValue } from "../exchange/table.ts";
import { rowVersion } from "../log/row-version.ts";
import { hasRowRules, seenKeys, seenRows } from "../row-rules.ts";
import { showField } from "../show-value.ts";
import { type AdminSite, allowedOf, labelOfField, visibleRows } from "../site.ts";
import { entryFor, hasFieldRules, mayChangeField } from "../visible-fields.ts";
import { RelatedRows } from "./find-related.ts";
import { type ImportForm, importForm, inputOf } from "./import-form.ts";
import { type ImportTarget, importTargets, writableFields } from "./import-targets.ts";
import { readCell } from "./read-cell.ts";

/** How a file is to be read. */
export interface ImportPlan {
  /** The name of each column's target; empty for one that is left out. */
  readonly mapping: readonly string[];
  /** The fields by which rows are found; none where all are new. */
  readonly match: readonly string[];
}

/** A row of the file, as it was kept. */
export interface FileRow {
  readonly number: number;
  readonly values: readonly unknown[];
}

/** What writing a row would do. */
export interface CheckedRow {
  readonly number: number;
  readonly outcome: "create" | "update" | "same" | "bad";
  readonly objectKey: string;
  readonly objectText: string;
  /** Differs where the object was changed since. */
  readonly version: string;
  readonly changes: readonly LoggedChange[];
  readonly faults: readonly RowFault[];
  /** Validated, with the instance that it would write. */
  readonly form: ModelFormInstance<object, never> | undefined;
}

type Row = object & { readonly pk: unknown; readonly [name: string]: unknown };

/** Checks the rows of one file. It remembers what it has seen, so that a value cannot come twice where it must be unique. */
export class Importer {
  readonly #site: AdminSite;
  readonly #request: Request;
  readonly #entry: ModelAdmin;
  readonly #plan: ImportPlan;
  readonly #texts: AdminTexts;
  // One a column of the file.
  readonly #targets: readonly (ImportTarget | undefined)[];
  readonly #fields: readonly string[];
  readonly #related = new Map<string, RelatedRows>();
  readonly #CreateForm: ImportForm;
  readonly #UpdateForm: ImportForm;
  readonly #unique: readonly string[];
  readonly #seen = new Map<string, number>();
  #mayAdd = false;

  /** Makes one for a plan. */
  static async make(site: AdminSite, request: Request, entry: ModelAdmin, plan: ImportPlan): Promise<Importer> {
    const [names, { form }] = [await writableFields(entry, request), await planForm(entry, request, undefined, true)];
    return new Importer(site, request, entry, { ...plan, names, form });
  }

  private constructor(
    site: AdminSite,
    request: Request,
    entry: ModelAdmin,
    plan: ImportPlan & Pick<FormPlan, "form"> & { readonly names: readonly string[] },
  ) {
    this.#site = site;
    this.#request = request;
    this.#entry = entry;
    this.#plan = plan;
    this.#texts = site.texts(request);
    const { meta } = entry;
    const targets = importTargets(meta, plan.names);
    this.#targets = plan.mapping.map((name) => targets.find((target) => target.name === name));
    this.#fields = this.#targets.flatMap((target) => (target === undefined || target.isKeyOnly ? [] : [target.field]));
    for (const target of this.#targets)
      if (target?.by !== undefined) this.#related.set(target.field, this.#relatedRows(target));
    const known = (name: string): RelatedRows["byKey"] | undefined => this.#related.get(name)?.byKey;
    this.#CreateForm = importForm(
      meta,
      plan.form,
      [...this.#fields, ...missingFields(meta, plan.names, this.#fields)],
      known,
    );
    this.#UpdateForm = importForm(meta, plan.form, this.#fields, known);
    this.#unique = this.#fields.filter((name) => meta.findColumn(name)?.unique === true);
  }

  // Rows that the user may not see in the admin cannot be named.
  #relatedRows({ field, by }: ImportTarget): RelatedRows {
    const { target } = this.#entry.meta.relation(field);
    const entry = entryFor(this.#site, target);
    const rows = (): unknown => (entry === undefined ? target.cls.objects.all() : visibleRows(entry, this.#request));
    const seen = <Found extends object>(found: readonly Found[]): Promise<readonly Found[]> | readonly Found[] =>
      entry === undefined ? found : seenRows(this.#request, entry, found);
    return new RelatedRows({ target, by: by!, rows, seen });
  }

  /** Checks some rows. The number of queries for relations and matches does not grow with them. */
  async check(rows: readonly FileRow[]): Promise<readonly CheckedRow[]> {
    this.#mayAdd = (await allowedOf(this.#request, this.#entry)).add;
    await this.#lookUp(rows);
    const found = await this.#findMatches(rows);
    const checked: CheckedRow[] = [];
    for (const row of rows) checked.push(await this.#checkRow(row, found));
    return checked;
  }

  #cell(row: FileRow, field: string): CellValue {
    const at = this.#targets.findIndex((target) => target?.field === field);
    return (row.values[at] ?? null) as CellValue;
  }

  async #lookUp(rows: readonly FileRow[]): Promise<void> {
    for (const [field, related] of this.#related) {
      const many = this.#entry.meta.relation(field).many;
      await related.look(rows.flatMap((row) => namesIn(this.#cell(row, field), many)));
    }
  }

  // --- the rows that are there ----------------------------------------------------------------------------------------------

  async #findMatches(rows: readonly FileRow[]): Promise<ReadonlyMap<string, Row>> {
    const { match } = this.#plan;
    const [first] = match;
    const found = new Map<string, Row>();
    if (first === undefined) return found;
    const { meta } = this.#entry;
    const column = meta.findColumn(first)!;
    const values = [
      ...new Set(rows.map((row) => this.#matchValue(row, column)).filter((value) => value !== undefined)),
    ];
    if (values.length === 0) return found;
    let query = visibleRows(this.#entry, this.#request).filter({ [`${column.attribute}__in`]: values });
    const single = this.#fields.filter((name) => meta.findRelation(name)?.many === false);
    const many = this.#fields.filter((name) => meta.findRelation(name)?.many === true);
    if (single.length > 0) query = query.selectRelated(...single);
    if (many.length > 0) query = query.prefetchRelated(...many);
    for (const row of await seenRows(this.#request, this.#entry, (await query) as readonly Row[]))
      found.set(match.map((name) => comparable(row[meta.findColumn(name)!.attribute])).join("\u0000"), row);
    return found;
  }

  // A related row is found by its key, everything else as it stands there.
  #matchValue(row: FileRow, column: Column): unknown {
    const cell = this.#cell(row, column.name);
    const text = cell === null ? "" : String(cell).trim();
    if (text === "") return undefined;
    const related = this.#related.get(column.name);
    if (related !== undefined) return related.find(text)[0]?.pk;
    switch (column.type.kind) {
      case "integer":
      case "smallInt":
        return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
      case "bigInt":
        return !/^-?\d{1,18}$/.test(text)
          ? undefined
          : "safe" in column.type && column.type.safe === true
            ? Number(text)
            : BigInt(text);
      case "uuid":
        return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? text.toLowerCase() : undefined;
      case "char":
      case "text":
        return text.includes("\u0000") ? undefined : text;
      default:
        return undefined;
    }
  }

  // --- one row ------------------------------------------------------------------------------------------------------------

  async #checkRow(row: FileRow, found: ReadonlyMap<string, Row>): Promise<CheckedRow> {
    const { meta } = this.#entry;
    const { t } = this.#texts;
    const faults: RowFault[] = [];
    const fault = (field: string, reason: string): void => void faults.push(this.#fault(row, field, reason));
    const bad = (): CheckedRow => ({ ...nothing, number: row.number, outcome: "bad", faults });
    const matched = this.#matchOf(row, found, fault);
    if (faults.length > 0) return bad();
    const allowed =
      matched === undefined ? this.#mayAdd : (await allowedOf(this.#request, this.#entry, matched)).change;
    if (!allowed) {
      fault(
        "",
        matched === undefined
          ? t("You may not add {list}.", { list: meta.verboseName })
          : t("You may not change this row."),
      );
      return bad();
    }
    const unread = new Set<string>();
    const values = this.#valuesOf(row, matched === undefined, (name, reason) => {
      unread.add(name);
      fault(name, reason);
    });
    if (matched !== undefined) await this.#checkHeld(matched, unread, fault);
    const before = matched === undefined ? undefined : await this.#textsOf(matched);
    const version = matched === undefined ? "" : rowVersion(meta, matched);
    const Form = matched === undefined ? this.#CreateForm : this.#UpdateForm;
    const form = new Form({ data: inputOf(values), ...(matched === undefined ? {} : { instance: matched }) });
    // What made no sense is told already, and what is left out keeps its default.
    for (const name of this.#fields)
      if (unread.has(name) || (matched === undefined && !Object.hasOwn(values, name))) form.removeField(name as never);
    await form.validate();
    for (const [name, reasons] of Object.entries(form.errors as Readonly<Record<string, readonly string[]>>))
      for (const reason of reasons) fault(name, reason);
    this.#checkSeen(row, form.instance as Row, fault);
    const after = await this.#textsOf(form.instance as Row, form.cleanedData);
    const changes = before === undefined ? [] : this.#compare(before, after);
    await this.#checkFields(matched, changes, fault);
    if (faults.length > 0) return bad();
    return {
      number: row.number,
      outcome: matched === undefined ? "create" : changes.length > 0 ? "update" : "same",
      objectKey: matched === undefined ? "" : keyText(meta, matched.pk),
      objectText: String(form.instance).slice(0, longest),
      version,
      changes,
      faults,
      form,
    };
  }

  #fault(row: FileRow, field: string, reason: string): RowFault {
    const cell = field === "" ? null : this.#cell(row, field);
    return {
      field: field === "" ? "" : labelOfField(this.#entry.meta, field),
      value: cell === null ? "" : String(cell).slice(0, longest),
      reason,
    };
  }

  // The row that is there, or undefined for one that is to be made.
  #matchOf(
    row: FileRow,
    found: ReadonlyMap<string, Row>,
    fault: (field: string, reason: string) => void,
  ): Row | undefined {
    const { match } = this.#plan;
    if (match.length === 0) return undefined;
    const { meta } = this.#entry;
    const { t } = this.#texts;
    const values = match.map((name) => this.#matchValue(row, meta.findColumn(name)!));
    const isEmpty = match.every((name) => String(this.#cell(row, name) ?? "").trim() === "");
    if (isEmpty) return undefined;
    const key = values.map(comparable).join("\u0000");
    const before = this.#remember(`match\u0000${key}`, row.number);
    if (before !== undefined && !values.includes(undefined))
      fault(match[0]!, t("Row {number} has the same.", { number: before }));
    const matched = values.includes(undefined) ? undefined : found.get(key);
    const isKeyOnly = this.#targets.some((target) => target?.isKeyOnly === true && target.field === match[0]);
    if (matched === undefined && isKeyOnly)
      fault(match[0]!, t("There is no {noun} with this key.", { noun: meta.verboseName }));
    return matched;
  }

  // The number of the row that had it before.
  #remember(key: string, number: number): number | undefined {
    const before = this.#seen.get(key);
    if (before === undefined) this.#seen.set(key, number);
    return before === number ? undefined : before;
  }

  #valuesOf(row: FileRow, isNew: boolean, fault: (field: string, reason: string) => void): Record<string, unknown> {
    const { meta } = this.#entry;
    const { t } = this.#texts;
    const values: Record<string, unknown> = {};
    for (const name of this.#fields) {
      const column = meta.findColumn(name);
      const cell = this.#cell(row, name);
      const related = this.#related.get(name);
      if (related !== undefined) {
        const keys = this.#keysOf(name, cell, related, fault);
        if (keys !== undefined) values[name] = keys;
        continue;
      }
      const text = readCell(column, cell);
      if (text === undefined) fault(name, t("Write yes or no."));
      // What is empty leaves a new row its default, and a yes or no as it is.
      else if (text !== "" || !(column?.type.kind === "boolean" || (isNew && hasDefault(column)))) values[name] = text;
    }
    return values;
  }

  #keysOf(
    name: string,
    cell: CellValue,
    related: RelatedRows,
    fault: (field: string, reason: string) => void,
  ): unknown {
    const { t } = this.#texts;
    const { many, target } = this.#entry.meta.relation(name);
    const keys: string[] = [];
    for (const text of namesIn(cell, many)) {
      const rows = related.find(text);
      if (rows.length === 0) fault(name, t("There is no {noun} “{text}”.", { noun: target.verboseName, text }));
      else if (rows.length > 1)
        fault(name, t("There is more than one {noun} “{text}”.", { noun: target.verboseName, text }));
      else keys.push(String(rows[0]!.pk));
    }
    return many ? keys : (keys[0] ?? "");
  }

  #checkSeen(row: FileRow, instance: Row, fault: (field: string, reason: string) => void): void {
    const { meta } = this.#entry;
    for (const name of this.#unique) {
      if (this.#plan.match.length === 1 && this.#plan.match[0] === name) continue;
      const value = instance[meta.findColumn(name)!.attribute];
      if (value === null || value === undefined) continue;
      const before = this.#remember(`${name}\u0000${comparable(value)}`, row.number);
      if (before !== undefined) fault(name, this.#texts.t("Row {number} has the same.", { number: before }));
    }
  }

  // A relation to a row that may not be seen stays as it is.
  async #checkHeld(
    matched: Row,
    unread: ReadonlySet<string>,
    fault: (field: string, reason: string) => void,
  ): Promise<void> {
    const { meta } = this.#entry;
    for (const field of this.#related.keys()) {
      if (unread.has(field)) continue;
      const own = entryFor(this.#site, meta.relation(field).target);
      if (own === undefined || !hasRowRules(own)) continue;
      const held = (await keysHeld(meta, matched, field)).map(String);
      if ((await seenKeys(this.#request, own, held)).size < held.length)
        fault(field, this.#texts.t("It leads to something that you may not see, and stays as it is."));
    }
  }

  // A field may be locked in single rows.
  async #checkFields(
    matched: Row | undefined,
    changes: readonly LoggedChange[],
    fault: (field: string, reason: string) => void,
  ): Promise<void> {
    if (matched === undefined || !hasFieldRules(this.#entry)) return;
    for (const { name } of changes)
      if (name !== undefined && !(await mayChangeField(this.#request, this.#entry, name, matched)))
        fault(name, this.#texts.t("You may not change this field in this row."));
  }

  // --- what differs -------------------------------------------------------------------------------------------------------

  // What the mapped fields say, and a text that is the same for the same value.
  async #textsOf(row: Row, clean?: Readonly<Record<string, unknown>>): Promise<ReadonlyMap<string, Said>> {
    const { meta } = this.#entry;
    const said = new Map<string, Said>();
    for (const name of this.#fields) {
      const relation = meta.findRelation(name);
      const column = meta.findColumn(name);
      if (relation === undefined || column === undefined) {
        if (column !== undefined)
          said.set(name, { text: showField(meta, row, name).text, same: comparable(row[column.attribute]) });
        else {
          // Related rows that were loaded with theirs are there at once.
          const rows = clean === undefined ? await (row[name] as PromiseLike<readonly Row[]>) : clean[name];
          said.set(name, manySaid(rows as readonly Row[] | undefined));
        }
        continue;
      }
      const key = row[column.attribute];
      const target = clean === undefined ? row[name] : this.#related.get(name)?.byKey.get(String(key));
      said.set(name, { text: key === null || key === undefined ? "–" : String(target ?? key), same: comparable(key) });
    }
    return said;
  }

  #compare(before: ReadonlyMap<string, Said>, after: ReadonlyMap<string, Said>): readonly LoggedChange[] {
    const { meta } = this.#entry;
    return [...after]
      .filter(([name, { same }]) => before.get(name)?.same !== same)
      .map(([name, { text }]) => ({
        name,
        field: labelOfField(meta, name),
        before: (before.get(name)?.text ?? "–").slice(0, longest),
        after: text.slice(0, longest),
      }));
  }
}

interface Said {
  readonly text: string;
  readonly same: string;
}

const longest = 200;
const nothing = { objectKey: "", objectText: "", version: "", changes: [], form: undefined } as const;

function manySaid(rows: readonly Row[] | undefined): Said {
  const texts = (rows ?? []).map(String).sort();
  const keys = (rows ?? []).map(({ pk }) => String(pk)).sort();
  return { text: texts.length === 0 ? "–" : texts.join(", "), same: keys.join(",") };
}

function namesIn(cell: CellValue, many: boolean): readonly string[] {
  const text = cell === null ? "" : String(cell).trim();
  const parts = many ? text.split(/[,;|\n]/).map((part) => part.trim()) : [text];
  return parts.filter((part) => part !== "");
}

function comparable(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype
    ? JSON.stringify(value)
    : String(value);
}

function hasDefault(column: Column | undefined): boolean {
  if (column === undefined || column.definition.fieldKind === "relation") return false;
  const { default: standard, databaseDefault } = column.definition.options as {
    default?: unknown;
    databaseDefault?: unknown;
  };
  return standard !== undefined || databaseDefault !== undefined;
}

/** The fields that a new row needs and no column of the file gives. */
export function missingFields(meta: ModelMeta, names: readonly string[], given: readonly string[]): readonly string[] {
  return names.filter((name) => {
    const column = meta.findColumn(name);
    if (column === undefined || given.includes(name) || hasDefault(column) || column.type.kind === "boolean")
      return false;
    const { blank, null: takesNull } = column.definition.options;
    return blank !== true && takesNull !== true;
  });
}
