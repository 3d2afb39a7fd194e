// Collects the admin's templates by name; one of the same name in a folder of the app wins.
import { cardTemplates } from "./cards.ts";
import { deleteTemplates } from "./delete.ts";
import { exportTemplates } from "./export.ts";
import { formTemplates } from "./form.ts";
import { frameTemplates } from "./frame.ts";
import { historyTemplates } from "./history.ts";
import { homeTemplates } from "./home.ts";
import { importTemplates } from "./import.ts";
import { inlineTemplates } from "./inlines.ts";
import { jobTemplates } from "./job.ts";
import { listTemplates } from "./list/list.ts";
import { passwordTemplates } from "./password.ts";
import { viewTemplates } from "./views.ts";

/** The templates, by name. Every text in them goes through `t` or `tn`. */
export const adminTemplates: Readonly<Record<string, string>> = {
  ...frameTemplates,
  ...homeTemplates,
  ...cardTemplates,
  ...viewTemplates,
  ...passwordTemplates,
  ...listTemplates,
  ...formTemplates,
  ...inlineTemplates,
  ...deleteTemplates,
  ...exportTemplates,
  ...jobTemplates,
  ...importTemplates,
  ...historyTemplates,
};
