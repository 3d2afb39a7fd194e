// Serves the pages' style sheet and script as files with hashed addresses, so that a strict CSP and caches like them.
import type { Blueprint } from "#app";
import { type Request, Response } from "#http";
import { passkeyScript } from "../proofs/passkeys/passkey-script.ts";
import { styleSheet } from "../templates/style-sheet.ts";
import { digestOf } from "../tokens/digest.ts";

const assets = [
  { name: "style", pattern: "/assets/style.css", type: "text/css; charset=utf-8", text: styleSheet },
  {
    name: "passkey_script",
    pattern: "/assets/passkeys.js",
    type: "text/javascript; charset=utf-8",
    text: passkeyScript,
  },
] as const;

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
    assets.map(({ name, text }) => [name, request.urlFor(`auth.${name}`, { v: digestOf(text).slice(0, 8) })]),
  );
}
