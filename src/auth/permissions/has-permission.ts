// Answers whether a user may do something: superusers may all, others what their groups, backends and rules say.
import type { Group } from "../models/group.ts";
import { Permission } from "../models/permission.ts";
import type { AccountInstance } from "../user/account.ts";
import { backendsInUse } from "../user/in-use.ts";
import type { Backend, PermissionHolder, PermissionRule } from "./backend.ts";

const known = new WeakMap<object, Promise<ReadonlySet<string>>>();

/** Whether somebody may do something, to one object if it is given. Who is not active may nothing. */
export async function hasPermission(user: PermissionHolder, codename: string, object?: unknown): Promise<boolean> {
  const backends: readonly Backend[] = backendsInUse() ?? [databasePermissions];
  if (user.isAuthenticated) {
    if (!user.isActive) return false;
    if (user.isSuperuser) return true;
    if ((await allPermissions(user)).has(codename)) return true;
  }
  for (const backend of backends) {
    const answer = await backend.hasPermission?.(user, codename, object);
    if (answer !== undefined) return answer;
  }
  return false;
}

/** The codenames that a user has anywhere. */
export function allPermissions(user: AccountInstance): Promise<ReadonlySet<string>> {
  let found = known.get(user);
  if (found === undefined) {
    found = gather(user, backendsInUse() ?? [databasePermissions]);
    known.set(user, found);
  }
  return found;
}

/** Makes the next question ask the database again. */
export function forgetPermissions(user: object): void {
  known.delete(user);
}

async function gather(user: AccountInstance, backends: readonly Backend[]): Promise<ReadonlySet<string>> {
  if (!user.isActive) return new Set();
  const all = new Set<string>();
  for (const backend of backends) for (const codename of (await backend.permissions?.(user)) ?? []) all.add(codename);
  return all;
}

/** The permissions that stand in the database: the user's own, and those of the groups. */
export const databasePermissions: Required<Pick<Backend, "name" | "permissions">> = {
  name: "model",
  async permissions(user) {
    const [own, ofGroups] = await Promise.all([userPermissions(user), groupPermissions(user)]);
    return [...own, ...ofGroups];
  },
};

/** The codenames that a user has without any group. */
export async function userPermissions(user: AccountInstance): Promise<string[]> {
  return (await user.permissions.valuesList("codename")).map(([codename]) => codename);
}

/** The codenames of a user's groups. */
export async function groupPermissions(user: AccountInstance): Promise<string[]> {
  const rows = await user.groups
    .filter({ permissions__codename__isnull: false } as never)
    .valuesList("permissions__codename" as never);
  return (rows as unknown as [string][]).map(([codename]) => codename);
}

/** The backend of rules: functions that decide about one object, by codename. */
export function ruleBackend(rules: Readonly<Record<string, PermissionRule>>): Backend {
  return {
    name: "rules",
    async hasPermission(user, codename, object) {
      const rule = Object.hasOwn(rules, codename) ? rules[codename] : undefined;
      if (rule === undefined || object === undefined) return undefined;
      return rule(user as never, object as never);
    },
  };
}

/** Gives permissions to a user or a group. Those that are not in the database yet are added. */
export async function grantPermissions(
  to: { readonly permissions: unknown },
  ...codenames: readonly string[]
): Promise<void> {
  const rows = await Promise.all(codenames.map((codename) => findOrAdd(codename)));
  await (to as InstanceType<typeof Group>).permissions.add(...rows);
  forgetPermissions(to);
}

/** Takes permissions away from a user or a group. */
export async function revokePermissions(
  from: { readonly permissions: unknown },
  ...codenames: readonly string[]
): Promise<void> {
  const rows = await Permission.objects.filter({ codename__in: codenames as string[] });
  await (from as InstanceType<typeof Group>).permissions.remove(...rows);
  forgetPermissions(from);
}

async function findOrAdd(codename: string): Promise<Permission> {
  const [row] = await Permission.objects.getOrCreate({ codename });
  return row;
}
