/** Levels that no document of ours comes near; a deeper one would exhaust the stack of whatever walks it. */
const DEEPEST = 64;

/** Parses JSON. Throws SyntaxError for what is none, RangeError for what is nested deeper than 64 levels. */
export function parseBoundedJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new RangeError(`nested deeper than ${DEEPEST} levels`);
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return value;
}
