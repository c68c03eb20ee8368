import type { DefaultChange, HostAhead, PatchListing, SettingAhead } from '../../src/model/patch-listing.ts';
import { hostLabels } from '../../src/model/place-labels.ts';
import { harmless, harmlessOr } from '../text/harmless.ts';
import type { Page } from '../text/page.ts';
import { counted, list, plain, prose, someOf, strong } from '../text/prose.ts';
import type { Span } from '../text/wrap.ts';
import { explicitText, fromText, namingOf } from './words.ts';

const NAMED = 5;
const LISTED = 12;

/** What is not in the grid: settings that stay, come or go, who differs from a default that stays, and hosts without a prediction. */
export function restText(listing: PatchListing, page: Page): string {
  return [
    `\n${prose([plain(countsText(listing))], page)}`,
    list('Come or go', [...namesOf(listing, 'new', 'New'), ...namesOf(listing, 'gone', 'Gone')], page),
    list('Set on purpose, and the default does not change or is not known to', explicitItems(listing), page),
    list('Not predicted', hostItems(listing.hosts), page),
  ].join('');
}

function countsText({ settings, hosts }: PatchListing): string {
  const count = (change: DefaultChange): number => namesWith(settings, change).length;
  const read = hosts.filter(({ path, problem }) => path === 'open' && problem === null).length;
  return `On ${counted(read, 'host')}: ${counted(count('default'), 'default')} changed, ${count('same')} the same, ${count('not-measured')} not measured, ${count('new')} new, ${count('gone')} gone.`;
}

function namesOf({ settings }: PatchListing, change: DefaultChange, label: string): Span[][] {
  const names = namesWith(settings, change).map(harmless);
  return names.length === 0 ? [] : [[strong(`${label} (${names.length}):`), plain(someOf(names, LISTED))]];
}

/** A setting counts once, however many defaults hosts have of it. */
function namesWith(settings: readonly SettingAhead[], change: DefaultChange): readonly string[] {
  return [...new Set(settings.filter((setting) => setting.change === change).map(({ setting }) => setting))];
}

function explicitItems(listing: PatchListing): Span[][] {
  const nameOf = namingOf(listing);
  return listing.settings
    .filter(({ change, explicit }) => change !== 'default' && explicit.length > 0)
    .map((setting) => [
      strong(harmless(setting.setting)),
      plain(`${explicitText(setting, nameOf)} (default ${fromText(setting.from)})`),
    ]);
}

/** Hosts with the same reason together. */
function hostItems(hosts: readonly HostAhead[]): Span[][] {
  const byReason = new Map<string, string[]>();
  const labelOf = hostLabels(hosts.map(({ host }) => host));
  for (const { host, remark, problem } of hosts) {
    const reason = remark ?? (problem === null ? null : `settings could not be read: ${problem.code}`);
    if (reason !== null) byReason.set(reason, [...(byReason.get(reason) ?? []), harmlessOr(labelOf(host), '?')]);
  }
  return [...byReason].map(([reason, names]) => [
    strong(`${counted(names.length, 'host')}:`),
    plain(`${harmless(reason)} (${someOf(names, NAMED)})`),
  ]);
}
