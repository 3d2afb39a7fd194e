// Stands for whoever is not logged in.
import { hasPermission } from "../permissions/has-permission.ts";

/** The user of a request that nobody is logged in for. Rules may still let it do something. */
export class AnonymousUser {
  readonly isAuthenticated = false;
  readonly isActive = false;
  readonly isStaff = false;
  readonly isSuperuser = false;
  readonly displayName = "";

  /** Whether a rule lets everybody do it. */
  hasPermission(codename: string, object?: unknown): Promise<boolean> {
    return hasPermission(this, codename, object);
  }

  /** Whether rules let everybody do all of it. */
  async hasPermissions(codenames: readonly string[], object?: unknown): Promise<boolean> {
    for (const codename of codenames) if (!(await this.hasPermission(codename, object))) return false;
    return true;
  }

  /** None. */
  async getPermissions(): Promise<ReadonlySet<string>> {
    return new Set();
  }

  toString(): string {
    return "";
  }
}
