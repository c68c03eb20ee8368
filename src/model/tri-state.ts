/** Three-valued: undefined when the answer hangs on something the host would not tell. */
export type TriState = boolean | undefined;

export function some(truths: readonly TriState[]): TriState {
  if (truths.includes(true)) return true;
  return truths.includes(undefined) ? undefined : false;
}

export function every(truths: readonly TriState[]): TriState {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}

export function not(truth: TriState): TriState {
  return truth === undefined ? undefined : !truth;
}
