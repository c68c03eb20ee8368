import type { Scan } from '../../../src/model/scan.ts';
import { type Html, markup, shown } from '../../html/document.ts';
import type { Judged } from '../order.ts';
import { hintsOf } from '../table/hints.ts';

/** What to do next, the most urgent first. */
export function deedsList(scan: Scan, judged: readonly Judged[]): Html {
  const items = hintsOf(scan, judged).map((spans) => {
    const parts = spans.map(({ text, tone }) =>
      tone === 'strong' ? markup`<b>${shown(text)}</b> ` : markup`${shown(text)} `,
    );
    return markup`<li>${parts}</li> `;
  });
  return items.length === 0
    ? markup`<p>Nothing.</p>`
    : markup`<ol class="deeds">
        ${items}
      </ol>`;
}
