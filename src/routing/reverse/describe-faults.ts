// Writes the errors of URLs that cannot be built, from what kept each route of the name from being the right one.
import { didYouMean, quoteValue, suggest } from "#kernel";
import { type CompiledRoute, describeRoute } from "../match/compile-route.ts";
import { UrlBuildError } from "../url-build-error.ts";
import { type Fault, findFault, type Values, writeRoute } from "./write-route.ts";

/** Reports a name that no route has, with the nearest one. */
export function unknownName(routeName: string, values: Values, names: Iterable<string>): UrlBuildError {
  const all = [...names].sort();
  const suggestion = suggest(routeName, all);
  const shown = all.length > 12 ? `${all.slice(0, 12).join(", ")} and ${all.length - 12} more` : all.join(", ");
  return new UrlBuildError("ROUTING_UNKNOWN_NAME", `No route has the name ${quoteValue(routeName)}.`, {
    routeName,
    values,
    suggestion,
    facts: [`Names: ${shown || "none"}.${didYouMean(routeName, all)}`],
    cure: "`demijohn routes` lists all of them.",
  });
}

/** Reports an absolute URL without a host to put into it. */
export function noHost(routeName: string, values: Values, isHere: boolean): UrlBuildError {
  const why = isHere ? "is asked for as an absolute one" : "is on another host";
  return new UrlBuildError("ROUTING_NO_HOST", `The URL of "${routeName}" ${why}, and the current host is not known.`, {
    routeName,
    values,
    cure: `Pass it: build("${routeName}", values, { host: "example.com" }).`,
  });
}

const closeness = ["method", "default", "missing", "value"];

/** Reports the fault of the route that came nearest: its value is wrong, or missing, or is another than a default. */
export function describeFaults<T>(
  routeName: string,
  values: Values,
  method: string | undefined,
  routes: readonly CompiledRoute<T>[],
): UrlBuildError {
  let nearest: Fault = { kind: "method" };
  for (const route of routes) {
    const fault = findFault(route, values, method) ?? writeRoute(route, values);
    if (fault.kind !== "written" && closeness.indexOf(fault.kind) > closeness.indexOf(nearest.kind)) nearest = fault;
  }
  const facts = routes.map((route) => `Route: ${describeRoute(route.definition)}`);
  const given = Object.keys(values);
  const strangers = given.filter((name) => !routes.some((route) => route.argumentNames.has(name)));
  const wrote = `"${routeName}" with ${given.length === 0 ? "no values" : `values for ${given.join(", ")}`}`;
  const common = { routeName, values, facts };
  switch (nearest.kind) {
    case "value":
      return new UrlBuildError("ROUTING_BAD_VALUE", `The value of "${nearest.name}" must be ${nearest.expects}.`, {
        ...common,
        wrote: `${nearest.name}: ${quoteValue(values[nearest.name])} for "${routeName}"`,
        cure: hasSlash(values[nearest.name])
          ? `Write <path:${nearest.name}> in the pattern where slashes are to be allowed.`
          : `Pass another value, or give "${nearest.name}" another converter in the pattern.`,
        cause: nearest.cause,
      });
    case "missing": {
      const names = nearest.names;
      const misspelled = names
        .map((name) => [name, suggest(name, strangers)] as const)
        .find(([, near]) => near !== undefined);
      return new UrlBuildError(
        "ROUTING_MISSING_VALUE",
        `The URL of "${routeName}" needs a value for ${names.map((name) => `"${name}"`).join(" and ")}.`,
        {
          ...common,
          wrote,
          cure:
            misspelled === undefined
              ? `Write build("${routeName}", { ${names.map((name) => `${name}: …`).join(", ")} }).`
              : `You gave "${misspelled[1]}". Did you mean "${misspelled[0]}"?`,
        },
      );
    }
    case "default":
      return new UrlBuildError(
        "ROUTING_OTHER_DEFAULT",
        `No route "${routeName}" has another "${nearest.name}" than ${quoteValue(nearest.wanted)}.`,
        {
          ...common,
          wrote: `${nearest.name}: ${quoteValue(values[nearest.name])} for "${routeName}"`,
          cure: `Leave "${nearest.name}" out, or add a route with <${nearest.name}> in its pattern.`,
        },
      );
    default:
      return new UrlBuildError("ROUTING_BAD_METHOD", `No route "${routeName}" answers ${method}.`, {
        ...common,
        wrote,
        cure: `Leave the method out, or use one of: ${methodsOf(routes)}.`,
      });
  }
}

/** Reports that all routes of a name are for WebSockets, or none. */
export function wrongKind<T>(
  routeName: string,
  values: Values,
  websocket: boolean,
  routes: readonly CompiledRoute<T>[],
): UrlBuildError {
  const all = websocket ? "No" : "Every";
  return new UrlBuildError("ROUTING_BAD_METHOD", `${all} route "${routeName}" is for WebSockets.`, {
    routeName,
    values,
    facts: routes.map((route) => `Route: ${describeRoute(route.definition)}`),
    cure: "Leave `websocket` out.",
  });
}

// Only for routes that all failed for their methods, so that they have some.
function methodsOf<T>(routes: readonly CompiledRoute<T>[]): string {
  return [...new Set(routes.flatMap((route) => [...route.methods!]))].sort().join(", ");
}

function hasSlash(value: unknown): boolean {
  return typeof value === "string" && value.includes("/");
}
