// Lists the models of the admin: what a project migrates, and tests make tables of.
import { AdminJob } from "./admin-job.ts";
import { ImportRow } from "./import-row.ts";
import { LogEntry } from "./log-entry.ts";
import { SavedView } from "./saved-view.ts";

/** The admin's models. For tests that make tables: `createTables([...adminModels(), Article])`; an app has them by `app.use(admin(…))`. */
export function adminModels(): (typeof LogEntry | typeof SavedView | typeof AdminJob | typeof ImportRow)[] {
  return [LogEntry, SavedView, AdminJob, ImportRow];
}
