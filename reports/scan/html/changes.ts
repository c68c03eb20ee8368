import type { HostChange, LoneHost, Since } from '../../../src/model/changes-since.ts';
import { type Html, markup, shown, tableOf } from '../../html/document.ts';
import { escapeControlCharacters, harmlessOr } from '../../text/cells.ts';
import { momentText } from '../../text/title.ts';
import { VERDICT_WORDS } from '../../text/verdict-words.ts';
import { counted, someOf } from '../../text/wrap.ts';
import { advisoryChanges, advisoryTexts } from '../advisory-changes.ts';
import { changesText, comparedText, judgedByText, loneRulesTexts } from '../change-words.ts';
import { buildUnreadText, namesById, stepWords } from '../flip-words.ts';
import type { PageSection } from './page.ts';

/** Rows beyond this are counted: who needs them all takes CSV or JSON. */
const MOST_ROWS = 200;
const NAMED = 8;

/** What changed since the scan that this one was compared with. Hosts with the same changes share a row. */
export const changesSection: PageSection = {
  id: 'changes',
  title: 'Changes since the last scan',
  content: ({ scan: { since, hosts } }) => {
    if (since === null) return null;
    const names = new Map(hosts.map(({ id, name }) => [id, name]));
    const byText = new Map<string, string[]>();
    for (const { host, changes } of since.changed) {
      const { rest, ...advisories } = advisoryChanges(changes);
      const text = [...rest.map(changeWords), ...advisoryTexts(advisories)].join('; ');
      const same = byText.get(text) ?? [];
      byText.set(text, same);
      same.push(harmlessOr(names.get(host) ?? null, '?'));
    }
    const rows = [...byText].slice(0, MOST_ROWS).map(([text, same]) => [whoText(same), shown(text)]);
    const more = byText.size - rows.length;
    return markup`<p>${momentText(since.startedAt)}: ${comparedText(since, 'as before')}</p>
    ${flipLists(since, namesById(names))}
    ${rows.length === 0 ? null : tableOf('What changed', ['Hosts', 'What changed'], rows)}
    ${more > 0 ? markup`<p>${counted(more, 'more row')}: CSV and JSON hold them all.</p>` : null}
    ${loneHosts('Only in the earlier scan', since.onlyBefore)}${loneHosts('Only in this scan', since.onlyNow)}${since.changedRules.map((id) => markup`<p>The rule ${id} has changed since then.</p>`)}${loneRulesTexts(since).map((text) => markup`<p>${text}</p>`)}`;
  },
};

/** What patches did to defaults, by build and models. */
function flipLists(since: Since, nameOf: (id: string) => string): readonly Html[] {
  const steps = stepWords(since, nameOf).map(({ heading, items }) => {
    const more = items.length - MOST_ROWS;
    const rows = items.slice(0, MOST_ROWS).map((item) => markup`<li>${shown(item)}</li>`);
    return markup`<h3>${shown(heading)}</h3><ul>${rows}</ul>${more > 0 ? markup`<p>${counted(more, 'more row')}: CSV and JSON hold them all.</p>` : null}`;
  });
  const unread = buildUnreadText(since);
  return unread === null ? steps : [...steps, markup`<p>${unread}</p>`];
}

/** Verdicts in the words of the page; the rest as everywhere. */
function changeWords(change: HostChange): string {
  if (change.kind !== 'verdict') return changesText([change]);
  const { rule, before, after, judgedBy } = change;
  return `${escapeControlCharacters(rule)}: ${VERDICT_WORDS[before.verdict]} → ${VERDICT_WORDS[after.verdict]}${judgedByText(judgedBy)}`;
}

function whoText(names: readonly string[]): Html {
  const named = shown(someOf(names, NAMED));
  return names.length === 1 ? named : markup`${counted(names.length, 'host')}: ${named}`;
}

/** Hosts of a target that could not be reached have not vanished. */
function loneHosts(heading: string, hosts: readonly LoneHost[]): Html | null {
  if (hosts.length === 0) return null;
  const items = [true, false].flatMap((asked) => {
    const names = hosts.filter((host) => host.asked === asked).map(({ name }) => harmlessOr(name, '?'));
    const why = asked ? '' : ', whose vCenter could not be reached in the other scan';
    return names.length === 0
      ? []
      : [markup`<li>${counted(names.length, 'host')}${why}: ${shown(someOf(names, NAMED))}</li>`];
  });
  return markup`<h3>${heading}</h3><ul>${items}</ul>`;
}
