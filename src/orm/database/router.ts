// Keeps the rules that say which database a model's rows are read from and written to, where no query names one.

/** What a rule is told besides the model. `alias` is the database of the instance that it is about. */
export interface RouteHints {
  readonly alias?: string | undefined;
}

/**
 * Rules for several databases. Each answers undefined where it has nothing to say; then the next rule is asked.
 *
 * Models are given by their names: `blog.Article`.
 */
export interface DatabaseRouter {
  /** The alias of the database that rows of the model are read from. */
  read?(model: string, hints: RouteHints): string | undefined;
  /** The alias of the database that rows of the model are written to. */
  write?(model: string, hints: RouteHints): string | undefined;
  /** Whether an instance of one database may point at one of another. */
  allowRelation?(from: RoutedInstance, to: RoutedInstance): boolean | undefined;
  /** Whether a database has the table of a model. */
  allowMigrate?(alias: string, model: string): boolean | undefined;
}

/** One side of a relation, as rules see it. */
export interface RoutedInstance {
  readonly model: string;
  readonly alias: string;
}

let routers: readonly DatabaseRouter[] = [];

/**
 * Sets the rules that choose databases. They are asked in this order; those set before are forgotten.
 *
 * `using(alias)`, and an instance's own database when it is saved, come before all rules; `default` after them.
 *
 * @example
 * ```ts
 * import { defineDatabases, defineRouters } from "demijohn/orm";
 * defineDatabases({ default: "sqlite::memory:", logs: "sqlite::memory:" });
 * const ofLogs = (model: string) => (model.startsWith("logs.") ? "logs" : undefined);
 * defineRouters({ read: ofLogs, write: ofLogs, allowMigrate: (alias, model) => alias === (ofLogs(model) ?? "default") });
 * ```
 */
export function defineRouters(...rules: readonly DatabaseRouter[]): void {
  routers = rules;
}

/** The database that a model's rows are read from or written to. */
export function routeModel(access: "read" | "write", model: string, hints: RouteHints = {}): string | undefined {
  for (const router of routers) {
    const alias = router[access]?.(model, hints);
    if (alias !== undefined) return alias;
  }
  return hints.alias;
}

/** Whether an instance may point at another: by the rules, or else when both are in one database. */
export function allowsRelation(from: RoutedInstance, to: RoutedInstance): boolean {
  for (const router of routers) {
    const allowed = router.allowRelation?.(from, to);
    if (allowed !== undefined) return allowed;
  }
  return from.alias === to.alias;
}

/** Whether a database has the table of a model: by the rules, or else always. */
export function allowsMigrate(alias: string, model: string): boolean {
  for (const router of routers) {
    const allowed = router.allowMigrate?.(alias, model);
    if (allowed !== undefined) return allowed;
  }
  return true;
}
