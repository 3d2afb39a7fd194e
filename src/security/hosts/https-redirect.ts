// Sends requests that came over plain HTTP to the same address over HTTPS.
import { parseHost, type Request, Response } from "#http";
import { pathTest } from "./path-test.ts";

/** Makes the redirect; undefined is returned for requests that stay. */
export function httpsRedirect(exempt: readonly string[]): (request: Request) => Response | undefined {
  const isExempt = pathTest(exempt);
  return (request) => {
    if (request.secure || isExempt(request.path)) return undefined;
    const host = parseHost(request.host);
    // Probes and people on this machine have no certificate for its name.
    if (host === undefined || isLoopback(host.name)) return undefined;
    const response = new Response(null, { status: 308 });
    response.headers.set("Location", `https://${host.name}${request.basePath}${targetOf(request)}`);
    return response;
  };
}

function isLoopback(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127(\.\d+){3}$/.test(name);
}

function targetOf({ rawPath, queryString }: Request): string {
  return queryString === "" ? rawPath : `${rawPath}?${queryString}`;
}
