// Keeps which hashers and backends the methods of users work with: those of the app that was made last.
import { Passwords } from "../passwords/hashers/passwords.ts";
import type { Backend } from "../permissions/backend.ts";

let passwords: Passwords | undefined;
let backends: readonly Backend[] | undefined;

/** Says which hashers and backends the methods of users work with. */
export function bindAccounts(use: { readonly passwords: Passwords; readonly backends: readonly Backend[] }): void {
  ({ passwords, backends } = use);
}

/** The hashers that `setPassword` uses. */
export function passwordsInUse(): Passwords {
  passwords ??= new Passwords();
  return passwords;
}

/** The backends that `hasPermission` asks; undefined before an app has any. */
export function backendsInUse(): readonly Backend[] | undefined {
  return backends;
}
