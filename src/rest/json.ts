/** An answer is not what it should be. The message is for people, without anything that the server said. */
export class RestAnswerError extends Error {}

/** Answers that are asked for are a few levels deep; what is deeper would take the stack of whoever walks it. */
const DEEPEST = 32;

/**
 * A value from the JSON text of a server. Throws a RestAnswerError for what is no JSON, nested too deeply, or names a field of one
 * object twice: JSON itself would believe the last. A field named `__proto__` is left out: no answer has one, and whoever
 * copies it would be given another prototype.
 */
export function parseJson(text: string): unknown {
  if (depthOf(text) > DEEPEST) throw new RestAnswerError('the answer is nested too deeply');
  const value = parsed(text);
  if (namesFieldTwice(text)) throw new RestAnswerError('the answer names a field twice');
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value));
  } catch {
    throw new RestAnswerError('the answer is no JSON');
  }
}

/** Of a text that is JSON: whether an object in it has two fields of one name, however that is written. */
function namesFieldTwice(text: string): boolean {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BRACE) open.push(new Set());
    else if (code === BRACKET) open.push(null);
    else if (code === BRACE_END || code === BRACKET_END) open.pop();
    if (code !== QUOTE) continue;
    const end = endOfText(text, at);
    const fields = open.at(-1);
    if (fields !== null && fields !== undefined && isName(text, end)) {
      const name = nameIn(text.slice(at, end + 1));
      if (fields.has(name)) return true;
      fields.add(name);
    }
    at = end;
  }
  return false;
}

/** Without its quotation marks, and without the ways in which one letter can be written. */
function nameIn(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}

/** Whether the text that ends there is the name of a field: a colon follows. */
function isName(text: string, end: number): boolean {
  let at = end + 1;
  while (' \t\r\n'.includes(text.charAt(at)) && at < text.length) at += 1;
  return text.charAt(at) === ':';
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
