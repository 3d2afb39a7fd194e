// Gathers the probes: what is asked of each route, who may have it, and what it changes then.
import type { Subject } from "./subjects.ts";
import type { Told, Visitor } from "./visitor.ts";

/** One attempt. */
export interface Probe {
  readonly title: string;
  /** The routes that it asks, by their names in the admin: `list`, `POST act`. */
  readonly covers: readonly string[];
  /** Does it, and returns the answer that says whether it could be done. */
  readonly ask: (visitor: Visitor) => Promise<Told>;
  /** Who may have it. Everybody else must be refused: by a login, 403 or 404, or with `isQuiet` by nothing being done. */
  readonly may: (subject: Subject) => boolean;
  readonly isQuiet?: boolean;
  /** What differs afterwards where it may be done: `vault.Chest change`. Nothing unless given. */
  readonly changes?: readonly string[];
  /** What must hold besides of the answer to somebody who may have it. */
  readonly check?: (told: Told, subject: Subject, visitor: Visitor) => void | Promise<void>;
}

/** The main part of a page: what stands between the frame's menus. */
export function mainOf({ text }: Told): string {
  return /<main[\s\S]*<\/main>/.exec(text)?.[0] ?? "";
}

/** The names of the chests that a list shows, in its order. */
export function rowsOf(told: Told): readonly string[] {
  return [...mainOf(told).matchAll(/vault\/chest\/\d+\/change[^"]*"[^>]*>([^<]*)<\/a>/g)].map(([, name]) => name!);
}
