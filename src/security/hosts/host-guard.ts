// Refuses requests for hosts that the app does not answer for, remembering the names that were found good.
import { isHostAllowed, MisdirectedRequest, type Request } from "#http";

const mostRemembered = 1000;

/** Makes the guard. `behindProxies` tells whether the host is what a trusted proxy says. */
export function hostGuard(patterns: readonly string[], behindProxies: boolean): (request: Request) => void {
  const known = new Set<string>();
  return (request) => {
    const host = behindProxies ? request.host : (request.header("host") ?? "");
    if (known.has(host)) return;
    if (!isHostAllowed(host, patterns)) throw notAllowed(host, patterns);
    // With a pattern for all subdomains, strangers could fill the memory with names.
    if (known.size < mostRemembered) known.add(host);
  };
}

function notAllowed(host: string, patterns: readonly string[]): MisdirectedRequest {
  return new MisdirectedRequest(undefined, {
    code: "HTTP_HOST_NOT_ALLOWED",
    summary: `The host ${JSON.stringify(host.slice(0, 100))} is not allowed.`,
    facts: [`Allowed: ${patterns.join(", ")}.`],
    cure: "Add it to ALLOWED_HOSTS if this site answers for it.",
  });
}
