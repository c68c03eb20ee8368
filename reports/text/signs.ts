/** Signs of ours, and those that frame tables, as ASCII has them. Those of one column stay of one column, so that nothing moves. */
const ASCII_SIGNS: Readonly<Record<string, string>> = {
  '·': '-',
  '•': '*',
  '…': '...',
  '→': '->',
  '←': '<-',
  '–': '-',
  '—': '-',
  '×': 'x',
  '≤': '<=',
  '≥': '>=',
  '✓': '+',
  '✗': 'x',
  // How a share went, from the lowest step to the highest.
  '▁': '_',
  '▂': '.',
  '▃': ',',
  '▄': '-',
  '▅': '=',
  '▆': '+',
  '▇': '*',
  '█': '#',
  '░': '.',
  '▒': ':',
  '▓': '%',
};

const SIGN = /[·•…→←–—×≤≥✓✗▁-█░▒▓─-╿]/gu;

/** Text in signs that any terminal shows. Letters of names stay as they are: what they would be in ASCII nobody knows. */
export function asciiSigns(text: string): string {
  return text.replace(SIGN, (sign) => ASCII_SIGNS[sign] ?? frameSign(sign));
}

function frameSign(sign: string): string {
  if ('─━═┄┅┈┉╌╍'.includes(sign)) return '-';
  return '│┃║┆┇┊┋╎╏'.includes(sign) ? '|' : '+';
}

/** What cli-table3 draws frames of, by its own names. */
export const ASCII_FRAME = {
  top: '-',
  'top-mid': '+',
  'top-left': '+',
  'top-right': '+',
  bottom: '-',
  'bottom-mid': '+',
  'bottom-left': '+',
  'bottom-right': '+',
  left: '|',
  'left-mid': '+',
  mid: '-',
  'mid-mid': '+',
  right: '|',
  'right-mid': '+',
  middle: '|',
} as const;
