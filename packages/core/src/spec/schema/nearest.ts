/**
 * The candidate that a word was probably meant to be, or `undefined`. Case, hyphens and underscores count for
 * nothing; of what remains, a short word may be one slip of the pen away, a long one up to three.
 */
export function nearest(word: string, candidates: Iterable<string>, maxSlips = 3): string | undefined {
  const plain = bare(word);
  let limit = Math.min(maxSlips, plain.length <= 4 ? 1 : plain.length <= 8 ? 2 : 3);
  let best: string | undefined;
  for (const candidate of candidates) {
    const other = bare(candidate);
    if (Math.abs(other.length - plain.length) > limit) continue;
    const slips = distance(plain, other);
    if (slips > limit || (slips === limit && best !== undefined)) continue;
    best = candidate;
    limit = slips;
  }
  return best;
}

/** Longer words are nobody's slip of the pen, and comparing them would cost their square. */
const MAX_LENGTH = 64;

function bare(word: string): string {
  return word.slice(0, MAX_LENGTH).toLowerCase().replace(/[-_ ]/g, "");
}

/** Damerau-Levenshtein: letters added, left out, changed, and neighbours that changed places. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
