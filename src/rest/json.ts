/** An answer is not what it should be. The message is for people, without anything that the server said. */
export class RestAnswerError extends Error {}

/** Answers that are asked for are a few levels deep; what is deeper would take the stack of whoever walks it. */
const DEEPEST = 32;

/**
 * A value from the JSON text of a server. Throws a RestAnswerError for what is no JSON or nested too deeply. A field named
 * `__proto__` is left out: no answer has one, and whoever copies it would be given another prototype.
 */
export function parseJson(text: string): unknown {
  if (depthOf(text) > DEEPEST) throw new RestAnswerError('the answer is nested too deeply');
  try {
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
  } catch {
    throw new RestAnswerError('the answer is no JSON');
  }
}

/** How deeply the brackets outside of texts are nested at most; ends early where it is too deep. Takes no stack. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length && deepest <= DEEPEST; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfText(text, at);
    else if (code === BRACE || code === BRACKET) deepest = Math.max(deepest, (depth += 1));
    else if (code === BRACE_END || code === BRACKET_END) depth -= 1;
  }
  return deepest;
}

const [QUOTE, BACKSLASH, BRACE, BRACKET, BRACE_END, BRACKET_END] = [34, 92, 123, 91, 125, 93];

/** The place of the quotation mark that ends a text; the end of all where none does. */
function endOfText(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

/** What `/rest` wraps its answers in (docs/internals/rest.md 1). */
export function unwrapped(answer: unknown): unknown {
  if (!isObject(answer) || !Object.hasOwn(answer, 'value')) throw new RestAnswerError('the answer has no value');
  return answer['value'];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
