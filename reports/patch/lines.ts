import type { PatchListing, SettingAhead } from '../../src/model/patch-listing.ts';
import { hostLabels } from '../../src/model/place-labels.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { changeText, isChanging, sourceText } from './words.ts';

/** One line a default that changes, one a host that is not predicted or could not be read, and the counts of the rest. */
export const lines: Reporter<PatchListing> = {
  name: 'lines',
  description: 'One line a default that the patch changes, to grep.',
  extensions: ['.lines', '.log'],
  *render(listing) {
    for (const setting of listing.settings) if (isChanging(setting)) yield `${settingLine(setting)}\n`;
    const labelOf = hostLabels(listing.hosts.map(({ host }) => host));
    for (const { host, path, remark, problem } of listing.hosts) {
      const name = `${harmlessOr(labelOf(host), '?')} (${harmlessOr(host.build, '?')})`;
      if (problem !== null)
        yield `unread ${name} -> ${escapeControlCharacters(problem.code)}: ${escapeControlCharacters(problem.detail)}\n`;
      else if (remark !== null) yield `${path} ${name} -> ${escapeControlCharacters(remark)}\n`;
    }
    for (const { url, error } of listing.targets) {
      if (error !== null)
        yield `error ${escapeControlCharacters(url)} ${escapeControlCharacters(error.code)} -> ${escapeControlCharacters(error.message)}\n`;
    }
    yield `${summaryLine(listing)}\n`;
  },
};

function settingLine(setting: SettingAhead): string {
  const { mayFollow, explicit, to, labDependent, doubt } = setting;
  const known = `${to?.confidence ?? 'unknown'}${labDependent ? ' lab-dependent' : ''}${doubt === undefined ? '' : ` ${doubt}`}`;
  const source = sourceText(setting);
  const whose = source === '' ? '' : `: ${source}`;
  return `default ${escapeControlCharacters(setting.setting)}: ${changeText(setting)} may-follow=${mayFollow.length} explicit=${explicit.length} [${known}${whose}]`;
}

function summaryLine({ settings, hosts, targetRelease }: PatchListing): string {
  const count = (change: SettingAhead['change']): number =>
    new Set(settings.filter((setting) => setting.change === change).map(({ setting }) => setting)).size;
  const counts = (['default', 'gone', 'new', 'same', 'not-measured'] as const).map(
    (change) => `${change}=${count(change)}`,
  );
  return [
    'summary',
    `hosts=${hosts.length}`,
    ...counts,
    `release=${escapeControlCharacters(targetRelease.build)}`,
  ].join(' ');
}
