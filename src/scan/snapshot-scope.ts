import { EsxcheckError } from '../model/errors.ts';
import type { HostFacts } from '../model/facts.ts';
import { clusterGlob, hostGlob } from '../model/glob.ts';
import type { Host } from '../model/host.ts';
import { type HostGroup, groupMatcher } from '../model/host-group.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { nearestLabel } from '../model/nearest.ts';
import { every, some, type TriState } from '../model/tri-state.ts';

/** Which hosts of a snapshot are judged; lists as in the scope of a scan. */
export interface SnapshotScope extends Omit<HostGroup, 'clusters' | 'targets'> {
  readonly computeResources?: readonly string[] | undefined;
  readonly hosts?: readonly string[] | undefined;
}

const MOST_SHOWN = 20;

/**
 * The snapshot with the hosts in scope alone. Throws SCOPE_MATCHES_NOTHING, with what there is, and SCOPE_UNDECIDED where it is
 * not known of a host whether it is meant: its tags were not read, or nobody asked for them.
 */
export function scopedSnapshot(snapshot: Snapshot, scope: SnapshotScope): Snapshot {
  if (snapshot.facts.length === 0) return snapshot;
  const admits = matcherOf(scope);
  const judged = snapshot.facts.map((facts) => [facts, admits(facts.host)] as const);
  const open = judged.flatMap(([{ host }, isMeant]) => (isMeant === undefined ? [host] : []));
  if (open.length > 0) throw undecided(open);
  const facts = judged.flatMap(([each, isMeant]) => (isMeant === true ? [each] : []));
  if (facts.length === 0) throw nothing(snapshot.facts, scope);
  return facts.length === snapshot.facts.length ? snapshot : { ...snapshot, facts };
}

function matcherOf({ computeResources, hosts, ...group }: SnapshotScope): (host: Host) => TriState {
  const matchers = [
    groupMatcher(group),
    ...listOf(computeResources, (text) => {
      const matches = clusterGlob(text);
      return (host: Host) => matches({ ...host, name: host.computeResource });
    }),
    ...listOf(hosts, (text) => hostMatcher(text)),
  ];
  return (host) => every(matchers.map((matches) => matches(host)));
}

function listOf(
  values: readonly string[] | undefined,
  matcher: (text: string) => (host: Host) => TriState,
): readonly ((host: Host) => TriState)[] {
  if (values === undefined) return [];
  const matchers = values.map(matcher);
  return [(host) => some(matchers.map((matches) => matches(host)))];
}

function hostMatcher(text: string): (host: Host) => TriState {
  const [byGlob, plain] = [hostGlob(text), text.toLowerCase()];
  return (host) => byGlob(host) === true || [host.moid, host.uuid].some((id) => id?.toLowerCase() === plain);
}

function undecided(hosts: readonly Host[]): EsxcheckError {
  const names = hosts.slice(0, MOST_SHOWN).map(({ name }) => name);
  const more = hosts.length > names.length ? ` and ${hosts.length - names.length} more` : '';
  return new EsxcheckError(
    'SCOPE_UNDECIDED',
    `it is not known of ${hosts.length} of the hosts whether the scope means them`,
    {
      details: [
        `Hosts: ${names.join(', ')}${more}`,
        'Tags and attributes are in a snapshot that was taken with --labels, or by a scope that names them, as far as they could be read.',
      ],
    },
  );
}

function nothing(facts: readonly HostFacts[], scope: SnapshotScope): EsxcheckError {
  const lines = (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((kind) => {
    const values = scope[kind];
    if (values === undefined) return [];
    const names = [...new Set(facts.flatMap(({ host }) => NAMES[kind](host)))].sort();
    const near = values.flatMap((value) => nearestLabel(value, names) ?? []);
    const shown = names.slice(0, MOST_SHOWN).join(', ');
    const more = names.length > MOST_SHOWN ? ` and ${names.length - MOST_SHOWN} more` : '';
    return [
      ...near.map((name) => `did you mean ${JSON.stringify(name)}?`),
      `${kind} could be: ${names.length === 0 ? '(none)' : shown}${more}`,
    ];
  });
  return new EsxcheckError('SCOPE_MATCHES_NOTHING', 'no host of the snapshot matches the scope', { details: lines });
}

function told(...names: readonly (string | null)[]): readonly string[] {
  return names.flatMap((name) => (name === null || name === '' ? [] : [name]));
}

const NAMES = {
  datacenters: ({ datacenter }: Host) => told(datacenter),
  computeResources: ({ computeResource }: Host) => told(computeResource),
  hosts: ({ name }: Host) => told(name),
  folders: ({ folder }: Host) => told(folder),
  tags: ({ tags }: Host) => (tags ?? []).map(({ category, name }) => `${category}=${name}`),
  attributes: ({ attributes }: Host) => (attributes ?? []).map(({ name, value }) => `${name}=${value}`),
} as const;
