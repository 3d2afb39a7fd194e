// Digests what a row says, so that a form can tell whether somebody else changed it while it was open.
import type { Column, ModelMeta } from "#orm/internals";

/** A short text that differs where any of the columns does. */
export function rowVersion(meta: ModelMeta, row: object, columns: readonly Column[] = meta.columns): string {
  const values = columns.map(({ attribute }) => text((row as Record<string, unknown>)[attribute]));
  const { createHash } = process.getBuiltinModule("node:crypto");
  return createHash("sha256").update(JSON.stringify(values)).digest("base64url").slice(0, 22);
}

function text(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype
    ? JSON.stringify(value)
    : String(value);
}
