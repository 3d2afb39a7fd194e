// Makes the form field of a model's field as its admin wants it: overrides, limits, pickers, and the admin's own widgets.
import {
  type AnyField,
  CheckboxSelectMultiple,
  ChoiceField,
  DateField,
  DateTimeField,
  DurationField,
  FileField,
  type FileFieldOptions,
  ImageField,
  JsonField,
  ModelChoiceField,
  ModelMultipleChoiceField,
  MultipleFileField,
  RadioSelect,
  TextField,
  TimeField,
  UrlField,
  type Widget,
} from "#forms";
import type { Request } from "#http";
import type { ModelMeta } from "#orm/internals";
import { hasRowRules, seenKeys, seenRows } from "../../data/row-rules.ts";
import { type AdminSite, placeOf, visibleRows } from "../../data/site.ts";
import { entryFor } from "../../data/visible-fields.ts";
import type { FieldOverride } from "../../options/control-options.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import { hasMarkdown } from "../markdown.ts";
import { FilePicker } from "../widgets/file-picker.ts";
import { ChipsInput, isKeyPicker, KeyInput, type KeyPickerOptions, KeysInput, TwoLists } from "../widgets/pickers.ts";
import {
  GrowingTextarea,
  JsonTextarea,
  MarkdownTextarea,
  UrlLinkInput,
  ZonedDateTimeInput,
} from "../widgets/text-widgets.ts";

/** How many rows a list in a page may have; beyond that a relation is searched. */
export const mostOptions = 200;
// Fewer than these are boxes that are ticked.
const fewOptions = 12;

/** What a form field is made for. */
export interface ControlPlace {
  readonly site: AdminSite;
  readonly entry: ModelAdmin;
  readonly request: Request;
  /** The row of the form; undefined for a new one. */
  readonly row: object | undefined;
  /** For a form of an inline's rows: where its relations are looked up. */
  readonly inline?: InlinePlace | undefined;
}

/** Which inline a form's rows belong to. */
export interface InlinePlace {
  /** The form of the page. */
  readonly page: ControlPlace;
  /** The places of the inline among those of the page, and of the inlines that it is nested in: `0.1`. */
  readonly path: string;
}

/** Makes the field of a form from the one that the model gives, or that the form's own class has. */
export async function controlOf(place: ControlPlace, name: string, standard: AnyField): Promise<AnyField> {
  const { entry, request } = place;
  const { options, meta } = entry;
  const hooked = { name: name as never, row: place.row };
  let field = overridden(standard, ownOf(options.formfieldOverrides, kindOf(meta, name)));
  const widget = ownOf(options.widgets, name);
  if (widget !== undefined) field = field.with({ widget });
  field = await limited(place, name, field);
  if (field.disabled) return worded(place, name, field instanceof ModelMultipleChoiceField ? asBoxes(field) : field);
  if (field instanceof ModelMultipleChoiceField)
    field = (await options.formfieldForManyToMany?.(field, request, hooked)) ?? field;
  else if (field instanceof ModelChoiceField)
    field = (await options.formfieldForForeignKey?.(field, request, hooked)) ?? field;
  else if (field instanceof ChoiceField)
    field = (await options.formfieldForChoiceField?.(field, request, hooked)) ?? field;
  field = (await options.formfieldForDbfield?.(field, request, hooked)) ?? field;
  if (field.options.widget === undefined) field = await withWidget(place, name, field);
  return worded(place, name, field);
}

/** The kind of a field: the name of the function of `f` that made it. */
function kindOf(meta: ModelMeta, name: string): string {
  const definition = meta.definitions[name];
  if (definition === undefined) return "";
  return definition.fieldKind === "scalar"
    ? definition.builder
    : (definition as { readonly relation: string }).relation;
}

function ownOf<Value>(
  record: Readonly<Record<string, Value | undefined>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function overridden(field: AnyField, override: FieldOverride | undefined): AnyField {
  if (override === undefined) return field;
  return typeof override === "function" ? override(field) : field.with(override);
}

// What a user may not see in the list of a model cannot be chosen in a form of another. Where the row leads there already, the field
// stays as it is: a list without the chosen row would take it away.
async function limited(place: ControlPlace, name: string, field: AnyField): Promise<AnyField> {
  if (!(field instanceof ModelChoiceField || field instanceof ModelMultipleChoiceField)) return field;
  const { site, entry, request, row } = place;
  const relation = entry.meta.findRelation(name);
  const target = relation === undefined ? undefined : entryFor(site, relation.target);
  if (target === undefined || !hasRowRules(target)) return field;
  const held = row === undefined ? [] : await keysHeld(entry.meta, row, name);
  const seen = await seenKeys(request, target, held.map(String));
  const ruled = await hiddenByRule(target, request);
  const choices = (): unknown => {
    const rows = visibleRows(target, request);
    return ruled.length === 0 ? rows : rows.exclude({ pk__in: ruled });
  };
  if (seen.size === held.length) return field.with({ queryset: choices as never });
  return field.with({
    disabled: true,
    queryset: () => target.meta.cls.objects.filter({ pk__in: held }) as never,
    labelFor: (each: { readonly pk: unknown }) =>
      seen.has(String(each.pk)) ? String(each) : site.texts(request).t("Hidden"),
    helpText: site.texts(request).t("It leads to something that you may not see, and stays as it is."),
  });
}

// A rule about single rows is asked as long as the rows fit into a list; beyond, those that are searched are asked one by one.
async function hiddenByRule(target: ModelAdmin, request: Request): Promise<readonly unknown[]> {
  if (target.options.hasViewPermission === undefined) return [];
  const rows: readonly (object & { readonly pk: unknown })[] = await visibleRows(target, request).limit(
    mostOptions + 1,
  );
  const seen = rows.length > mostOptions ? rows : await seenRows(request, target, rows);
  return rows.filter((each) => !seen.includes(each)).map(({ pk }) => pk);
}

/** The keys of the rows that a relation of a row leads to. */
export async function keysHeld(meta: ModelMeta, row: object, name: string): Promise<readonly unknown[]> {
  const column = meta.findColumn(name);
  const record = row as Readonly<Record<string, unknown>>;
  if (column === undefined) return (record[name] as { flat(path: string): Promise<readonly unknown[]> }).flat("pk");
  const key = record[column.attribute];
  return key === null || key === undefined ? [] : [key];
}

/** The rows that a field of a relation chooses among. */
// biome-ignore lint/suspicious/noExplicitAny: a query set of a model that is not known here
export function rowsOf(field: AnyField): any {
  const { queryset } = field.options as { readonly queryset: unknown };
  return typeof queryset === "function" ? (queryset as () => unknown)() : queryset;
}

// --- widgets ----------------------------------------------------------------------------------------------------------------

async function withWidget(place: ControlPlace, name: string, field: AnyField): Promise<AnyField> {
  const { options } = place.entry;
  const side = ownOf(options.radioFields, name);
  if (side !== undefined) return radio(place, field, side);
  if (field instanceof ModelMultipleChoiceField) return manyPicker(place, name, field);
  if (field instanceof ModelChoiceField) return onePicker(place, name, field);
  const widget = widgetFor(field);
  return widget === undefined ? field : field.with({ widget });
}

// A class of its own comes before the one that it extends.
const widgets: readonly (readonly [new (options: never) => unknown, (field: AnyField) => Widget])[] = [
  [JsonField, () => new JsonTextarea()],
  [TextField, () => new GrowingTextarea()],
  [UrlField, () => new UrlLinkInput()],
  [FileField, () => new FilePicker()],
  [DateTimeField, (field) => moment(field, new ZonedDateTimeInput({ type: "datetime-local" }), "instant")],
  [DateField, (field) => moment(field, field.widget, "date")],
  [TimeField, (field) => moment(field, field.widget, "time")],
  [DurationField, ({ widget }) => widget.with({ attrs: { placeholder: "3 04:05:06", "data-duration": true } })],
];

function widgetFor(field: AnyField): Widget | undefined {
  if (field instanceof MultipleFileField) return undefined;
  return widgets.find(([Kind]) => field instanceof Kind)?.[1](field);
}

// What is typed in a pattern of a language keeps its own control.
function moment(field: AnyField, widget: Widget, now: string): Widget {
  if ((field.widget as { readonly type?: string }).type === "text") return field.widget;
  return widget.with({ attrs: { "data-now": now, ...(now === "date" ? {} : { step: 1 }) } });
}

function radio({ site, request }: ControlPlace, field: AnyField, side: "horizontal" | "vertical"): AnyField {
  const widget = new RadioSelect({ attrs: { class: side === "horizontal" ? "side-by-side" : "one-by-one" } });
  const none = field.required ? null : site.texts(request).t("None");
  if (field instanceof ModelChoiceField) return field.with({ widget, emptyLabel: none });
  const { choices } = field.options as { readonly choices?: unknown };
  if (!Array.isArray(choices)) return field.with({ widget });
  const kept = choices.filter((choice) => !(none === null && isEmptyChoice(choice)));
  return field.with({ widget, choices: kept.map((choice) => (isEmptyChoice(choice) ? ["", none] : choice)) });
}

function isEmptyChoice(choice: unknown): boolean {
  return Array.isArray(choice) && choice[0] === "";
}

class SearchedField extends ModelChoiceField {
  override readonly isLazy = false;
  override async loadChoices(): Promise<never[]> {
    return [];
  }
}

class SearchedManyField extends ModelMultipleChoiceField {
  override readonly isLazy = false;
  override async loadChoices(): Promise<never[]> {
    return [];
  }
}

async function onePicker(place: ControlPlace, name: string, field: ModelChoiceField): Promise<AnyField> {
  const isRaw = hasName(place.entry.options.rawIdFields, name);
  const isSearched =
    isRaw || hasName(autocompleteOf(place), name) || (await countUpTo(field, mostOptions)) > mostOptions;
  if (!isSearched) return field;
  const choices = choicesAddress(place, name);
  return new SearchedField({ ...field.options, widget: new KeyInput({ choices, isRaw } as KeyPickerOptions) });
}

async function manyPicker(place: ControlPlace, name: string, field: ModelMultipleChoiceField): Promise<AnyField> {
  const { options } = place.entry;
  const choices = choicesAddress(place, name);
  const searched = (widget: Widget): AnyField => new SearchedManyField({ ...field.options, widget });
  if (hasName(options.rawIdFields, name)) return searched(new KeysInput({ choices, isRaw: true } as KeyPickerOptions));
  const count = await countUpTo(field, mostOptions);
  if (hasName(autocompleteOf(place), name) || count > mostOptions)
    return searched(new ChipsInput({ choices } as KeyPickerOptions));
  if (hasName(options.filterVertical, name))
    return field.with({ widget: new TwoLists({ attrs: { "data-lists": "vertical" } }) });
  if (hasName(options.filterHorizontal, name) || count > fewOptions) return field.with({ widget: new TwoLists() });
  const none =
    count === 0 ? { helpText: field.options.helpText ?? place.site.texts(place.request).t("There are none yet.") } : {};
  return asBoxes(field).with(none);
}

function asBoxes(field: ModelMultipleChoiceField): ModelMultipleChoiceField {
  return field.with({ widget: new CheckboxSelectMultiple() });
}

function autocompleteOf({ entry: { options }, request }: ControlPlace): readonly string[] {
  return [
    ...((options.getAutocompleteFields?.(request) ?? []) as readonly string[]),
    ...(options.autocompleteFields ?? []),
  ];
}

function hasName(names: readonly string[] | undefined, name: string): boolean {
  return names?.includes(name) === true;
}

async function countUpTo(field: AnyField, most: number): Promise<number> {
  const keys: readonly unknown[] = await rowsOf(field)
    .orderBy()
    .limit(most + 1)
    .flat("pk");
  return keys.length;
}

/** The page that lists what a relation can lead to. */
export function choicesAddress({ entry, request, row, inline }: ControlPlace, name: string): string {
  if (inline !== undefined) {
    const address = choicesAddress(inline.page, name);
    return `${address}${address.includes("?") ? "&" : "?"}inline=${inline.path}`;
  }
  const address = request.urlFor(".choices", { ...placeOf(entry.meta), field: name });
  const key = row === undefined ? undefined : (row as { readonly pk: unknown }).pk;
  return key === undefined ? address : `${address}?row=${encodeURIComponent(String(key))}`;
}

// --- words ------------------------------------------------------------------------------------------------------------------

// Tells the admin's own widgets, whoever gave them, the words of the page and where it answers.
async function worded(place: ControlPlace, name: string, field: AnyField): Promise<AnyField> {
  const { site, request } = place;
  const { t } = site.texts(request);
  const { widget } = field;
  if (field instanceof JsonField)
    field = field.with({
      ...(field.options.indent === undefined ? { indent: 2 } : {}),
      errorMessages: {
        invalid: t("This is not valid JSON: see line {line}, column {column}."),
        ...field.options.errorMessages,
      },
    });
  if (widget instanceof JsonTextarea)
    return field.with({ widget: pointed(widget, "data-json", request, ".check_json") });
  if (widget instanceof MarkdownTextarea && (await hasMarkdown()))
    return field.with({ widget: pointed(widget, "data-markdown", request, ".markdown") });
  if (widget instanceof FilePicker) {
    const { maxSize, extensions } = field.options as FileFieldOptions;
    const isImage = field instanceof ImageField;
    return field.with({ widget: widget.with({ words: t, isImage, maxSize, extensions } as never) });
  }
  if (isKeyPicker(widget))
    return field.with({ widget: widget.with({ words: t, choices: choicesAddress(place, name) } as never) });
  if (widget instanceof UrlLinkInput || widget instanceof ZonedDateTimeInput)
    return field.with({ widget: widget.with({ words: t } as never) });
  return field;
}

function pointed(widget: Widget, attribute: string, request: Request, route: string): Widget {
  return widget.with({ attrs: { ...widget.options.attrs, [attribute]: request.urlFor(route) } });
}
