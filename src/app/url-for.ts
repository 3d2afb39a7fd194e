// Builds the address of a route by its name, for a request or for the app alone.
import { SetupError } from "#kernel";
import type { Plan } from "./plan.ts";

/** How an address is built. */
export interface UrlForOptions {
  /** With scheme and host. */
  readonly absolute?: boolean | undefined;
  /** What follows `#`. */
  readonly fragment?: string | undefined;
  /** For names that several routes share: the one that answers this method. */
  readonly method?: string | undefined;
  /** Makes the address absolute. */
  readonly scheme?: string | undefined;
}

/** What an address is relative to. */
export interface UrlOrigin {
  readonly host: string | undefined;
  readonly scheme: string;
  readonly basePath: string;
  readonly serverName: string | undefined;
  readonly hostMatching: boolean;
  /** The current blueprint, for names that begin with a dot. */
  readonly blueprint: string | undefined;
}

/** What is asked for. */
export interface UrlTarget {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly options: UrlForOptions;
}

/** Builds an address. @throws UrlBuildError for an unknown name or values that do not fit; SetupError when the host is unknown. */
export function buildUrl(plan: Plan, origin: UrlOrigin, { name, values, options }: UrlTarget): string {
  const full = name.startsWith(".") ? (origin.blueprint === undefined ? name.slice(1) : origin.blueprint + name) : name;
  const hooks = plan.urlDefaults.get(full);
  let given = values;
  if (hooks !== undefined) {
    const completed: Record<string, unknown> = { ...values };
    for (const hook of hooks) hook(full, completed);
    given = completed;
  }
  const isAbsolute = options.absolute === true || options.scheme !== undefined;
  if (isAbsolute && origin.host === undefined) throw hostUnknown(name);
  return plan.routes.build(full, given, {
    method: options.method,
    fragment: options.fragment,
    external: isAbsolute,
    scheme: options.scheme ?? origin.scheme,
    host: origin.hostMatching ? origin.host : (origin.serverName ?? origin.host),
    scriptName: origin.basePath,
  });
}

function hostUnknown(name: string): SetupError {
  return new SetupError(
    "APP_HOST_UNKNOWN",
    `urlFor("${name}", …, { absolute: true }) does not know the site's host outside of a request.`,
    {
      cure: 'Name it once: new App({ serverName: "example.org", scheme: "https" }).',
    },
  );
}
