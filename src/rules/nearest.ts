/** The known name that a mistyped one most likely means; null when none is near. */
function nearest(mistyped: string, known: readonly string[]): string | null {
  const limit = Math.max(1, Math.floor(mistyped.length / 3));
  const ranked = known
    .map((name) => ({ name, distance: editDistance(mistyped.slice(0, 100).toLowerCase(), name.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= limit ? best.name : null;
}

/** What to say after an unknown name. */
export function suggestion(mistyped: string, known: readonly string[]): string {
  const near = nearest(mistyped, known);
  return near === null ? `known are ${known.join(', ')}` : `did you mean "${near}"?`;
}

/** Letters to add, drop, replace or swap with the neighbour to turn one word into the other. */
function editDistance(one: string, other: string): number {
  let older: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let index = 0; index < one.length; index++) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (other[column - 1] === one[index] ? 0 : 1);
      const swaps = other[column - 1] === one[index - 1] && other[column - 2] === one[index];
      const swapped = swaps ? (older[column - 2] ?? Infinity) + 1 : Infinity;
      next.push(Math.min(replaced, swapped, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    [older, row] = [row, next];
  }
  return row[other.length] ?? 0;
}
