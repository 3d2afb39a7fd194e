// Defines what an app can be told when it is made.

import type { ForwardedCounts, Request, RequestLimits, Response } from "#http";
import type { Mode } from "#kernel";
import type { Converters } from "#routing";
import type { TemplatesOptions } from "#templates";
import type { App } from "../app.ts";
import type { Logger } from "../logger.ts";

/** Options of {@link App}; every one can be left out. */
export interface AppOptions<C extends Converters = {}> {
  /** `import.meta.url` or a folder: `static/`, `templates/` and `.env` beside it are found. The working folder if not given. */
  readonly root?: string | URL | undefined;
  /** For logs and the list of routes; the root folder's name if not given. */
  readonly name?: string | undefined;
  /** By `DEMIJOHN_MODE` and `NODE_ENV` if not given, else production. */
  readonly mode?: Mode | undefined;
  /** Settings by section and key: `{ sessions: { cookieName: "s" } }`. They go before the environment. */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  /**
   * The .env files, those that win first; each must exist. `DEMIJOHN_ENV_FILE` if not given, else `.env.local` and
   * `.env` where they exist.
   */
  readonly envFiles?: readonly string[] | undefined;
  /** Signs and encrypts what browsers keep; `SECRET_KEY` in the environment if not given. The list's first key signs. */
  readonly secretKey?: string | readonly string[] | undefined;
  readonly limits?: Partial<RequestLimits> | undefined;
  /** How many proxies stand in front; with a number, all `X-Forwarded-*` headers but the prefix are believed that far. */
  readonly trustedProxies?: number | ForwardedCounts | undefined;
  /** Hosts that the app answers for, such as `["example.org", ".example.org"]`; others get 421. All if not given. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** `/about` does not answer `/about/`, and `/posts` redirects to `/posts/`: true. */
  readonly strictSlashes?: boolean | undefined;
  /** `//a///b` redirects to `/a/b`: true. */
  readonly mergeSlashes?: boolean | undefined;
  /** Routes are told apart by their `host` option. */
  readonly hostMatching?: boolean | undefined;
  /** The site's own host, such as `example.org`: for subdomains and for `urlFor` outside of requests. */
  readonly serverName?: string | undefined;
  /** `http` or `https`, for `urlFor` outside of requests. */
  readonly scheme?: "http" | "https" | undefined;
  /** The path that the whole app lies under, such as `/shop`: `urlFor` puts it in front; the proxy takes it away. */
  readonly basePath?: string | undefined;
  /** Own converters for patterns, by name. */
  readonly converters?: C | undefined;
  /** The folder of static files, or false for none; `static` beside the root if not given. */
  readonly staticFolder?: string | false | undefined;
  /** Where static files are served: `/static`. */
  readonly staticUrl?: string | undefined;
  /** The folder of templates, or false for none; `templates` beside the root if not given. */
  readonly templateFolder?: string | false | undefined;
  /** Options of the template engine: own filters, whitespace, strictness; the folders are the app's. */
  readonly templates?: Omit<TemplatesOptions, "folders"> | undefined;
  /** Where messages go: standard error if not given. */
  readonly logger?: Logger | undefined;
  /** True makes `currentRequest()` work, at the cost of about a tenth of a small request. */
  readonly asyncContext?: boolean | undefined;
}

/** Rooms above the app that it opens when something asks for them; the package's door hands them in. */
export interface UpperRooms {
  readonly openStatic?: (() => Promise<StaticRoom>) | undefined;
  readonly openDebug?: (() => Promise<DebugRoom>) | undefined;
}

/** What the static room offers to an app. */
export interface StaticRoom {
  /** Adds the route `static` for the app's folder, and one for each blueprint's. */
  serveStaticFolders(app: App): void | Promise<void>;
}

/** What the debug room offers to an app. */
export interface DebugRoom {
  /** The development page for an error, or undefined where it must not be shown. */
  renderDebugPage(error: unknown, request: Request, app: App): Promise<Response | undefined>;
}
