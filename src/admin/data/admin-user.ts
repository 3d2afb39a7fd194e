// Remembers who works in the admin, so that rules and query sets of rows can ask for it at once.
import type { CurrentUser } from "#auth";
import type { Request } from "#http";
import { SetupError } from "#kernel";

const users = new WeakMap<Request, CurrentUser>();

/** Called by the admin's guard, before any page. */
export function rememberAdminUser(request: Request, user: CurrentUser): void {
  users.set(request, user);
}

/**
 * The user who works in the admin, without waiting.
 *
 * For `getQueryset` and the other functions of a model's options.
 *
 * @throws SetupError `ADMIN_NO_USER` for a request that did not come through the admin.
 * @example
 * ```ts
 * import { adminUser, modelAdmin } from "demijohn/admin";
 * import { f, Model } from "demijohn/orm";
 * class Note extends Model("desk.Note", () => Note, { owner: f.char({ maxLength: 100 }), text: f.text() }) {}
 * const notes = modelAdmin(Note, {
 *   getQueryset: (request) => Note.objects.filter({ owner: adminUser(request).displayName }),
 * });
 * console.log(notes.meta.name); // desk.Note
 * ```
 */
export function adminUser(request: Request): CurrentUser {
  const user = users.get(request);
  if (user === undefined)
    throw new SetupError("ADMIN_NO_USER", "adminUser(request) was asked of a request that is not the admin's.", {
      cure: "Elsewhere write await request.user.",
    });
  return user;
}

/** Whether a user may do everything. */
export function isSuperuser(user: object): boolean {
  return (user as { readonly isSuperuser?: boolean }).isSuperuser === true;
}
