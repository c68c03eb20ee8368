import { VERDICTS } from '../../../src/model/finding.ts';
import { type Html, markup, shown } from '../../html/document.ts';
import { VERDICT_WORDS } from '../../text/verdict-words.ts';
import { counted } from '../../text/wrap.ts';
import type { Cause } from '../summary/causes.ts';
import type { PlaceCount, RuleRow } from '../summary/rule-rows.ts';
import { hostLink } from './actions.ts';
import { addressOf } from './address.ts';
import { countBar } from './horizon-cards.ts';
import { ordinaryRules, type Page, type PageSection, type RuleSummary } from './page.ts';
import { referenceOf } from './references.ts';

/** Reasons and names that a rule opens to; the table of hosts has the others. */
const MOST_CAUSES = 12;
const NAMED = 6;
const MOST_PLACES = 6;
/** Rows that go on paper: two pages of them. */
const RULES_ON_PAPER = 32;

/** Every rule with its numbers, the worst first; each opens to its reasons and hosts. */
export const rulesSection: PageSection = {
  id: 'rules',
  title: 'Rules',
  content: (page) => {
    const rules = ordinaryRules(page);
    if (rules.length === 0) return null;
    const more = rules.length - RULES_ON_PAPER;
    return markup`<div class="scroll"><table class="rules">
      <caption>Hosts by rule, the worst first; a rule opens to its reasons</caption>
      <thead><tr><th scope="col">Rule</th><th scope="col">Hosts</th></tr></thead>
      <tbody>${rules.map((summary) => ruleRow(page, summary))}</tbody>
    </table></div>${more > 0 ? markup`<p class="paper">${counted(more, 'more rule')} in the file${openAmong(rules)}.</p>` : null}`;
  },
};

/** What paper leaves out must not look like nothing. */
function openAmong(rules: readonly RuleSummary[]): string {
  const open = rules.slice(RULES_ON_PAPER).filter(({ rows }) => rows.length > 0).length;
  return open === 0 ? ', none with a failure, a warning or anything unknown' : `, ${open} of them not all compliant`;
}

function ruleRow(page: Page, summary: RuleSummary): Html {
  const { rule, index, severity, counts, rows } = summary;
  const profile = rule.profile === null ? null : ` (profile ${rule.profile})`;
  const causes = rows.map((row) => verdictCauses(page, index, row));
  const title = markup`<span class="severity ${severity}">${severity}</span> ${rule.title}`;
  const head =
    causes.length === 0 ? markup`<p>${title}</p>` : markup`<details><summary>${title}</summary>${causes}</details>`;
  const links = rule.references.map((reference) => markup` · ${referenceOf(reference)}`);
  return markup`<tr id="r${index}"><th scope="row">${head}<p class="small">${rule.id}${profile}${controlsText(rule.controls)}<span class="references">${links}</span></p></th><td>${countCell(counts)}</td></tr>
`;
}

function controlsText(controls: readonly string[] | undefined): string {
  return controls === undefined || controls.length === 0 ? '' : ` (${controls.join(', ')})`;
}

/** The numbers as text, and as a bar that says it again. */
function countCell(counts: RuleSummary['counts']): Html {
  const judged = VERDICTS.filter((verdict) => verdict !== 'not-applicable' && counts[verdict] > 0);
  if (judged.length === 0) return markup`<p class="counts"><span>Applies to none</span></p>`;
  const texts = judged.map(
    (verdict) =>
      markup`<span class="${verdict}"><b>${counts[verdict]}</b> ${VERDICT_WORDS[verdict].toLowerCase()}</span> `,
  );
  return markup`${countBar(judged.map((verdict) => [verdict, counts[verdict]] as const))}<p class="counts">${texts}</p>`;
}

/** Why hosts have a verdict by a rule, the most frequent reason first, with the first hosts. */
export function verdictCauses(page: Page, rule: number, { verdict, causes, places, hosts }: RuleRow): Html {
  const verdictPlace = VERDICTS.indexOf(verdict);
  const items = causes.slice(0, MOST_CAUSES).map((cause) => causeItem(page, { rule, verdict: verdictPlace }, cause));
  const more = causes.length - MOST_CAUSES;
  const address = addressOf({ rule, verdict: verdictPlace });
  return markup`<h3 class="${verdict}">${VERDICT_WORDS[verdict]}: ${counted(hosts.length, 'host')}</h3>
    <p class="small">${placesText(places)} · <a href="${address}">in the table of hosts</a></p>
    <ul class="causes">${items}${more > 0 ? markup`<li>${counted(more, 'more reason')}</li>` : null}</ul>`;
}

function causeItem(page: Page, at: { rule: number; verdict: number }, { text, hosts }: Cause): Html {
  const names = hosts.slice(0, NAMED).map((host) => hostLink(page, host));
  const address = addressOf({ ...at, cause: page.texts.ofHarmless(text) });
  const more = hosts.length > NAMED ? markup`<a href="${address}">and ${hosts.length - NAMED} more</a>` : null;
  return markup`<li>${shown(`${text.charAt(0).toUpperCase()}${text.slice(1)}`)} <span class="names">${counted(hosts.length, 'host')}: ${names}${more}</span></li> `;
}

function placesText(places: readonly PlaceCount[]): Html {
  const named = places
    .slice(0, MOST_PLACES)
    .map(({ place, hosts }) => `${place === '' ? 'no cluster' : place} ${hosts}`);
  const more = places.length - MOST_PLACES;
  return shown([...named, ...(more > 0 ? [counted(more, 'more cluster')] : [])].join(', '));
}
