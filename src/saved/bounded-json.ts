/** Levels that no document of ours comes near; a deeper one would exhaust the stack of whatever walks it. */
const DEEPEST = 64;

/** Parses JSON. Throws SyntaxError for what is none, RangeError for what is nested deeper than 64 levels. */
export function parseBoundedJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (isDeeper(value, DEEPEST)) throw new RangeError(`nested deeper than ${DEEPEST} levels`);
  return value;
}

/** Goes no deeper than it may find, so that its own stack has an end. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((each) => isDeeper(each, levels - 1));
  for (const name in value) if (isDeeper((value as Record<string, unknown>)[name], levels - 1)) return true;
  return false;
}
