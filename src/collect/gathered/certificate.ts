import type { PropertyValue } from '../../model/facts.ts';
import { ABSENT, read, type Reading, unread } from '../../model/reading.ts';
import { asMoref, textOf } from '../../vim/element.ts';
import { currentTime } from '../../vim/methods/session.ts';
import { morefKey, type Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { problemFromError } from '../problem-from.ts';
import { GARBLED } from '../properties/reader.ts';
import { type Around, distinct } from './around.ts';
import { faultAt, readEach } from './read-each.ts';
import { type GatheredReader, mapped } from './reader.ts';

const MANAGER = 'configManager.certificateManager';
const INFO = 'certificateInfo';
const DAY_MS = 86_400_000;

/**
 * Whole days until the certificate of a host expires, by the clock of the server; below 0 once it has. Hosts before 6.0
 * have no certificate manager. `config.certificate` is never asked for: it is one element a byte (protocol.md 1.1).
 */
export const certificateDaysLeft: GatheredReader = {
  kind: 'gathered',
  paths: [MANAGER],
  since: '6.0',
  begin: (around) => {
    const managers = new Map<string, Reading<Moref>>();
    return {
      note: ({ moid }, content) => {
        managers.set(moid, managerOf(content));
      },
      finish: async () => {
        const objects = distinct([...managers.values()].flatMap((each) => (each.kind === 'read' ? [each.value] : [])));
        if (objects.length === 0) return managers as ReadonlyMap<string, Reading<never>>;
        const now = await serverTime(around);
        const expiries = await readEach(around, { type: 'HostCertificateManager', paths: [INFO], objects }, expiryIn);
        const daysOf = (manager: Moref): Reading<PropertyValue> =>
          mapped(now, (time) => mapped(expiries.get(morefKey(manager)) ?? GARBLED, (expiry) => daysLeft(expiry, time)));
        return new Map([...managers].map(([moid, manager]) => [moid, mapped(manager, daysOf)]));
      },
    };
  },
};

function managerOf(content: ObjectContent): Reading<Moref> {
  const element = content.properties.get(MANAGER);
  if (element === undefined) return faultAt(content, MANAGER) ?? ABSENT;
  const manager = asMoref(element);
  return manager === null ? GARBLED : read(manager);
}

async function serverTime({ session, lifeline, signal }: Around): Promise<Reading<number>> {
  if (lifeline.lost !== null) return unread(lifeline.lost);
  try {
    return timeIn(await session.call(currentTime(), signal === undefined ? {} : { signal }));
  } catch (error) {
    return unread(problemFromError(error));
  }
}

function expiryIn(content: ObjectContent): Reading<number> {
  const info = content.properties.get(INFO);
  return faultAt(content, INFO) ?? timeIn(info === undefined ? '' : (textOf(info, 'notAfter') ?? ''));
}

function timeIn(text: string): Reading<number> {
  const time = Date.parse(text);
  return Number.isNaN(time) ? GARBLED : read(time);
}

function daysLeft(expiry: number, now: number): Reading<PropertyValue> {
  return read(String(Math.floor((expiry - now) / DAY_MS)));
}
