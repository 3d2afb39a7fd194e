// The admin's door: the battery, the options of models, and the log of what was done.
export { type AdminOptions, admin } from "./admin.ts";
export type { AdminEntry } from "./data/site.ts";
export { LogEntry, type LoggedAction, type LoggedChange } from "./models/log-entry.ts";
export type { FieldName, PathName } from "./options/field-names.ts";
export {
  type AdminAction,
  type AdminPermission,
  type AdminRows,
  type DisplayColumn,
  type Fieldset,
  type ModelAdmin,
  type ModelAdminOptions,
  modelAdmin,
} from "./options/model-admin.ts";
