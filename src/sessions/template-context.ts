// Gives templates the session and its flashed messages, touching neither unless a template asks for them.
import type { Request } from "#http";
import { getFlashedMessages } from "./flash.ts";
import type { Session } from "./session.ts";

/** What every template gets: `session.<key>` and `get_flashed_messages(with_categories, category_filter)`. */
export function templateContext(request: Request): Record<string, unknown> {
  return {
    session: sessionView(request),
    get_flashed_messages: (withCategories?: unknown, categoryFilter?: unknown) =>
      flashedForTemplate(request, withCategories, categoryFilter),
  };
}

// Jinja's call is get_flashed_messages(with_categories=true, category_filter=["error"]); named arguments arrive as one
// object where the engine does not know the parameters' names.
function flashedForTemplate(request: Request, first: unknown, second: unknown): readonly unknown[] {
  const named = isRecord(first) ? first : isRecord(second) ? second : {};
  const withCategories = isRecord(first) || first === undefined ? named["with_categories"] : first;
  const filter = isRecord(second) || second === undefined ? named["category_filter"] : second;
  const categories = Array.isArray(filter) && filter.length > 0 ? filter.map(String) : undefined;
  const messages = getFlashedMessages(request, { categories });
  return withCategories
    ? messages.map(({ category, message }) => [category, message])
    : messages.map(({ message }) => message);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// A plain object by its looks, read-only, whose properties are the session's values: opened at the first look.
function sessionView(request: Request): object {
  const session = (): Session => request.session;
  return new Proxy(Object.create(null) as object, {
    // Engines ask every value for "then" to see whether it is a promise: that is no look at the session.
    get: (_target, key) => (typeof key === "string" && key !== "then" ? session().get(key) : undefined),
    has: (_target, key) => typeof key === "string" && session().has(key),
    ownKeys: () => [...session().keys()],
    getOwnPropertyDescriptor: (_target, key) =>
      typeof key === "string" && session().has(key)
        ? { value: session().get(key), enumerable: true, configurable: true, writable: false }
        : undefined,
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  });
}
