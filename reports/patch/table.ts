import type { DefaultChange, HostAhead, PatchListing, SettingAhead } from '../../src/model/patch-listing.ts';
import { hostLabels } from '../../src/model/place-labels.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { defaultText } from '../catalog/words.ts';
import { cell, type Grid, escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { drawGrid } from '../text/grid.ts';
import { bearsGrid, type Page, pageFor } from '../text/page.ts';
import { incompleteLines, targetErrors, titleText } from '../text/title.ts';
import { counted, list, plain, prose, someOf, type Span, strong } from '../text/wrap.ts';
import {
  changeText,
  doubtWords,
  explicitText,
  fromText,
  isChanging,
  type Naming,
  namingOf,
  sourceText,
  whoText,
} from './words.ts';

/** For people: the defaults that the patch changes and whom it may change, then the rest in numbers. */
export const table: Reporter<PatchListing> = {
  name: 'table',
  description: 'For people: the defaults that the patch changes, and which hosts may follow them.',
  extensions: ['.txt'],
  *render(listing, options) {
    const page = pageFor(options);
    const { name, build, measured } = listing.targetRelease;
    yield incompleteLines(listing.targets, page);
    yield titleText(listing, page);
    yield targetErrors(listing.targets, page);
    yield '\n';
    yield prose(
      [
        strong(`To ${escapeControlCharacters(name)} (build ${escapeControlCharacters(build)})`),
        plain(measured ? MEASURED : hasSiteDefaults(listing) ? OF_THE_SITE : UNMEASURED),
      ],
      page,
    );
    yield* changesText(listing, page);
    yield restText(listing, page);
  },
};

const MEASURED = '- its defaults were measured on a lab host.';
const UNMEASURED =
  '- it was not measured: what no other source tells is not known, and nothing is guessed from its neighbours.';

const OF_THE_SITE =
  '- it was not measured on a lab host: what hosts of yours showed is told with whose it was, and what nobody showed is not known.';

function hasSiteDefaults({ settings }: PatchListing): boolean {
  return settings.some(({ to }) => to?.confidence === 'site');
}

/** A row a default that becomes another one; nothing where none does. */
function* changesText(listing: PatchListing, page: Page): Iterable<string> {
  const changing = listing.settings.filter(isChanging);
  const nameOf = namingOf(listing);
  if (changing.length === 0) yield prose([plain('No default is known to change.')], page);
  else if (bearsGrid(page, changing.length)) yield `${drawGrid(gridOf(changing, nameOf), page)}\n`;
  else {
    for (const setting of changing) {
      const text = `${escapeControlCharacters(setting.setting)}: default ${changeText(setting)}; ${whoText(setting, nameOf)}`;
      yield prose([plain(text)], page);
    }
  }
}

function gridOf(changing: readonly SettingAhead[], nameOf: Naming): Grid {
  const rows = changing.map((setting) => [
    cell(escapeControlCharacters(setting.setting)),
    cell(fromText(setting.from)),
    cell(defaultText(setting.to)),
    cell(setting.to?.confidence ?? ''),
    [...cell(whoText(setting, nameOf)), ...remarksOn(setting).flatMap((remark) => cell(remark, 'faint'))],
  ]);
  const head = [
    { title: 'Setting', comfort: 16 },
    { title: 'Default', comfort: 8 },
    { title: 'New', comfort: 8 },
    { title: 'Known', comfort: 8 },
    { title: 'Hosts', comfort: 30 },
  ];
  return { head, sections: [{ heading: null, rows }] };
}

/** Whose measurement it is, and why it is not relied on. */
function remarksOn(setting: SettingAhead): readonly string[] {
  const lab = setting.labDependent && setting.doubt === undefined ? 'depends on the hardware of the lab' : '';
  const doubt = setting.doubt === undefined ? '' : doubtWords(setting.doubt);
  return [sourceText(setting), doubt, lab].filter((remark) => remark !== '');
}

const NAMED = 5;
const LISTED = 12;

/** What is not in the grid: settings that stay, come or go, who differs from a default that stays, and hosts without a prediction. */
function restText(listing: PatchListing, page: Page): string {
  return [
    `\n${prose([plain(countsText(listing))], page)}`,
    list('Told by hosts of the site', siteItems(listing), page),
    list('Not relied on, and counted as not measured', doubtItems(listing), page),
    list('Settings that come or go', [...namesOf(listing, 'new', 'New'), ...namesOf(listing, 'gone', 'Gone')], page),
    list('Set explicitly, where the default stays or is not known to change', explicitItems(listing), page),
    list('Not predicted', hostItems(listing.hosts), page),
  ].join('');
}

function countsText({ settings, hosts }: PatchListing): string {
  const count = (change: DefaultChange): number => namesWith(settings, change).length;
  const read = hosts.filter(({ path, problem }) => path === 'open' && problem === null).length;
  return `On ${counted(read, 'host')}: ${counted(count('default'), 'default')} changed, ${count('same')} the same, ${count('not-measured')} not measured, ${count('new')} new, ${count('gone')} gone.`;
}

function namesOf({ settings }: PatchListing, change: DefaultChange, label: string): Span[][] {
  const names = namesWith(settings, change).map(escapeControlCharacters);
  return names.length === 0 ? [] : [[strong(`${label} (${names.length}):`), plain(someOf(names, LISTED))]];
}

/** A setting counts once, however many defaults hosts have of it. */
function namesWith(settings: readonly SettingAhead[], change: DefaultChange): readonly string[] {
  return [...new Set(settings.filter((setting) => setting.change === change).map(({ setting }) => setting))];
}

/** How much is relied on of whose measurement. */
function siteItems({ settings }: PatchListing): Span[][] {
  const bySource = new Map<string, Set<string>>();
  for (const setting of settings) {
    const source = sourceText(setting);
    if (source === '' || setting.doubt !== undefined) continue;
    bySource.set(source, (bySource.get(source) ?? new Set()).add(setting.setting));
  }
  return [...bySource].map(([source, names]) => [strong(`${counted(names.size, 'setting')}:`), plain(source)]);
}

/** Settings that somebody knows something of, and nobody enough, with the same reason together. */
function doubtItems({ settings }: PatchListing): Span[][] {
  const byDoubt = new Map<string, Set<string>>();
  for (const setting of settings) {
    if (setting.change !== 'not-measured' || setting.doubt === undefined) continue;
    const source = sourceText(setting);
    const reason = source === '' ? doubtWords(setting.doubt) : source;
    byDoubt.set(reason, (byDoubt.get(reason) ?? new Set()).add(escapeControlCharacters(setting.setting)));
  }
  return [...byDoubt].map(([reason, names]) => [
    strong(`${counted(names.size, 'setting')}, ${reason}:`),
    plain(someOf([...names], NAMED)),
  ]);
}

function explicitItems(listing: PatchListing): Span[][] {
  const nameOf = namingOf(listing);
  return listing.settings
    .filter(({ change, explicit }) => change !== 'default' && explicit.length > 0)
    .map((setting) => [
      strong(escapeControlCharacters(setting.setting)),
      plain(`${explicitText(setting, nameOf)} (default ${fromText(setting.from)})`),
    ]);
}

/** Hosts with the same reason together. */
function hostItems(hosts: readonly HostAhead[]): Span[][] {
  const byReason = new Map<string, string[]>();
  const labelOf = hostLabels(hosts.map(({ host }) => host));
  for (const { host, remark, problem } of hosts) {
    const reason =
      remark ?? (problem === null ? null : `settings could not be read: ${problem.code.replaceAll('-', ' ')}`);
    if (reason !== null) byReason.set(reason, [...(byReason.get(reason) ?? []), harmlessOr(labelOf(host), '?')]);
  }
  return [...byReason].map(([reason, names]) => [
    strong(`${counted(names.length, 'host')}:`),
    plain(`${escapeControlCharacters(reason)} (${someOf(names, NAMED)})`),
  ]);
}
