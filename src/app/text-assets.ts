// Serves style sheets and scripts that a battery holds as texts, as files whose addresses change with them.

import { type Request, Response } from "#http";
import { sha256 } from "#kernel/internals";
import type { Blueprint } from "./declare/blueprint.ts";

/** A file of a battery. */
export interface TextAsset {
  /** The name of its route. */
  readonly name: string;
  readonly pattern: string;
  readonly type: string;
  readonly text: string;
}

/** The files of one blueprint: a strict Content-Security-Policy lets them pass, and caches keep them for a year. */
export class TextAssets {
  readonly #assets: readonly TextAsset[];
  // Digested at the first page: a text does not change while the program runs.
  #digests: ReadonlyMap<string, string> | undefined;

  constructor(assets: readonly TextAsset[]) {
    this.#assets = assets;
  }

  /** Adds a route for each file. */
  addTo(blueprint: Blueprint): void {
    for (const { name, pattern, type, text } of this.#assets) {
      const headers = { "Content-Type": type, "Cache-Control": "public, max-age=31536000, immutable" };
      blueprint.get(pattern, { name }, () => new Response(text, { headers }));
    }
  }

  /** The files' addresses by name; `scope` is what stands before the names of their routes, such as `auth.`. */
  urls(request: Request, scope: string): Record<string, string> {
    this.#digests ??= new Map(this.#assets.map(({ name, text }) => [name, sha256(text).slice(0, 8)]));
    return Object.fromEntries([...this.#digests].map(([name, v]) => [name, request.urlFor(`${scope}${name}`, { v })]));
  }
}
