// Defines a route as data, what a match gives back, and the place a request comes from.

/** One route: a pattern, a name and whatever it leads to. */
export interface RouteDefinition<T = unknown> {
  /** The path with its parameters, such as `/posts/<int:id>`. Begins with a slash. */
  readonly pattern: string;
  /** The name by which URLs are built, such as `blog.show`. Several routes may share one. */
  readonly name: string;
  /** The methods it answers; GET includes HEAD. Undefined means any. */
  readonly methods?: readonly string[] | undefined;
  /** Values for parameters that the pattern leaves out; they also decide which route a URL is built from. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined;
  /** A pattern for the whole host, such as `<tenant>.example.com`. Without a port it stands for any port. */
  readonly host?: string | undefined;
  /** A pattern for the subdomain; `""` is the bare domain. Undefined means the map's default subdomain. */
  readonly subdomain?: string | undefined;
  /** Whether a missing or surplus slash at the end redirects or is not found, instead of matching. */
  readonly strictSlashes?: boolean | undefined;
  /** Whether a path with doubled slashes redirects to this route. */
  readonly mergeSlashes?: boolean | undefined;
  /** Answers WebSocket requests only. */
  readonly websocket?: boolean | undefined;
  /** Redirects to the other route of its name that is not an alias. */
  readonly alias?: boolean | undefined;
  /** Where to redirect: text with the pattern's parameters (`posts/<id>`), or a function of them. Relative to the app's root. */
  readonly redirectTo?: string | ((params: Readonly<Record<string, unknown>>) => string) | undefined;
  /** Only builds URLs and never matches. */
  readonly buildOnly?: boolean | undefined;
  /** What the route leads to: a handler, a view, anything. The router only hands it back. */
  readonly target: T;
}

/** Where a request arrived, as far as routes distinguish. */
export interface Place {
  /** The request's host with its port; the bare domain where subdomains are matched. */
  readonly host?: string | undefined;
  /** The request's subdomain. Undefined means the default one. */
  readonly subdomain?: string | undefined;
  /** Whether the request opens a WebSocket. */
  readonly websocket?: boolean | undefined;
}

/** A route that answers, with its parameters' values. */
export interface FoundMatch<T> {
  readonly kind: "found";
  readonly route: RouteDefinition<T>;
  /** A plain object. Frozen and shared between requests where the pattern has no parameters. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** The canonical address is another one. {@link redirectLocation} makes the header of it. */
export interface RedirectMatch {
  readonly kind: "redirect";
  readonly status: 308;
  /** Percent-encoded, without the app's root and the query. */
  readonly path: string;
  /** The host to go to, where it is another one. */
  readonly host?: string | undefined;
  /** The text of `redirectTo`, percent-encoded: it may be relative or absolute, and takes no query along. */
  readonly target?: string | undefined;
}

/** The path is known, but not with this method. */
export interface MethodNotAllowedMatch {
  readonly kind: "method-not-allowed";
  /** The methods that are known, sorted. */
  readonly allow: readonly string[];
}

/** What a path and a method lead to. */
export type RouteMatch<T = unknown> =
  | FoundMatch<T>
  | RedirectMatch
  | MethodNotAllowedMatch
  | { readonly kind: "websocket-mismatch" }
  | { readonly kind: "not-found" };
