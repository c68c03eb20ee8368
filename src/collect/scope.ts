import { globMatcher } from './glob.ts';
import type { InventoryHost } from './inventory.ts';

/** Which hosts to look at. Values of one list are alternatives; the lists must all agree; an empty list asks nothing. */
export interface Scope {
  /** Names, any case. */
  readonly datacenters: readonly string[];
  /** Names of clusters or of the compute resources of standalone hosts, any case. */
  readonly computeResources: readonly string[];
  /** Host names, where `*` and `?` stand for any text and any character. */
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

function nameMatcher(wanted: string): (name: string | null) => boolean {
  const lower = wanted.toLowerCase();
  return (name) => name?.toLowerCase() === lower;
}

function matchersOf(scope: Scope): readonly (readonly Matcher[])[] {
  return [
    scope.datacenters.map((value) => {
      const matches = nameMatcher(value);
      return { term: { flag: '--datacenter', value }, matches: (host) => matches(host.place.datacenter) };
    }),
    scope.computeResources.map((value) => {
      const matches = nameMatcher(value);
      return { term: { flag: '--compute-resource', value }, matches: (host) => matches(host.place.computeResource) };
    }),
    scope.hosts.map((value) => {
      const matches = globMatcher(value);
      return { term: { flag: '--host', value }, matches: (host) => matches(host.name) };
    }),
  ];
}

/** The hosts in scope, and the terms that matched no host at all: a typing mistake must not look like a small scope. */
export interface Selection {
  readonly hosts: readonly InventoryHost[];
  readonly unmatched: readonly ScopeTerm[];
}

export function selectHosts(inventory: readonly InventoryHost[], scope: Scope): Selection {
  const groups = matchersOf(scope);
  const unmatched = groups.flat().filter(({ matches }) => !inventory.some(matches));
  return {
    hosts: inventory.filter((host) => groups.every((group) => admits(group, host))),
    unmatched: unmatched.map(({ term }) => term),
  };
}

function admits(group: readonly Matcher[], host: InventoryHost): boolean {
  return group.length === 0 || group.some(({ matches }) => matches(host));
}
