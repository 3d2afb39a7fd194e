// Serves the admin's style sheet and script as files with hashed addresses, so that a strict policy and caches like them.
import type { Blueprint } from "#app";
import { type Request, Response } from "#http";
import { adminScript } from "../templates/admin-script.ts";
import { adminStyle } from "../templates/admin-style.ts";

const assets = [
  { name: "style", pattern: "/assets/admin.css", type: "text/css; charset=utf-8", text: adminStyle },
  { name: "script", pattern: "/assets/admin.js", type: "text/javascript; charset=utf-8", text: adminScript },
] as const;
const digests = new Map<string, string>();

/** Adds a route for each file. */
export function addAssets(blueprint: Blueprint): void {
  for (const { name, pattern, type, text } of assets) {
    const headers = { "Content-Type": type, "Cache-Control": "public, max-age=31536000, immutable" };
    blueprint.get(pattern, { name }, () => new Response(text, { headers }));
  }
}

/** The files' addresses. */
export function assetUrls(request: Request): Record<string, string> {
  return Object.fromEntries(
    assets.map(({ name, text }) => [name, request.urlFor(`.${name}`, { v: digestOf(name, text) })]),
  );
}

function digestOf(name: string, text: string): string {
  let digest = digests.get(name);
  if (digest === undefined) {
    digest = process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("base64url").slice(0, 8);
    digests.set(name, digest);
  }
  return digest;
}
