// Lists what can be done to the rows of a model: its own actions, export and deletion.
import type { AdminAction } from "../../options/action-options.ts";
import type { ModelAdmin } from "../../options/model-admin.ts";
import type { AdminTexts } from "../../texts/texts.ts";
import type { Allowed } from "../site.ts";

/** Deletes the rows, each as an instance. */
export const deleteAction: AdminAction<object> = {
  name: "delete",
  label: "Delete",
  permission: "delete",
  confirm: true,
  run: async () => "",
};

/** Leads to the page that exports the rows. */
export const exportAction: AdminAction<object> = {
  name: "export",
  label: "Export",
  permission: "view",
  run: async () => "",
};

/** The actions that a user may take. An own one may have the name of a built-in one, and then stands in its place. */
export function actionsOf(entry: ModelAdmin, allowed: Allowed): readonly AdminAction<object>[] {
  const own = entry.options.actions ?? [];
  const all = [...own, exportAction, deleteAction].filter(
    (action, i, list) => list.findIndex(({ name }) => name === action.name) === i,
  );
  return all.filter(({ permission = "change" }) => allowed[permission]);
}

/** What an action is called in a language. */
export function labelOfAction(action: AdminAction<object>, { t }: AdminTexts): string {
  if (action === deleteAction) return t("Delete");
  return action === exportAction ? t("Export") : action.label;
}
