// Answers what a relation of a form can lead to: a page to look rows up, searches while typing, and the texts of keys.
import type { Blueprint, Reply } from "#app";
import type { AnyField } from "#forms";
import { Forbidden, NotFound, type Request } from "#http";
import { keyText } from "#orm/internals";
import { inlineEntry } from "../../data/inlines/inline-entry.ts";
import { wholeList } from "../../data/list/list-query.ts";
import { filteredRows } from "../../data/list/read-list.ts";
import { soughtRows } from "../../data/list/read-rows.ts";
import { seenRows } from "../../data/row-rules.ts";
import { type AdminSite, labelOfField } from "../../data/site.ts";
import { entryFor, hiddenFields, isSecret, seenEntry } from "../../data/visible-fields.ts";
import { adminForm } from "../../forms/admin-form.ts";
import { type ControlPlace, choicesAddress, rowsOf } from "../../forms/controls/control-of.ts";
import { readChosen } from "../../forms/controls/show-chosen.ts";
import { planForm } from "../../forms/form-plan.ts";
import { inlinesOf } from "../../forms/inlines/inlines-of.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { entryOf, showAdminPage } from "../admin-context.ts";
import { rowOf } from "../row-of.ts";

const perPage = 20;
const mostKeys = 500;

/** Adds the route. */
export function addChoicesPages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.get("/choices/<slug:label>/<slug:model>/<field>", { name: "choices" }, (request) =>
    answerChoices(site, request),
  );
}

async function answerChoices(site: AdminSite, request: Request): Promise<Reply | object> {
  const { field: name } = request.params as { readonly field: string };
  const { place, field } = await fieldOf(site, request, name);
  const isData = request.query.get("as") === "json";
  const keys = request.query.get("keys");
  if (keys !== null && keys !== undefined) {
    const chosen = await readChosen(place, field, String(keys).split(",").slice(0, mostKeys));
    return { results: [...chosen.values()] };
  }
  const words = (request.query.get("q") ?? "").trim().slice(0, 200);
  const page = Math.max(1, request.query.get("p", { type: "int", default: 1 }));
  const { sought } = await searched(place, field, words);
  const [start, end] = [(page - 1) * perPage, page * perPage + 1];
  const rows = (await (words === ""
    ? sought.slice(start, end)
    : soughtRows(sought, [start, end]))) as readonly (object & {
    readonly pk: unknown;
  })[];
  const target = entryFor(site, rowsOf(field).query.model);
  const seen = target === undefined ? rows : await seenRows(request, target, rows);
  const results = seen
    .slice(0, perPage)
    .map((row) => ({ key: keyText(rowsOf(field).query.model, row.pk), text: String(row) }));
  const hasMore = rows.length > perPage;
  if (isData) return { results, hasMore };
  const { t } = site.texts(request);
  const address = choicesAddress(place, name);
  const to = (number: number): string =>
    `${address}${address.includes("?") ? "&" : "?"}q=${encodeURIComponent(words)}&p=${number}`;
  return showAdminPage(site, request, "choices", {
    title: t("Choose: {field}", { field: labelOfField(place.entry.meta, name) }),
    entry: place.entry,
    context: {
      results,
      words,
      address,
      row_key: request.query.get("row"),
      inline_path: request.query.get("inline"),
      previous: page > 1 ? to(page - 1) : undefined,
      next: hasMore ? to(page + 1) : undefined,
    },
  });
}

/** The field of a form that the request may fill in. @throws NotFound, Forbidden */
async function fieldOf(
  site: AdminSite,
  request: Request,
  name: string,
): Promise<{ readonly place: ControlPlace; readonly field: AnyField }> {
  const key = request.query.get("row");
  const { entry, allowed, row } = key
    ? await rowOf(site, request, key)
    : { ...(await entryOf(site, request)), row: undefined };
  if (!(row === undefined ? allowed.add || allowed.change : allowed.change)) throw new Forbidden();
  const page = { site, entry, request, row };
  const path = request.query.get("inline");
  const place = path ? await inlinePlace(page, String(path)) : page;
  const { meta } = place.entry;
  const plan = await planForm(place.entry, request, place.row, true);
  const isAsked = plan.edited.includes(name) && meta.findRelation(name) !== undefined;
  if (!isAsked) throw new NotFound(`The form has no relation ${name} that you may change.`);
  const Form = await adminForm({ ...place, plan: { ...plan, edited: [name] } });
  const field = (Form.fields as unknown as Readonly<Record<string, AnyField>>)[name];
  if (field === undefined) throw new NotFound(`The form has no relation ${name} that you may change.`);
  return { place, field };
}

/** What the forms of an inline's rows are made for. @throws NotFound, Forbidden */
async function inlinePlace(page: ControlPlace, path: string): Promise<ControlPlace> {
  const { site, request } = page;
  let inlines = await inlinesOf(page);
  let at: ControlPlace = page;
  for (const step of path.split(".")) {
    const inline = /^\d{1,3}$/.test(step) ? inlines[Number(step)] : undefined;
    if (inline === undefined) throw new NotFound("The form has no such inline.");
    const own = await inlineEntry(inline, { site, request, parentMeta: at.entry.meta, parent: at.row });
    if (own === undefined || !(own.allowed.add || own.allowed.change)) throw new Forbidden();
    at = { site, request, entry: own.entry, row: undefined, inline: { page, path } };
    inlines = inline.options.inlines ?? [];
  }
  return at;
}

async function searched(
  { site, request }: ControlPlace,
  field: AnyField,
  words: string,
  // biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
): Promise<{ readonly sought: any }> {
  const rows = rowsOf(field);
  const meta: ModelAdmin["meta"] = rows.query.model;
  const whole = entryFor(site, meta);
  const target = whole === undefined ? undefined : await seenEntry(site, request, whole);
  const own = target?.options.searchFields ?? [];
  const hidden = target === undefined ? [] : hiddenFields(target);
  const texts = meta.columns
    .filter(
      ({ name, type, definition }) =>
        type.kind === "char" && definition.fieldKind === "scalar" && !isSecret(name) && !hidden.includes(name),
    )
    .slice(0, 3)
    .map(({ name }) => name);
  const options = {
    ...target?.options,
    getQueryset: () => rows,
    searchFields: (own.length > 0 ? own : texts) as never,
  };
  // Wrapped, since a query set in a promise is read at once.
  const sought = filteredRows({ meta, options }, { ...wholeList, words }, { request, now: new Date() });
  return { sought };
}
