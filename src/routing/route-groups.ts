// Makes routes from other routes: under a path, on a subdomain or host, with a prefix to their names, or from a template.
import type { RouteDefinition } from "./route-definition.ts";

/**
 * Puts routes under a path.
 *
 * @example
 * ```ts
 * import { RouteMap, withNamePrefix, withPrefix } from "demijohn/routing";
 * const blog = [
 *   { pattern: "/", name: "index", target: "list" },
 *   { pattern: "/<slug:post>", name: "show", target: "one" },
 * ];
 * const routes = new RouteMap(withPrefix("/blog", withNamePrefix("blog.", blog)));
 * console.log(routes.build("blog.show", { post: "hello" })); // /blog/hello
 * ```
 */
export function withPrefix<T>(prefix: string, routes: Iterable<RouteDefinition<T>>): RouteDefinition<T>[] {
  const path = prefix.replace(/\/+$/, "");
  return Array.from(routes, (route) => ({ ...route, pattern: path + route.pattern }));
}

/** Puts routes on a subdomain; a subdomain of their own is replaced. */
export function withSubdomain<T>(subdomain: string, routes: Iterable<RouteDefinition<T>>): RouteDefinition<T>[] {
  return Array.from(routes, (route) => ({ ...route, subdomain }));
}

/** Puts routes on a host; a host of their own is replaced. */
export function withHost<T>(host: string, routes: Iterable<RouteDefinition<T>>): RouteDefinition<T>[] {
  return Array.from(routes, (route) => ({ ...route, host }));
}

/** Puts text, with its separator, before the names of routes. */
export function withNamePrefix<T>(prefix: string, routes: Iterable<RouteDefinition<T>>): RouteDefinition<T>[] {
  return Array.from(routes, (route) => ({ ...route, name: prefix + route.name }));
}
