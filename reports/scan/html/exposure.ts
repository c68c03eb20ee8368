import { type Html, markup } from '../../html/document.ts';
import { counted } from '../../text/wrap.ts';
import {
  advisoryName,
  aheadSentences,
  exploitedText,
  exposureHead,
  exposureNotes,
  exposureSentence,
  fixesText,
} from '../exposure-words.ts';
import { type ExposureRow, exposureSummary, isOpen } from '../summary/exposure.ts';
import { addressOf } from './address.ts';
import { countBar } from './horizon-cards.ts';
import type { Page, PageSection } from './page.ts';
import { referenceOf } from './references.ts';
import { verdictCauses } from './rules.ts';

/** Rows that go on paper: less than a page of them. */
const ON_PAPER = 12;

/** Every advisory of the scan with its hosts, exploited ones first; each opens to its reasons and hosts. */
export const exposureSection: PageSection = {
  id: 'exposure',
  title: 'Exposure',
  content: (page) => {
    const summary = exposureSummary(page.scan);
    if (summary === null) return null;
    const { rows } = summary;
    const more = rows.length - ON_PAPER;
    const said = [`${exposureSentence(summary, page.scan)}.`, ...aheadSentences(summary, page.scan)];
    return markup`<p class="small">${exposureHead(summary).join(' ')}</p>
    ${said.map((text, index) => markup`<p>${index === 0 ? markup`<b>${capital(text)}</b>` : text}</p>`)}
    <p class="screen" id="advisories-live" hidden><label>Find an advisory <input type="search" id="advisory-search" autocomplete="off" spellcheck="false"/></label> <span id="advisories-shown" aria-live="polite"></span></p>
    <div class="scroll"><table class="rules advisories" id="advisories">
      <caption>Hosts by advisory, those that are exploited first; an advisory opens to its reasons</caption>
      <thead><tr><th scope="col">Advisory</th><th scope="col">Hosts</th></tr></thead>
      <tbody>${rows.map((row) => advisoryRow(page, row))}</tbody>
    </table></div>${more > 0 ? paperNote(more, rows.slice(ON_PAPER)) : null}`;
  },
};

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** What paper leaves out must not look like nothing. */
function paperNote(more: number, rest: readonly ExposureRow[]): Html {
  const open = rest.filter(isOpen).length;
  return markup`<p class="paper">${more === 1 ? '1 more advisory' : `${more} more advisories`} in the file, ${open === 0 ? 'none' : open} of them open or unknown.</p>`;
}

function advisoryRow(page: Page, row: ExposureRow): Html {
  const { rule, index, advisory, severity } = row;
  const { id, cves, cvss, published, workaround } = advisory;
  const cve = advisoryName(advisory).slice(id.length);
  const causes = page.rules.find((each) => each.index === index)?.rows ?? [];
  const title = markup`<span class="severity ${severity}">${severity}</span> <b>${id}</b>${cve}`;
  const score = cvss === null ? '' : `, CVSS ${cvss}`;
  const opened = [
    ...(workaround === null ? [] : [markup`<p class="small">Workaround: ${workaround}</p>`]),
    ...causes.map((each) => verdictCauses(page, index, each)),
  ];
  const head =
    opened.length === 0
      ? markup`<p class="about">${title}</p>`
      : markup`<details><summary class="about">${title}</summary>${opened}</details>`;
  const notes = exposureNotes(row);
  const links = cves.map((cve) => markup` · ${referenceOf(cve)}`);
  return markup`<tr id="r${index}"><th scope="row">${head}
    <p class="small about">${capital(exploitedText(advisory))}. Fixed in: ${fixesText(row)}.${notes.length === 0 ? null : markup` <b>${capital(notes.join('; '))}.</b>`}</p>
    <p class="small about">Published ${published}${score} · ${rule.id}<span class="references">${links}</span></p></th><td>${countsCell(row)}</td></tr>
`;
}

/** The numbers as text, and as a bar that says it again. */
function countsCell({ index, now, mitigated }: ExposureRow): Html {
  const parts = [
    ['fail', now.affected.length - mitigated.length, 'open'],
    ['unknown', now.unknown.length, 'unknown'],
    ['warn', mitigated.length, 'mitigated'],
    ['waived', now.notRebooted.length, 'fixed, not rebooted since'],
    ['pass', now.clear.length, 'not affected'],
  ] as const;
  const there = parts.filter(([, count]) => count > 0);
  const judged = there.reduce((sum, [, count]) => sum + count, 0);
  if (judged === 0) return markup`<p class="counts"><span>Applies to none</span></p>`;
  const texts = there.map(([name, count, word]) => markup`<span class="${name}"><b>${count}</b> ${word}</span> `);
  const all = markup`<a href="${addressOf({ rule: index })}">${counted(judged, 'host')}</a>`;
  return markup`${countBar(there.map(([name, count]) => [name, count] as const))}<p class="counts">${texts}</p><p class="small">${all}</p>`;
}
