// Gives templates the user and the permissions, asking for neither unless a template does.
import type { Request } from "#http";
import { currentUser } from "../login/current-user.ts";

/** What every template gets: `user`, and `perms.blog.change_article`. */
export function templateContext(request: Request): Record<string, unknown> {
  return { user: lazily(() => currentUser(request)), perms: permissionView(request) };
}

// Looks like a promise, and begins to work when it is awaited.
function lazily<T>(load: () => Promise<T>): PromiseLike<T> {
  // biome-ignore lint/suspicious/noThenProperty: it is meant to be awaited
  return { then: (resolve, reject) => load().then(resolve, reject) };
}

// perms.blog is the permissions of an application, perms.blog.change_article one of them.
function permissionView(request: Request): object {
  const application = (name: string): object =>
    new Proxy(Object.create(null) as object, {
      get: (_target, action) =>
        typeof action === "string" && action !== "then"
          ? lazily(async () => (await currentUser(request)).hasPermission(`${name}.${action}`))
          : undefined,
      has: () => true,
    });
  return new Proxy(Object.create(null) as object, {
    get: (_target, name) => (typeof name === "string" && name !== "then" ? application(name) : undefined),
    has: () => true,
  });
}
