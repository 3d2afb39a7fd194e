// Describes the request as data: method, address, route, and what the client sent, with secrets masked.
import type {} from "#app";
import type { Request } from "#http";
import type { Pair, ReportedRequest } from "./debug-report.ts";
import { isSecretCookie, pairsOf, type SecretMask } from "./secret-mask.ts";
import { shownLine } from "./shown-text.ts";

const valueLimit = 1000;

/** Describes a request; parts that are malformed are left out. */
export function describeRequest(request: Request, secrets: SecretMask): ReportedRequest {
  const pairs = (read: () => Iterable<readonly [string, unknown]>): Pair[] =>
    pairsOf(read).map(([name, value]) => shownPair(name, secrets.named(name, value)));
  const { route } = request;
  return {
    method: shownLine(request.method, 40),
    url: shownLine(secrets.text(attempt(() => request.url) ?? request.target), 2000),
    route: shownLine(route?.name ?? "", 200),
    pattern: shownLine(route?.pattern ?? "", 500),
    handler: shownLine(route?.handler?.name ?? "", 200),
    blueprints: route?.blueprints ?? [],
    params: pairs(() => Object.entries(request.params)),
    query: pairs(() => request.query),
    cookies: pairsOf(() => request.cookies).map(([name, value]) =>
      shownPair(name, isSecretCookie(name, value) ? "***" : secrets.text(value)),
    ),
    headers: pairs(() => request.headers),
    client: shownLine(request.peer.address, 100),
  };
}

function shownPair(name: string, value: string): Pair {
  return [shownLine(name, 200), shownLine(value, valueLimit)];
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
