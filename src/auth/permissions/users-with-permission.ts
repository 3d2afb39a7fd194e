// Finds the users who may do something.
import type { AccountModel } from "../user/account.ts";
import { userClass } from "../user/user-class.ts";

/** The active users who have a permission. They have it by themselves, by a group or as superusers. */
export function usersWithPermission(codename: string): AccountModel["objects"] {
  const User = userClass();
  const has = User.q({ isSuperuser: true })
    .or(User.q({ permissions__codename: codename }))
    .or(User.q({ groups__permissions__codename: codename }));
  return User.objects.filter({ isActive: true }).filter(has).distinct();
}
