import type { Scan } from '../../../src/model/scan.ts';
import { type Html, markup } from '../../html/document.ts';
import { counted } from '../../text/wrap.ts';
import { intervalText } from '../summary/compliance.ts';
import { complianceByHorizon, type HorizonCompliance, type Part, PART_WORDS, PARTS } from '../summary/outlooks.ts';

/** The class that gives a part its colour: that of the verdict. */
const PART_CLASSES: Readonly<Record<Part, string>> = {
  nonCompliant: 'fail',
  unknown: 'unknown',
  waived: 'waived',
  warning: 'warn',
  compliant: 'pass',
};

/** The three points in time side by side. */
export function horizonCards(scan: Scan): Html {
  const { now, nextBoot, nextPatch } = complianceByHorizon(scan);
  const patch = scan.targetRelease === null ? '' : ` to ${scan.targetRelease.name}`;
  const missing = now.hosts.whole ? '' : ' Hosts that are missing from this scan are in none of these numbers.';
  return markup`<div id="overview" role="group" aria-label="Compliance now, after a reboot and after patching">
    <div class="horizons">${card('Current state', now)}${card('After reboot', nextBoot)}${nextPatch === null ? notAsked() : card(`After patching${patch}`, nextPatch)}</div>
    <p class="small">A host counts by its worst check. A range goes from what was proven to what is possible: what could not be read is never taken for compliant.${missing}</p>
  </div> `;
}

function card(title: string, compliance: HorizonCompliance): Html {
  return markup`<div class="card">
    <h2>${title}</h2>
    ${compliance.hosts.all === 0 ? markup`<p class="share">No host was judged.</p>` : cardNumbers(compliance)}
  </div> `;
}

function cardNumbers({ parts, hosts, checks }: HorizonCompliance): Html {
  const shown = PARTS.filter((part) => part !== 'waived' || parts[part] > 0);
  const items = shown.map(
    (part) =>
      markup`<li><span class="dot ${PART_CLASSES[part]}" aria-hidden="true"></span><b>${parts[part]}</b> ${PART_WORDS[part]}</li> `,
  );
  const share = hosts.whole
    ? markup` of ${counted(hosts.all, 'host')} compliant`
    : markup` how many of all hosts comply`;
  return markup`<p class="share"><b>${capital(intervalText(hosts))}</b>${share}</p>
    ${countBar(PARTS.map((part) => [PART_CLASSES[part], parts[part]] as const))}
    <ul>${items}</ul>
    ${checks.whole ? markup`<p class="share checks"><b>${intervalText(checks)}</b> of ${counted(checks.all, 'check')} passed</p>` : null}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function notAsked(): Html {
  return markup`<div class="card">
    <h2>After patching</h2>
    <p class="share">Not asked: no target release was named.</p>
  </div> `;
}

/** One bar in parts; the numbers stand beside it, so that no colour has to be told from another. Every part that is not zero is seen. */
export function countBar(counts: readonly (readonly [name: string, count: number])[]): Html {
  const there = counts.filter(([, count]) => count > 0);
  const all = there.reduce((sum, [, count]) => sum + count, 0);
  // A part of one in thousands is still two units wide; the largest parts give way.
  const widths = there.map(([, count]) => Math.max(2, (count * 100) / all));
  const scale = 100 / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const parts = there.map(([name], index) => {
    const width = (widths[index] ?? 0) * scale;
    const part = markup`<rect class="${name}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="6"/>`;
    x += width;
    return part;
  });
  return markup`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}
