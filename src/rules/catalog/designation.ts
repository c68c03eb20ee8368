/**
 * What a release name says, however it is written: `6.0-P04`, `ESXi 6.0 Patch 4` and `6.0 P4` are the line 6.0 and the
 * mark `p4`. `P05` and `Express Patch 5` are different marks, `p5` and `e5`, and different releases.
 */
export interface Designation {
  /** `6.0`. */
  readonly line: string;
  /** Every mark that the name gives: `u3a`, `p5`, and `u3 p5` for "Update 3a (Patch 5)"; `ga`; `a` for "6.5a". */
  readonly marks: ReadonlySet<string>;
  /** `security`, `recalled`, `vmsa 2017 0006`: words that make it another release than the one of the same mark. */
  readonly qualifier: string | null;
}

const LINE = /^(?<line>\d{1,2}\.\d{1,2})(?<rest>.*)$/;
/** Longest first: the `p` of `ep` is no patch. */
const MARK = /^(?:(express patch|ep)|(update|u)|(patch|p)) ?0*(\d{1,3})([a-z])?(?![a-z0-9])/;

/** One form for all ways of writing: lower case, one space between words, without "VMware" and "ESXi". */
export function plainName(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/[^a-z0-9.()]+/g, ' ')
    .replaceAll('(', ' ( ')
    .replaceAll(')', ' ) ');
  return words
    .replace(/\b(vmware|esxi?)\b/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

/** Null for a text that does not begin with the number of a line. */
export function designationOf(text: string): Designation | null {
  const { line, rest } = LINE.exec(plainName(text))?.groups ?? {};
  if (line === undefined || rest === undefined) return null;
  const [main = '', ...asides] = rest.replace(/^(\.0){1,2}(?![.\d])/, '').split(/[()]/);
  const first = marksIn(main);
  const others = asides.map((aside) => marksIn(aside.replace(/^ *\d+\.\d+ /, ' ')));
  const marks = new Set<string>();
  const update = /^u\d+/.exec(first.marks[0] ?? '')?.[0];
  if (first.marks.length > 0) marks.add(first.marks.join(' '));
  for (const mark of others.flatMap((other) => other.marks)) {
    marks.add(mark);
    if (update !== undefined) marks.add(`${update} ${mark}`);
  }
  const words = [first, ...others].map(({ left }) => left).filter((left) => left !== '');
  return { line, marks, qualifier: words.length === 0 ? null : qualifierOf(words.join(' ')) };
}

/** Security-only builds stand beside most patches and are called in two ways. */
function qualifierOf(words: string): string {
  return words.startsWith('security') ? 'security' : words;
}

/** The marks at the beginning of a text, and what is left of it. */
function marksIn(text: string): { readonly marks: readonly string[]; readonly left: string } {
  const marks: string[] = [];
  let left = text.trim();
  for (let mark = nextMark(left, marks.length === 0); mark !== null; mark = nextMark(left, marks.length === 0)) {
    marks.push(mark.mark);
    left = left.slice(mark.length).trim();
  }
  return { marks, left };
}

function nextMark(text: string, isFirst: boolean): { readonly mark: string; readonly length: number } | null {
  const lone = isFirst ? /^(ga|[a-z])(?![a-z0-9])/.exec(text) : null;
  if (lone !== null) return { mark: lone[0], length: lone[0].length };
  const [written = '', express, update, , number = '', letter = ''] = MARK.exec(text) ?? [];
  if (written === '') return null;
  const kind = express === undefined ? (update === undefined ? 'p' : 'u') : 'e';
  // "Update 0c" of the general release is the release "c".
  const mark = kind === 'u' && number === '0' ? letter : `${kind}${number}${letter}`;
  return { mark, length: written.length };
}
