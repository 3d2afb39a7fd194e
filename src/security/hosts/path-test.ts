// Tests paths against a list: whole paths, and beginnings that end in a star.

/** Makes a test of paths: `/hooks/stripe` is one, `/hooks/*` all below. */
export function pathTest(patterns: readonly string[]): (path: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith("*")));
  const starts = patterns.filter((pattern) => pattern.endsWith("*")).map((pattern) => pattern.slice(0, -1));
  return (path) => exact.has(path) || starts.some((start) => path.startsWith(start));
}
