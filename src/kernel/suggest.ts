// Finds, among the valid names, the one a mistyped name most likely meant.

/**
 * Returns the choice nearest to `word` by edit distance, or undefined when none is near enough to be a typing slip.
 *
 * `limit` is the most slips; without it, one for every three letters. A name's beginning of three letters counts as near.
 */
export function suggest(word: string, choices: Iterable<string>, limit: number = slipLimit(word)): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const choice of choices) {
    const candidate = choice.toLowerCase();
    // The beginning of a name is a name that was not finished: as near as the last slip that counts.
    const isBeginning = wanted.length >= 3 && limit > 0 && candidate.startsWith(wanted);
    const distance = Math.min(editDistance(wanted, candidate, bestDistance), isBeginning ? limit : bestDistance);
    if (distance < bestDistance) {
      best = choice;
      bestDistance = distance;
    }
  }
  return best;
}

function slipLimit(word: string): number {
  return Math.max(1, Math.floor(Math.min(word.length, 64) / 3));
}

/** Returns ` Did you mean "x"?`, or an empty string when nothing is near. */
export function didYouMean(word: string, choices: Iterable<string>): string {
  const near = suggest(word, choices);
  return near === undefined ? "" : ` Did you mean "${near}"?`;
}

// Optimal string alignment: insertion, deletion, substitution and the swap of two neighbours each cost one.
function editDistance(a: string, b: string, giveUpAt: number): number {
  if (Math.abs(a.length - b.length) >= giveUpAt) return giveUpAt;
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min(current[j - 1]! + 1, previous[j]! + 1, previous[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, older[j - 2]! + 1);
      current.push(value);
      if (value < least) least = value;
    }
    if (least >= giveUpAt) return giveUpAt;
    older = previous;
    previous = current;
  }
  return previous[b.length]!;
}
