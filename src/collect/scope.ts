import type { Session } from '../connect/session.ts';
import { EsxcheckError } from '../model/errors.ts';
import { clusterGlob, globMatcher, hostGlob } from '../model/glob.ts';
import { attributeMatcher, folderMatcher, type LabelDemand, LABEL_PATHS, tagMatcher } from '../model/host-labels.ts';
import { every, some, type TriState } from '../model/tri-state.ts';
import { isUuid, withUuids } from './hardware-ids.ts';
import { type InventoryHost, readInventory } from './inventory.ts';
import { withLabels } from './labels.ts';

/**
 * Which hosts to look at, by names in any case, where `*` and `?` stand for any text and any character. A compute resource and
 * a host can be named by a path, `vc01.example.com:DC1/Prod/esx-01`, and a host by its managed object id or hardware UUID.
 * Values of one list are alternatives; the lists must all agree; an empty list asks nothing.
 */
export interface Scope {
  readonly datacenters: readonly string[];
  /** Clusters, or the compute resources of standalone hosts. */
  readonly computeResources: readonly string[];
  readonly hosts: readonly string[];
  /** Paths of folders, `Racks/A`: of a host, or of what it lies below. */
  readonly folders?: readonly string[];
  /** `Category=Name`, `Attribute=value`: globs; labels of what stands above a host are its own too. */
  readonly tags?: readonly string[];
  readonly attributes?: readonly string[];
}

export const EVERYTHING: Scope = { datacenters: [], computeResources: [], hosts: [] };

/** One value of a scope, as the user gave it. */
export interface ScopeTerm {
  readonly flag: '--datacenter' | '--compute-resource' | '--host' | '--folder' | '--tag' | '--attribute';
  readonly value: string;
}

interface Matcher {
  readonly term: ScopeTerm;
  /** Undefined where that hangs on what was not told. */
  readonly matches: (host: InventoryHost) => TriState;
}

const NAMES_OF: Readonly<Record<ScopeTerm['flag'], (host: InventoryHost) => readonly (string | null)[]>> = {
  '--datacenter': ({ place }) => [place.datacenter],
  '--compute-resource': ({ place }) => [place.computeResource],
  '--host': ({ name }) => [name],
  '--folder': ({ place: { folder } }) => [folder === '' ? null : folder],
  '--tag': ({ tags }) => (tags ?? []).map(({ category, name }) => `${category}=${name}`),
  '--attribute': ({ attributes }) => (attributes ?? []).map(({ name, value }) => `${name}=${value}`),
};

/** The names of a host, or of what holds it, that a flag speaks of, as far as the account sees them. */
export function namesFor(flag: ScopeTerm['flag'], host: InventoryHost): readonly string[] {
  return NAMES_OF[flag](host).filter((name) => name !== null);
}

/** An inventory, and the URL of the server whose it is. */
interface ScopedInventory {
  readonly inventory: readonly InventoryHost[];
  readonly target: string;
}

/** What a value of each flag admits; what hangs on a name that the account does not see is not admitted. */
const MATCHER_OF: Readonly<Record<ScopeTerm['flag'], (value: string, listed: ScopedInventory) => Matcher['matches']>> =
  {
    '--datacenter': (value) => {
      const matches = globMatcher(value);
      return ({ place: { datacenter } }) => datacenter !== null && matches(datacenter);
    },
    '--compute-resource': (value, { target }) => {
      const matches = clusterGlob(value);
      return ({ place }) => matches({ ...place, target, name: place.computeResource }) === true;
    },
    '--host': hostMatcher,
    '--folder': (value) => {
      const matches = folderMatcher(value);
      return ({ place }) => matches(place);
    },
    '--tag': tagMatcher,
    '--attribute': attributeMatcher,
  };

/** By name or path; where no host is called so, by managed object id or hardware UUID, as far as that was read. */
function hostMatcher(value: string, { inventory, target }: ScopedInventory): (host: InventoryHost) => boolean {
  const glob = hostGlob(value);
  const byName = ({ name, place }: InventoryHost): boolean => glob({ ...place, target, name }) === true;
  return inventory.some(byName) ? byName : (host) => hasId(host, value);
}

/** Whether a text is the managed object id of a host, or its hardware UUID. */
export function hasId({ object, uuid }: InventoryHost, text: string): boolean {
  const plain = text.toLowerCase();
  return object.value.toLowerCase() === plain || (isUuid(text) && uuid?.toLowerCase() === plain);
}

function matchersFor(flag: ScopeTerm['flag'], values: readonly string[], listed: ScopedInventory): readonly Matcher[] {
  return values.map((value) => ({ term: { flag, value }, matches: MATCHER_OF[flag](value, listed) }));
}

/** The hosts in scope, and the terms that matched no host at all: a typing mistake must not look like a small scope. */
export interface Selection {
  readonly hosts: readonly InventoryHost[];
  readonly unmatched: readonly ScopeTerm[];
}

/** `target` is the URL of the server whose inventory it is. */
export function selectHosts(inventory: readonly InventoryHost[], scope: Scope, target: string): Selection {
  const listed = { inventory, target };
  const groups = [
    matchersFor('--datacenter', scope.datacenters, listed),
    matchersFor('--compute-resource', scope.computeResources, listed),
    matchersFor('--host', scope.hosts, listed),
    matchersFor('--folder', scope.folders ?? [], listed),
    matchersFor('--tag', scope.tags ?? [], listed),
    matchersFor('--attribute', scope.attributes ?? [], listed),
  ];
  const unmatched = groups.flat().filter(({ matches }) => !inventory.some((host) => matches(host) === true));
  const admitted = inventory.map((host) => [host, every(groups.map((group) => admits(group, host)))] as const);
  const open = admitted.flatMap(([host, isMeant]) => (isMeant === undefined ? [host] : []));
  if (open.length > 0) throw undecided(open, scope, target);
  return {
    hosts: admitted.flatMap(([host, isMeant]) => (isMeant === true ? [host] : [])),
    unmatched: unmatched.map(({ term }) => term),
  };
}

function admits(group: readonly Matcher[], host: InventoryHost): TriState {
  return group.length === 0 ? true : some(group.map(({ matches }) => matches(host)));
}

/** More names than these help nobody. */
const NAMES_SHOWN = 5;

/** A host that may be meant is neither left out in silence nor taken in: what is looked at would not be what was asked for. */
function undecided(
  hosts: readonly InventoryHost[],
  { tags = [], attributes = [] }: Scope,
  target: string,
): EsxcheckError {
  const reasons = hosts.flatMap(({ unreadLabels = {} }) => [
    ...(tags.length === 0 ? [] : [unreadLabels[LABEL_PATHS.tags]?.detail]),
    ...(attributes.length === 0 ? [] : [unreadLabels[LABEL_PATHS.attributes]?.detail]),
  ]);
  const told = [...new Set(reasons)].filter((reason) => reason !== undefined);
  const names = hosts.slice(0, NAMES_SHOWN).map(({ name }) => name);
  const more = hosts.length > NAMES_SHOWN ? ` and ${hosts.length - NAMES_SHOWN} more` : '';
  const sentence = `it is not known of ${hosts.length === 1 ? '1 host' : `${hosts.length} hosts`} of ${target} whether the scope means it`;
  return new EsxcheckError('SCOPE_UNDECIDED', hosts.length === 1 ? sentence : sentence.replace(/ it$/, ' them'), {
    details: [
      ...(told.length === 0 ? ['The names of folders that would decide were not told.'] : told),
      `Hosts: ${names.join(', ')}${more}`,
      'Nothing is looked at there, so that no host is left out in silence. Choose by --cluster, --datacenter or --host meanwhile.',
    ],
  });
}

export interface ReadSelection extends Selection {
  /** Every host that the account sees. */
  readonly inventory: readonly InventoryHost[];
}

/** How a selection is read. */
export interface SelectionOptions {
  /** Labels to read beside those that the scope asks for. */
  readonly labels?: Partial<LabelDemand> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the inventory and picks the hosts in scope. Hardware UUIDs are read where the scope names a host by one, and labels where
 * it names one. Throws SCOPE_UNDECIDED where it is not known of a host whether it is meant.
 */
export async function readSelection(
  session: Session,
  scope: Scope,
  { labels = {}, signal }: SelectionOptions = {},
): Promise<ReadSelection> {
  const demand: LabelDemand = {
    tags: labels.tags === true || (scope.tags ?? []).length > 0,
    attributes: labels.attributes === true || (scope.attributes ?? []).length > 0,
  };
  const listed = await readLabelled(session, demand, signal);
  const inventory = scope.hosts.some(isUuid) ? await withUuids(session, listed, signal) : listed;
  return { inventory, ...selectHosts(inventory, scope, session.endpoint.url) };
}

/** Every host that the account sees, with the labels that are demanded. */
export async function readLabelled(
  session: Session,
  demand: LabelDemand,
  signal: AbortSignal | undefined,
): Promise<readonly InventoryHost[]> {
  if (!demand.tags && !demand.attributes) return await readInventory(session, signal);
  const paths = demand.attributes ? ['customValue'] : [];
  return await withLabels(session, await readInventory(session, signal, { paths }), demand, signal);
}
