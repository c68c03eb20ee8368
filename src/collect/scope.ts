import { globMatcher } from '../model/glob.ts';
import type { InventoryHost } from './inventory.ts';

/**
 * Which hosts to look at, by names in any case, where `*` and `?` stand for any text and any character.
 * Values of one list are alternatives; the lists must all agree; an empty list asks nothing.
 */
export interface Scope {
  readonly datacenters: readonly string[];
  /** Clusters, or the compute resources of standalone hosts. */
  readonly computeResources: readonly string[];
  readonly hosts: readonly string[];
}

export const EVERYTHING: Scope = { datacenters: [], computeResources: [], hosts: [] };

/** One value of a scope, as the user gave it. */
export interface ScopeTerm {
  readonly flag: '--datacenter' | '--compute-resource' | '--host';
  readonly value: string;
}

interface Matcher {
  readonly term: ScopeTerm;
  readonly matches: (host: InventoryHost) => boolean;
}

const NAME_OF: Readonly<Record<ScopeTerm['flag'], (host: InventoryHost) => string | null>> = {
  '--datacenter': ({ place }) => place.datacenter,
  '--compute-resource': ({ place }) => place.computeResource,
  '--host': ({ name }) => name,
};

/** The name of a host, or of what holds it, that a flag speaks of; null where the account does not see it. */
export function nameFor(flag: ScopeTerm['flag'], host: InventoryHost): string | null {
  return NAME_OF[flag](host);
}

function matchersFor(flag: ScopeTerm['flag'], globs: readonly string[]): readonly Matcher[] {
  return globs.map((value) => {
    const matches = globMatcher(value);
    const admitsHost = (host: InventoryHost): boolean => {
      const name = nameFor(flag, host);
      return name !== null && matches(name);
    };
    return { term: { flag, value }, matches: admitsHost };
  });
}

/** The hosts in scope, and the terms that matched no host at all: a typing mistake must not look like a small scope. */
export interface Selection {
  readonly hosts: readonly InventoryHost[];
  readonly unmatched: readonly ScopeTerm[];
}

export function selectHosts(inventory: readonly InventoryHost[], scope: Scope): Selection {
  const groups = [
    matchersFor('--datacenter', scope.datacenters),
    matchersFor('--compute-resource', scope.computeResources),
    matchersFor('--host', scope.hosts),
  ];
  const unmatched = groups.flat().filter(({ matches }) => !inventory.some(matches));
  return {
    hosts: inventory.filter((host) => groups.every((group) => admits(group, host))),
    unmatched: unmatched.map(({ term }) => term),
  };
}

function admits(group: readonly Matcher[], host: InventoryHost): boolean {
  return group.length === 0 || group.some(({ matches }) => matches(host));
}
