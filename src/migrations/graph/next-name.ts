// Finds the number of the next migration of a label.

/** The number at the head of a migration's name; 0 where there is none. */
export function numberOf(name: string): number {
  return Number(/^\d+/.exec(name)?.[0] ?? 0);
}

/** `0003_author_email`: the name with the number after all of these names. */
export function numbered(names: readonly string[], rest: string): string {
  const last = names.reduce((greatest, name) => Math.max(greatest, numberOf(name)), 0);
  return `${String(last + 1).padStart(4, "0")}_${rest}`;
}
