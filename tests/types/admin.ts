// What the options of the admin know of their model: what must compile and what must not.

import { ColorTextInput, formAction, inline, MarkdownTextarea, modelAdmin } from "demijohn/admin";
import { Form, field, modelForm, Textarea } from "demijohn/forms";
import { f, Model } from "demijohn/orm";

class Town extends Model("map.Town", () => Town, { name: f.char() }) {}
class Tag extends Model("map.Tag", () => Tag, { name: f.char() }) {}
class Guide extends Model("map.Guide", () => Guide, {
  name: f.char({ maxLength: 50 }),
  slug: f.slug(),
  body: f.text(),
  kind: f.char({ choices: { walk: "Walk", ride: "Ride" } }),
  town: f.foreignKey(() => Town, { onDelete: "cascade" }),
  tags: f.manyToMany(() => Tag),
  made: f.dateTime({ autoNowAdd: true }),
}) {}
class GuideForm extends modelForm(Guide, { fields: ["name", "town"], extra: { sure: field.boolean() } }) {}

// Every option of a form, by its right names.
modelAdmin(Guide, {
  fieldsets: [
    { fields: [["name", "slug"], "town", { name: "loud", value: (guide) => guide.name.toUpperCase() }] },
    { title: "Text", tab: "Content", description: "…", collapsed: true, fields: ["body", "made"] },
  ],
  exclude: ["kind"],
  readonlyFields: ["made", "id", { name: "age", label: "Age", value: async (guide) => guide.made.getTime() }],
  prepopulatedFields: { slug: ["name"] },
  autocompleteFields: ["town", "tags"],
  rawIdFields: ["town"],
  filterHorizontal: ["tags"],
  filterVertical: ["tags"],
  radioFields: { kind: "horizontal", town: "vertical" },
  widgets: { body: new MarkdownTextarea(), name: new ColorTextInput() },
  formfieldOverrides: { text: { widget: new Textarea() }, image: (image) => image.with({ maxSize: 1000 }) },
  formfieldForForeignKey: (one, request, { name, row }) =>
    name === "town" && row?.name !== request.path ? one.with({ queryset: () => Town.objects.all() }) : one,
  formfieldForManyToMany: (one) => one.with({ queryset: () => Tag.objects.all() }),
  formfieldForChoiceField: (one) => one,
  formfieldForDbfield: (one) => one.with({ helpText: "…" }),
  getFields: (_request, row) => (row === undefined ? ["name"] : [["name", "slug"], "made"]),
  getFieldsets: async () => [{ fields: ["name"] }],
  getReadonlyFields: (_request, row) => (row?.kind === "walk" ? ["made"] : []),
  getExclude: () => ["body"],
  getPrepopulatedFields: () => ({ slug: ["name", "kind"] }),
  getAutocompleteFields: () => ["town"],
  getChangeformInitialData: () => ({ name: "New" }),
  getForm: () => GuideForm,
  saveAs: true,
  saveAsContinue: false,
  saveOnTop: true,
  emptyValueDisplay: "–",
  viewOnSite: (guide, request) => `${request.path}/${guide.slug}`,
  responseAdd: (_request, guide) => (guide.name === "" ? undefined : undefined),
  responseChange: async () => undefined,
  responseDelete: () => undefined,
  constructChangeMessage: (_request, guide, changes) => changes.filter(({ field: name }) => name !== guide.name),
  saveModel: (guide) => void (guide.name += "!"),
  deleteModel: () => false,
  deleteQueryset: async (rows) => void (await rows.update({ kind: "walk" })),
});

// The names of a form's own fields can be laid out, and no others.
modelAdmin(Guide, { form: GuideForm, fields: ["name", "sure"] });
modelAdmin(Guide, { form: GuideForm, fieldsets: [{ fields: [["town", "sure"]] }] });
// @ts-expect-error: the form has no field "shure"
modelAdmin(Guide, { form: GuideForm, fields: ["name", "shure"] });
// @ts-expect-error: the form has no field "shure"
modelAdmin(Guide, { form: GuideForm, fieldsets: [{ fields: [["town", "shure"]] }] });

// Names that are misspelled, or of another kind of field.
// @ts-expect-error: there is no field "nmae"
modelAdmin(Guide, { fields: ["nmae"] });
// @ts-expect-error: there is no field "nmae" on a line of several
modelAdmin(Guide, { fields: [["nmae", "slug"]] });
// @ts-expect-error: there is no field "nmae"
modelAdmin(Guide, { fieldsets: [{ fields: ["nmae"] }] });
// @ts-expect-error: a set has no option "colapsed"
modelAdmin(Guide, { fieldsets: [{ fields: ["name"], colapsed: true }] });
// @ts-expect-error: there is no field "nmae"
modelAdmin(Guide, { exclude: ["nmae"] });
// @ts-expect-error: there is no field "nmae"
modelAdmin(Guide, { readonlyFields: ["nmae"] });
// @ts-expect-error: a row has no property "nmae"
modelAdmin(Guide, { readonlyFields: [{ name: "age", value: (guide) => guide.nmae }] });
// @ts-expect-error: there is no field "nmae"
modelAdmin(Guide, { prepopulatedFields: { slug: ["nmae"] } });
// @ts-expect-error: there is no field "slgu"
modelAdmin(Guide, { prepopulatedFields: { slgu: ["name"] } });
// @ts-expect-error: "name" is no relation
modelAdmin(Guide, { autocompleteFields: ["name"] });
// @ts-expect-error: "name" is no relation
modelAdmin(Guide, { rawIdFields: ["name"] });
// @ts-expect-error: "town" leads to one row
modelAdmin(Guide, { filterHorizontal: ["town"] });
// @ts-expect-error: "town" leads to one row
modelAdmin(Guide, { filterVertical: ["town"] });
// @ts-expect-error: radio buttons stand side by side or one above the other
modelAdmin(Guide, { radioFields: { kind: "diagonal" } });
// @ts-expect-error: there is no field "bdoy"
modelAdmin(Guide, { widgets: { bdoy: new Textarea() } });
// @ts-expect-error: there is no kind "txt"
modelAdmin(Guide, { formfieldOverrides: { txt: { widget: new Textarea() } } });
// @ts-expect-error: a hook names fields of the model
modelAdmin(Guide, { getFields: () => ["nmae"] });
// @ts-expect-error: a hook names fields of the model
modelAdmin(Guide, { getExclude: () => ["nmae"] });
// @ts-expect-error: a hook names fields of the model
modelAdmin(Guide, { getReadonlyFields: () => ["nmae"] });
// @ts-expect-error: a hook names fields of the model
modelAdmin(Guide, { getFieldsets: () => [{ fields: ["nmae"] }] });
// @ts-expect-error: a hook names fields of the model
modelAdmin(Guide, { getPrepopulatedFields: () => ({ slug: ["nmae"] }) });
// @ts-expect-error: a hook names relations of the model
modelAdmin(Guide, { getAutocompleteFields: () => ["name"] });
// @ts-expect-error: a row has no property "slgu"
modelAdmin(Guide, { viewOnSite: (guide) => guide.slgu });
// @ts-expect-error: there is no option "saveas"
modelAdmin(Guide, { saveas: true });
// @ts-expect-error: a row has no property "nmae"
modelAdmin(Guide, { constructChangeMessage: (_request, guide, changes) => (guide.nmae ? changes : []) });

// Inlines know their own model.
inline(Guide, { fields: ["name"], filterHorizontal: ["tags"] });
// @ts-expect-error: there is no field "nmae"
inline(Guide, { fields: ["nmae"] });

// Rules of fields, exports, imports and actions know the model.
class WalkForm extends Form({ days: field.integer() }) {}
modelAdmin(Guide, {
  fieldPermissions: {
    body: { view: (request, guide) => guide?.kind !== "walk" && request.path !== "" },
    town: { change: () => false },
  },
  hasViewFieldPermission: (_request, field_, guide) => field_ !== "slug" || guide === undefined,
  hasChangeFieldPermission: async () => true,
  exportFields: ["name", "town__name", { name: "loud", value: (guide) => guide.name.toUpperCase() }],
  importFields: ["name", "town"],
  importRows: 100,
  getExportQueryset: (_request, rows) => rows,
  hasExportPermission: () => true,
  hasImportPermission: async () => false,
  actions: [
    { name: "walk", label: "Walk", batch: 100, run: async (rows) => String(await rows.count()) },
    formAction(WalkForm, { name: "days", label: "Days", run: async (_rows, _request, { days }) => days.toFixed() }),
  ],
});
// @ts-expect-error: there is no field "bdoy"
modelAdmin(Guide, { fieldPermissions: { bdoy: { view: () => true } } });
// @ts-expect-error: a rule has no part "see"
modelAdmin(Guide, { fieldPermissions: { body: { see: () => true } } });
// @ts-expect-error: a row has no property "knd"
modelAdmin(Guide, { fieldPermissions: { body: { view: (_request, guide) => guide?.knd === "walk" } } });
// @ts-expect-error: there is no field "nmae" on a town
modelAdmin(Guide, { exportFields: ["town__nmae"] });
// @ts-expect-error: there is no field "nmae"
modelAdmin(Guide, { importFields: ["nmae"] });
// @ts-expect-error: the form has no field "dasy"
formAction(WalkForm, { name: "days", label: "Days", run: async (_rows, _request, { dasy }) => String(dasy) });
