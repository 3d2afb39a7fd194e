// Joins what blueprints and a route say for batteries: the inner goes first, one setting at a time.

/** Returns both; where each has a record of one name, the records are joined and the inner's entries win. */
export function mergeExtensions(
  outer: Demijohn.RouteExtensions | undefined,
  inner: Demijohn.RouteExtensions | undefined,
): Demijohn.RouteExtensions {
  if (outer === undefined || Object.keys(outer).length === 0) return { ...inner };
  const merged: Record<string, unknown> = { ...outer };
  for (const [key, value] of Object.entries(inner ?? {})) {
    const before = merged[key];
    merged[key] = isRecord(before) && isRecord(value) ? { ...before, ...value } : value;
  }
  return merged;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
