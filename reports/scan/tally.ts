/** Sums by key, in the order in which each key first came; each item counts one where nothing else is said. */
export function tally<Item, const Key extends readonly string[]>(
  items: Iterable<Item>,
  keyOf: (item: Item) => Key,
  weigh: (item: Item) => number = () => 1,
): readonly { readonly key: Key; readonly count: number }[] {
  const sums = new Map<string, { readonly key: Key; count: number }>();
  for (const item of items) {
    const key = keyOf(item);
    const text = JSON.stringify(key);
    const sum = sums.get(text) ?? { key, count: 0 };
    sums.set(text, sum);
    sum.count += weigh(item);
  }
  return [...sums.values()];
}
