/** Colours of a dark terminal, by SGR code. */
const COLOURS: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#7ee787',
  '33': '#e3b341',
  '34': '#79c0ff',
  '35': '#d2a8ff',
  '36': '#76e3ea',
  '37': '#ffffff',
  '90': '#8b949e',
  '91': '#ffa198',
  '92': '#aff5b4',
  '93': '#f2cc60',
};
const GROUND = '#0d1117';
const INK = '#e6edf3';
const CELL = { width: 7.8, height: 17 } as const;
const MARGIN = 14;

interface Style {
  readonly colour: string;
  readonly bold: boolean;
  readonly dim: boolean;
}
const PLAIN: Style = { colour: INK, bold: false, dim: false };

function styleAfter(style: Style, code: string): Style {
  const colour = COLOURS[code];
  if (colour !== undefined) return { ...style, colour };
  switch (code) {
    case '1':
      return { ...style, bold: true };
    case '2':
      return { ...style, dim: true };
    case '22':
      return { ...style, bold: false, dim: false };
    case '39':
      return { ...style, colour: INK };
    default:
      return PLAIN;
  }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The table is drawn of characters that fill one cell each. */
function cellsIn(text: string): number {
  return Array.from(text).length;
}

function span(text: string, { colour, bold, dim }: Style, column: number): string {
  const x = (MARGIN + column * CELL.width).toFixed(1);
  const length = (cellsIn(text) * CELL.width).toFixed(1);
  const weight = bold ? ' font-weight="bold"' : '';
  const opacity = dim ? ' opacity="0.65"' : '';
  return `<tspan x="${x}" textLength="${length}" fill="${colour}"${weight}${opacity}>${escapeXml(text)}</tspan>`;
}

function lineOf(line: string, row: number): string {
  let style = PLAIN;
  let column = 0;
  const spans: string[] = [];
  for (const part of line.split('\u001b[')) {
    const [, codes, text = ''] = /^(?:([\d;]*)m)?(.*)$/.exec(part) ?? [];
    if (codes !== undefined) style = codes.split(';').reduce(styleAfter, style);
    if (text.trim() !== '') spans.push(span(text, style, column));
    column += cellsIn(text);
  }
  const y = MARGIN + (row + 1) * CELL.height - 4;
  return `<text y="${y}" xml:space="preserve">${spans.join('')}</text>`;
}

/** Draws what a terminal would show, as SVG: the picture in the README is the program's own output. */
export function terminalPicture(output: string, columns: number): string {
  const lines = output.trimEnd().split('\n');
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<title>The table that the demo prints</title>',
    `<rect width="${width}" height="${height}" rx="8" fill="${GROUND}"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="13">',
    ...lines.map(lineOf),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
