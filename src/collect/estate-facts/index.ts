import type { FactDemand, PropertyValue } from '../../model/facts.ts';
import type { Host } from '../../model/host.ts';
import type { Problem } from '../../model/problem.ts';
import { isPropertyFact } from '../../model/property-facts.ts';
import { type Reading, unread } from '../../model/reading.ts';
import { isAtLeast } from '../../vim/version.ts';
import { PROPERTY_READERS } from '../properties.ts';
import { TOO_OLD } from '../properties/reader.ts';
import type { ClusterContext, EstateFactValues, GatheredReader, EstateFact } from './reader.ts';

/** The gathered facts of one host, by name. */
export type GatheredOf = (host: Host) => ReadonlyMap<string, Reading<PropertyValue>>;

/** All gathered facts that are demanded of one target; none, and no call, where none is. */
export interface Gatherings {
  readonly paths: readonly string[];
  readonly note: EstateFact['note'];
  /** One reader after the other: each keeps to the calls in flight that a vCenter bears. */
  readonly finish: () => Promise<GatheredOf>;
}

export function gatheringsFor({ properties }: FactDemand, around: ClusterContext): Gatherings {
  const demanded = [...properties].flatMap((name) => {
    const reader = isPropertyFact(name) ? PROPERTY_READERS[name] : null;
    return reader?.kind === 'gathered' ? [{ name, reader }] : [];
  });
  const known = demanded.filter(({ reader }) => isKnown(reader, around.session.apiVersion));
  const begun = known.map(({ name, reader }) => ({ name, gathering: reader.begin(around) }));
  return {
    paths: known.flatMap(({ reader }) => reader.paths),
    note: (host, content) => {
      for (const { gathering } of begun) gathering.note(host, content);
    },
    finish: async () => {
      const found = new Map<string, EstateFactValues>();
      for (const { name, gathering } of begun) found.set(name, await gathering.finish());
      return (host) => new Map(demanded.map(({ name }) => [name, readingOf(host, found.get(name))]));
    },
  };
}

function isKnown({ since }: GatheredReader, apiVersion: string): boolean {
  return since === null || isAtLeast(apiVersion, since);
}

function readingOf(host: Host, found: EstateFactValues | undefined): Reading<PropertyValue> {
  if (found === undefined) return TOO_OLD;
  if (host.trouble !== null) return unread(host.trouble);
  return found.get(host.moid) ?? unread(NOT_TOLD);
}

const NOT_TOLD: Problem = { code: 'not-reported', detail: 'the server told nothing of it' };
