// Defines a battery: something that an app takes in with `use` and that adds routes, middleware, hooks or request properties.
import type { App } from "../app.ts";

/** What `app.use(...)` takes besides middleware and blueprints. `sessions()` and `auth()` return one. */
export interface Battery {
  /** Lower case, unique in an app: using the same battery twice is an error. */
  readonly name: string;
  /** Called once, by `app.use`. */
  install(app: App, options: UseOptions): void;
}

/** Where a blueprint or battery is put. */
export interface UseOptions {
  /** A path before all its routes, such as `/blog`. It may hold parameters. */
  readonly prefix?: string | undefined;
  /** Another name than its own, so that one blueprint can be used twice. */
  readonly name?: string | undefined;
  readonly subdomain?: string | undefined;
  readonly host?: string | undefined;
}
