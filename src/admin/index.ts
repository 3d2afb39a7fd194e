// The admin's door: the battery, the options of models, and the log of what was done.
export { type AdminOptions, admin } from "./admin.ts";
export { adminUser } from "./data/admin-user.ts";
export type { AdminEntry } from "./data/site.ts";
export { ColorTextInput, MarkdownTextarea } from "./forms/widgets/text-widgets.ts";
export { AdminJob, type JobState } from "./models/admin-job.ts";
export { adminModels } from "./models/admin-models.ts";
export { type ImportOutcome, ImportRow, type RowFault } from "./models/import-row.ts";
export { LogEntry, type LoggedAction, type LoggedChange, type RowSnapshot } from "./models/log-entry.ts";
export { SavedView } from "./models/saved-view.ts";
export type {
  AccessOptions,
  AdminPermission,
  FieldPermission,
  FieldRule,
  HookOptions,
} from "./options/access-options.ts";
export {
  type ActionOptions,
  type AdminAction,
  type AdminRows,
  type FormAction,
  formAction,
} from "./options/action-options.ts";
export type {
  ControlOptions,
  FieldHook,
  FieldKind,
  FieldOverride,
  FieldPlace,
} from "./options/control-options.ts";
export type { ExchangeOptions, ExportFormat } from "./options/exchange-options.ts";
export type { FieldName, ManyName, PathName, RelationName } from "./options/field-names.ts";
export type {
  FieldFilter,
  FilterKind,
  FilterOptions,
  ListFilterOption,
  OwnFilter,
  SearchField,
  SearchMatch,
} from "./options/filter-options.ts";
export type {
  ComputedField,
  Fieldset,
  FormHook,
  FormKind,
  FormLine,
  FormOptions,
  FormPart,
  Prepopulated,
} from "./options/form-options.ts";
export {
  type Inline,
  type InlineFormset,
  type InlineFormsetHooks,
  type InlineHook,
  type InlineOptions,
  type InlinesOptions,
  inline,
  type ParentKey,
  type ParentNames,
  type ParentRow,
} from "./options/inline-options.ts";
export type {
  DisplayColumn,
  ListColumnOption,
  ListOptions,
  ListPaginator,
  ListTotal,
  OrderName,
} from "./options/list-options.ts";
export { type ModelAdmin, type ModelAdminOptions, modelAdmin } from "./options/model-admin.ts";
export type { AnswerHook, SaveOptions } from "./options/save-options.ts";
export type {
  CardCell,
  ChartCard,
  ChartPoint,
  DashboardCard,
  FrontOptions,
  NumberCard,
  OwnPage,
  OwnPageContent,
  TableCard,
} from "./options/site-options.ts";
export { type AdminText, adminTexts } from "./texts/catalogue.ts";
export type { AdminLanguage, LanguageOptions, PluralText } from "./texts/texts.ts";
