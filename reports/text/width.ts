const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** East Asian wide and full-width blocks, which take two columns. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u;
const ACCENT = /^[\u0300-\u036f]$/;
const PLAIN_ASCII = /^[ -~]*$/;

/** What a reader sees as characters, so that none is ever cut in half. */
function graphemes(text: string): string[] {
  return PLAIN_ASCII.test(text) ? text.split('') : Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

/** Columns that harmless text takes on a terminal. */
export function displayWidth(text: string): number {
  if (PLAIN_ASCII.test(text)) return text.length;
  let width = 0;
  for (const grapheme of graphemes(text)) width += graphemeWidth(grapheme);
  return width;
}

/** As cli-table3 counts, which pads by it: marks other than accents take a column. */
function graphemeWidth(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2;
  let width = 0;
  for (const character of grapheme) width += WIDE.test(character) ? 2 : ACCENT.test(character) ? 0 : 1;
  return width;
}

/** The text in pieces of at most that many columns each. */
export function chop(text: string, columns: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let width = 0;
  for (const grapheme of graphemes(text)) {
    const added = graphemeWidth(grapheme);
    if (width + added > columns && piece !== '') {
      pieces.push(piece);
      piece = '';
      width = 0;
    }
    piece += grapheme;
    width += added;
  }
  return [...pieces, piece];
}
