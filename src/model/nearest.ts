/** The candidate that a mistyped word most likely meant, without regard to case; null when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const reach = Math.max(1, Math.floor(word.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | null = null;
  for (const candidate of candidates) {
    const distance = editDistance(word.slice(0, 64).toLowerCase(), candidate.slice(0, 64).toLowerCase());
    if (distance <= reach && (best === null || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate ?? null;
}

/** The candidate that goes on as the word does, in any case; else the nearest one, or null. */
export function nearestLabel(word: string, candidates: readonly string[]): string | null {
  const typed = word.toLowerCase();
  return candidates.find((candidate) => candidate.toLowerCase().startsWith(typed)) ?? nearest(word, candidates);
}

/** What to say after an unknown name. */
export function suggestion(mistyped: string, known: readonly string[]): string {
  const near = nearest(mistyped, known);
  return near === null ? `known are ${known.join(', ')}` : `did you mean "${near}"?`;
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      const edits = [at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1)];
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) edits.push(at(beforeLast, column - 2) + 1);
      current.push(Math.min(...edits));
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
