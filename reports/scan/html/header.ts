import { remarksOn } from '../../../src/model/erratum.ts';
import { authorityOfUrl } from '../../../src/model/inventory-path.ts';
import { isBlind, isLost, type TargetReport } from '../../../src/model/scan.ts';
import { type Html, markup } from '../../html/document.ts';
import { momentText } from '../../text/title.ts';
import { counted } from '../../text/wrap.ts';
import { incompleteText } from '../result.ts';
import { changeSentence, unreachableText } from '../summary/change-counts.ts';
import { siteText, verdictHeadline } from '../summary/headline.ts';
import { horizonCards } from './horizon-cards.ts';
import type { Page } from './page.ts';

/** Beyond these, targets stand behind a disclosure; those that need somebody come first. */
const MOST_TARGETS = 8;

/** The first screen: the verdict in a sentence, who was read and when, the three points in time, and what changed. */
export function headerOf(page: Page): string {
  const { scan, compliance } = page;
  const { verdict, word, text } = verdictHeadline(scan, compliance);
  const incomplete = incompleteText(scan);
  const isWhole = incomplete === null && !scan.targets.some(isBlind);
  return markup`<header>
    <p class="eyebrow">ESXi compliance · ${siteText(scan)}</p>
    <h1>${isWhole ? null : markup`<strong class="verdict unknown">Incomplete</strong> · `}${verdict === null ? null : markup`<strong class="verdict ${verdict}">${word}</strong> `}${text}</h1>
    <p class="facts">${factsText(page)}</p>
    ${targetList(scan.targets)}${incomplete === null ? null : notice('INCOMPLETE:', incomplete)}${remarksOn(scan).map((remark) => notice('Note:', `${remark}.`))}${horizonCards(scan)}${changeLine(page)}<p class="buttons screen"><button type="button" id="theme" hidden>Dark mode</button> <button type="button" id="print" hidden>Print</button> <button type="button" id="print-hosts" hidden>Print with hosts</button></p>
  </header> `.text;
}

function factsText({ scan }: Page): string {
  const { summary, rules, startedAt, finishedAt, tool } = scan;
  const unreachable = summary.unreachable === 0 ? '' : `, ${summary.unreachable} unreachable`;
  const blind = unreachableText(scan);
  const parts = [
    `${counted(summary.hosts, 'host')}${unreachable}`,
    ...(blind === null ? [] : [blind]),
    counted(rules.length, 'rule'),
    `read ${momentText(startedAt)} to ${momentText(finishedAt)}`,
    `${tool.name} ${tool.version}`,
  ];
  return parts.join(' · ');
}

function targetList(targets: readonly TargetReport[]): Html {
  const sorted = targets.toSorted((one, other) => urgencyOf(one) - urgencyOf(other));
  const rest = sorted.slice(MOST_TARGETS);
  const first = markup`<ul class="targets">${sorted.slice(0, MOST_TARGETS).map(targetItem)}</ul>`;
  if (rest.length === 0) return first;
  const calm = rest.every(({ error }) => error === null) ? ', all read' : '';
  return markup`${first}<details class="targets"><summary>${rest.length} more${calm}</summary><ul>${rest.map(targetItem)}</ul></details> `;
}

function urgencyOf(target: TargetReport): number {
  return isBlind(target) ? 0 : isLost(target) ? 1 : 2;
}

/** The state is a word; its colour only says it again. */
function targetItem(target: TargetReport): Html {
  const { url, product, error } = target;
  const name = markup`<b>${authorityOfUrl(url)}</b>${product === null ? null : ` ${product}`}`;
  if (error === null) return markup`<li>${name} <span class="pass">read</span></li> `;
  if (isLost(target))
    return markup`<li class="unread">${name} <strong class="unknown">lost before all was read</strong></li> `;
  return markup`<li class="unread">${name} <strong class="fail">unreachable</strong>: nothing here speaks of its hosts (${error.code}: ${error.message})</li> `;
}

function notice(label: string, text: string): Html {
  return markup`<div class="notice" role="note"><p><b>${label}</b> ${text}</p></div> `;
}

function changeLine({ scan }: Page): Html {
  const said = changeSentence(scan);
  if (said === null || scan.since === null) return markup`<p class="change">No earlier scan to compare with.</p>`;
  return markup`<p class="change">Since ${momentText(scan.since.startedAt)}: <a href="#changes"><b>${said}</b></a></p>`;
}
