import { harmless } from '../../text/harmless.ts';
import { VERDICT_TONES } from '../../text/paint.ts';
import { plain } from '../../text/prose.ts';
import type { Span } from '../../text/wrap.ts';
import type { Row } from '../fold.ts';
import { foundCell, hostCell, type RowContext } from './columns.ts';

/** A row without a grid: `fail critical RULE state HOST: found`. */
export function rowSpans(row: Row, context: RowContext): Span[] {
  const { verdict, severity, rules } = context.group;
  return [
    { text: verdict, tone: VERDICT_TONES[verdict] },
    plain([severity, rules.map(harmless).join(','), row.state ?? '-'].join(' ')),
    ...hostCell(row, context).flat(),
    plain('->'),
    ...foundCell(row).flat(),
  ];
}
