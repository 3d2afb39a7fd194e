// Measures how alike two texts are: twice the characters they share, in any order, over the characters they have.

/** Returns 0 (nothing shared) to 1 (the same characters). */
export function similarity(left: string, right: string): number {
  if (left === "" && right === "") return 1;
  const counts = new Map<string, number>();
  for (const character of right) counts.set(character, (counts.get(character) ?? 0) + 1);
  let shared = 0;
  for (const character of left) {
    const count = counts.get(character) ?? 0;
    if (count > 0) shared++;
    counts.set(character, count - 1);
  }
  return (2 * shared) / ([...left].length + [...right].length);
}
