// Names the permissions of every model: add, change, delete and view, and those that the model declares itself.
import { allModels, findModel } from "#orm/internals";
import { Permission } from "../models/permission.ts";

const actions = ["add", "change", "delete", "view"] as const;

/** The codename of an action on a model. `permissionName("blog.Article", "change")` is `blog.change_article`. */
export function permissionName(model: { readonly modelName: string } | string, action: string): string {
  const name = typeof model === "string" ? model : model.modelName;
  const dot = name.lastIndexOf(".");
  return `${name.slice(0, dot)}.${action}_${name.slice(dot + 1).toLowerCase()}`;
}

/** All permissions of the program's models, with what people call them. */
export function modelPermissions(): readonly { readonly codename: string; readonly name: string }[] {
  return allModels().flatMap(({ name, options, verboseName }) => [
    ...(options.defaultPermissions ?? actions).map((action) => ({
      codename: permissionName(name, action),
      name: `Can ${action} ${verboseName}`,
    })),
    ...(options.permissions ?? []).map(([own, label]) => ({
      codename: `${name.slice(0, name.lastIndexOf("."))}.${own}`,
      name: label,
    })),
  ]);
}

/** Adds the permissions that are not in the database yet. Those whose label changed are renamed; returns how many. */
export async function syncPermissions(): Promise<number> {
  const known = new Map((await Permission.objects.all()).map((row) => [row.codename, row]));
  let changed = 0;
  for (const { codename, name } of modelPermissions()) {
    const row = known.get(codename);
    if (row === undefined) await Permission.objects.create({ codename, name });
    else if (row.name !== name) {
      row.name = name;
      await row.save();
    } else continue;
    changed++;
  }
  return changed;
}

/** Gives a renamed model's permissions their new codenames. Nobody loses any. */
export async function renameModelPermissions(from: string, to: string): Promise<void> {
  for (const action of findModel(to)?.options.defaultPermissions ?? actions) {
    const codename = permissionName(from, action);
    await Permission.objects.filter({ codename }).update({ codename: permissionName(to, action) });
  }
}
