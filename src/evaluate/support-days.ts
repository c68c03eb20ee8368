import type { HostFacts } from '../model/facts.ts';
import type { Host } from '../model/host.ts';
import type { PropertyFactName } from '../model/property-facts.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import { readHostFact, requireHostFact } from '../checks/values/host-facts.ts';
import { GENERAL_SUPPORT_ENDS } from '../checks/values/known-support.ts';
import { isConsistent } from '../checks/values/release-branch.ts';

/** The property fact that no host is asked for: it follows from the version, the catalog and a day. */
export const SUPPORT_DAYS_LEFT: PropertyFactName = 'host.supportDaysLeft';

const DAY_MS = 86_400_000;
const VERSION = requireHostFact('host.version');

/**
 * The facts with the days that are left of the general support of the host's line, counted from `moment` (ISO 8601), which is
 * when they were read: what is judged later or elsewhere is judged as of then.
 */
export function withSupportDays(facts: HostFacts, moment: string): HostFacts {
  return {
    ...facts,
    properties: new Map([...facts.properties, [SUPPORT_DAYS_LEFT, supportDaysLeft(facts.host, moment)]]),
  };
}

/**
 * Whole days from the day of `moment`, in UTC, to the last day of general support; 0 on that day, below 0 after it. Unread where
 * the version was not told, where the catalog has the build in another version, and where it does not have the line.
 */
export function supportDaysLeft(host: Host, moment: string): Reading<string> {
  if (host.trouble !== null) return unread(host.trouble);
  const version = readHostFact(VERSION, host);
  if (version.kind !== 'read') return version;
  if (!isConsistent({ version: version.value, build: Number(host.build ?? Number.NaN) })) return UNCLEAR;
  const last = Date.parse(lastDayOf(version.value) ?? '');
  const today = Math.floor(Date.parse(moment) / DAY_MS);
  return Number.isNaN(last) || Number.isNaN(today) ? NOT_LISTED : read(String(last / DAY_MS - today));
}

function lastDayOf(version: string): string | undefined {
  const line = version.split('.').slice(0, 2).join('.');
  return Object.hasOwn(GENERAL_SUPPORT_ENDS, line) ? GENERAL_SUPPORT_ENDS[line] : undefined;
}

const UNCLEAR = unread({ code: 'release-unclear', detail: 'the catalog has the build in another version' });
const NOT_LISTED = unread({
  code: 'source-silent',
  detail: 'the catalog does not tell how long the line is supported',
});
