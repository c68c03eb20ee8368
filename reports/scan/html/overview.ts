import { remarksOn } from '../../../src/model/erratum.ts';
import { isBlind, type Scan, type TargetReport } from '../../../src/model/scan.ts';
import { type Html, markup } from '../../html/document.ts';
import { momentText } from '../../text/title.ts';
import { counted } from '../../text/wrap.ts';
import { hostsText, incompleteText, resultOf } from '../result.ts';
import { type Standing, type StandingCounts, STANDINGS, standingsOf } from '../summary/standings.ts';

/** The result in one sentence, who was asked and when; targets that could not be asked before all else. */
export function headOf(scan: Scan): string {
  const { verdict, text } = resultOf(scan);
  const word = verdict === null ? null : markup`<strong class="verdict ${verdict}">${verdict}</strong> `;
  const blind = scan.targets.filter(isBlind);
  const incomplete = incompleteText(scan);
  return markup`<header>
    <p class="eyebrow">ESXi compliance</p>
    <h1>${incomplete === null ? null : markup`<strong class="verdict unknown">incomplete</strong> `}${word}${text}</h1>
    <p class="facts">
      Hosts: ${hostsText(scan)} · read ${momentText(scan.startedAt)} to
      ${momentText(scan.finishedAt)} · ${scan.tool.name} ${scan.tool.version}
    </p>
    <ul class="targets">
      ${scan.targets.map(targetItem)}
    </ul>
    ${incomplete === null ? null : incompleteNotice(incomplete)}${remarksOn(scan).map(remarkNotice)}${blind.length === 0 ? null : blindNotice(blind)}<button type="button" id="theme" hidden>
      Dark mode
    </button>
  </header> `.text;
}

function targetItem({ url, product }: TargetReport): Html {
  return markup`<li>${product === null ? url : `${url} (${product})`}</li>`;
}

function incompleteNotice(losses: string): Html {
  return markup`<div class="notice" role="note"><p><b>INCOMPLETE:</b> ${losses}</p></div> `;
}

function remarkNotice(remark: string): Html {
  return markup`<div class="notice" role="note"><p><b>Note:</b> ${remark}.</p></div> `;
}

function blindNotice(blind: readonly TargetReport[]): Html {
  const items = blind.map(
    ({ url, error }) => markup`<li><b>${url}</b> ${error === null ? '' : `${error.code}: ${error.message}`}</li>`,
  );
  return markup`<div class="notice" role="note">
    <p>Could not be asked, so nothing here speaks of their hosts:</p>
    <ul>
      ${items}
    </ul>
  </div> `;
}

const WORDS: Readonly<Record<Standing, string>> = {
  'non-compliant': 'non-compliant',
  unknown: 'unknown',
  warning: 'with warnings',
  compliant: 'compliant',
};

/** The three points in time side by side. */
export function standingsOverview(scan: Scan): string {
  const { now, nextBoot, nextPatch } = standingsOf(scan);
  const release = scan.targetRelease === null ? '' : ` to ${scan.targetRelease.name}`;
  return markup`<section id="overview" aria-label="How many hosts are compliant">
    <div class="horizons">
      ${card('Current state', now)}${card('After reboot', nextBoot)}${nextPatch === null ? notAsked() : card(`After patching${release}`, nextPatch)}
    </div>
    <p class="small">
      A host counts as its worst finding; one that could not be read is unknown, never compliant. A check of the present
      alone is taken to stay as it is.
    </p>
  </section> `.text;
}

function card(title: string, counts: StandingCounts): Html {
  const judged = STANDINGS.reduce((sum, standing) => sum + counts[standing], 0);
  const others = STANDINGS.filter((standing) => standing !== 'compliant' && counts[standing] > 0);
  const items = others.map(
    (standing) => markup`<li><span class="dot ${standing}"></span>${counts[standing]} ${WORDS[standing]}</li>`,
  );
  return markup`<div class="card">
    <h2>${title}</h2>
    <p class="count"><b>${counts.compliant}</b> of ${counted(judged, 'host')} compliant</p>
    ${bar(counts, judged)}
    <ul>
      ${items}
    </ul>
  </div> `;
}

function notAsked(): Html {
  return markup`<div class="card">
    <h2>After patching</h2>
    <p class="count">not asked</p>
    <p class="small">A scan with --target-release tells.</p>
  </div> `;
}

/** One bar in parts; the numbers stand beside it, so that no colour has to be told from another. */
function bar(counts: StandingCounts, judged: number): Html {
  let x = 0;
  const parts = STANDINGS.toReversed().map((standing) => {
    const width = judged === 0 ? 0 : (counts[standing] * 100) / judged;
    const part = markup`<rect class="${standing}" x="${x.toFixed(3)}" y="0" width="${width.toFixed(3)}" height="6" />`;
    x += width;
    return part;
  });
  return markup`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}
