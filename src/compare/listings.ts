import type { ComparedPart } from '../model/comparison.ts';
import { type AdvancedOption, type FactDemand, type HostFacts, NO_DEMAND } from '../model/facts.ts';
import type { Firewall, Ruleset } from '../model/firewall.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import type { Problem } from '../model/problem.ts';
import { normalizeValue, type Reading } from '../model/reading.ts';

/** What a comparison reads of each host: properties in bulk, one call for all options, and three commands of esxcli. */
export const COMPARE_DEMAND: FactDemand = {
  ...NO_DEMAND,
  optionList: true,
  services: true,
  kernelList: true,
  firewall: true,
  firewallEnabled: true,
  vibs: true,
};

/** One value: as people read it, and in the notation in which equal values are equal. */
export interface ComparedValue {
  readonly text: string;
  readonly normal: string;
}

/** What is known of one thing, by member; a problem where it could not be read. */
export type Entry = Readonly<Record<string, ComparedValue | Problem>>;

/** One part of a host as a list. */
export interface Listing {
  readonly entries: ReadonlyMap<string, Entry | Problem>;
  /** Why there may be more than is listed; null: the host listed all of it. */
  readonly gap: Problem | null;
}

/** The parts of a host that are lists; the release is compared by itself. */
export const LISTED_PARTS = [
  'options',
  'services',
  'kernel',
  'firewall',
  'packages',
] as const satisfies readonly ComparedPart[];
type ListedPart = (typeof LISTED_PARTS)[number];

/** What a host lists in each of them. */
export function listingsOf(facts: HostFacts): Readonly<Record<ListedPart, Listing>> {
  return {
    options: listOf(facts.optionList, (list) => eachOf(list, optionEntry)) ?? partial(facts.options, optionEntry),
    services: listOf(facts.services, (list) => byKey(list, ({ key }) => key, serviceEntry)) ?? NOTHING,
    kernel:
      listOf(facts.kernelList, (list) => new Map([...list].map(kernelPair))) ?? partial(facts.kernel, kernelEntry),
    firewall: listOf(facts.firewall, firewallEntries) ?? NOTHING,
    packages: listOf(facts.vibs, (list) => byKey(list, ({ name }) => name, vibEntry)) ?? NOTHING,
  };
}

const NOT_ASKED: Problem = { code: 'not-reported', detail: 'the facts were not read for a comparison' };
const NOT_TOLD: Problem = { code: 'not-reported', detail: 'the host did not tell it' };
const NOTHING: Listing = { entries: new Map(), gap: NOT_ASKED };

/** Null for what nobody asked for. */
function listOf<Value>(
  reading: Reading<Value> | null | undefined,
  entriesOf: (value: Value) => Listing['entries'],
): Listing | null {
  if (reading === null || reading === undefined) return null;
  if (reading.kind === 'read') return { entries: entriesOf(reading.value), gap: null };
  return { entries: new Map(), gap: reading.kind === 'unread' ? reading.problem : NOT_TOLD };
}

/** What was asked for by name says nothing of the rest. That one of them is absent is not taken over: older releases took too much for it. */
function partial<Value>(known: ReadonlyMap<string, Reading<Value>>, entryOf: (value: Value) => Entry): Listing {
  const asked = [...known].filter(([, reading]) => reading.kind !== 'absent');
  return { entries: eachOf(new Map(asked), entryOf), gap: NOT_ASKED };
}

function eachOf<Value>(
  list: ReadonlyMap<string, Reading<Value>>,
  entryOf: (value: Value) => Entry,
): Listing['entries'] {
  const entries = new Map<string, Entry | Problem>();
  for (const [key, reading] of list) {
    if (reading.kind === 'read') entries.set(key, entryOf(reading.value));
    else entries.set(key, reading.kind === 'unread' ? reading.problem : NOT_TOLD);
  }
  return entries;
}

/** A list in which one key stands twice is no list: which of the two holds is not known. */
function byKey<Item>(
  list: readonly Item[],
  keyOf: (item: Item) => string,
  entryOf: (item: Item) => Entry,
): Listing['entries'] {
  const entries = new Map<string, Entry | Problem>();
  for (const item of list) entries.set(keyOf(item), entries.has(keyOf(item)) ? DOUBLED : entryOf(item));
  return entries;
}

const DOUBLED: Problem = { code: 'contradiction', detail: 'the host listed it more than once' };

/** One entry for one object: what is alike on many hosts is one object when it was read, and need be looked at once. */
function once<Item extends object>(entryOf: (item: Item) => Entry): (item: Item) => Entry {
  const made = new WeakMap<Item, Entry>();
  return (item) => {
    const entry = made.get(item) ?? entryOf(item);
    made.set(item, entry);
    return entry;
  };
}

/** Texts are compared as they are; everything else in one notation, since releases write TRUE, true and 1. */
const optionEntry = once(({ type, value }: AdvancedOption): Entry => {
  return { value: { text: value, normal: isText(type) ? value : normalizeValue(value) } };
});

function isText(type: string | null): boolean {
  return type?.toLowerCase().endsWith('string') === true;
}

function kernelPair([name, setting]: readonly [string, KernelSetting]): readonly [string, Entry | Problem] {
  const { configured, problem } = setting;
  return [name, configured === null ? (problem ?? NOT_TOLD) : kernelEntry(setting)];
}

/** What holds from the next boot on: what runs now follows it. */
const kernelEntry = once(({ type, configured, problem }: KernelSetting): Entry => {
  if (configured === null) return { configured: problem ?? NOT_TOLD };
  return { configured: { text: configured, normal: isText(type) ? configured : normalizeValue(configured) } };
});

function serviceEntry({ running, policy }: { readonly running: boolean; readonly policy: string }): Entry {
  return { running: flag(running), policy: plain(policy) };
}

function vibEntry({
  version,
  vendor,
  acceptanceLevel,
}: {
  readonly version: string;
  readonly vendor: string | null;
  readonly acceptanceLevel: string | null;
}): Entry {
  return { version: plain(version), vendor: told(vendor), acceptance: told(acceptanceLevel) };
}

/** No ruleset is called so: keys of rulesets hold no blank. */
const FIREWALL_ITSELF = 'the firewall itself';

function firewallEntries({ enabled, incomingBlocked, outgoingBlocked, rulesets }: Firewall): Listing['entries'] {
  const itself: Entry = {
    enabled: enabled.kind === 'read' ? flag(enabled.value) : enabled.kind === 'unread' ? enabled.problem : NOT_TOLD,
    incoming: incomingBlocked === null ? NOT_TOLD : plain(incomingBlocked ? 'blocked' : 'allowed'),
    outgoing: outgoingBlocked === null ? NOT_TOLD : plain(outgoingBlocked ? 'blocked' : 'allowed'),
  };
  return new Map([[FIREWALL_ITSELF, itself], ...byKey(rulesets, ({ key }) => key, rulesetEntry)] as const);
}

const rulesetEntry = once(({ enabled, allowed, rules }: Ruleset): Entry => {
  const addresses = allowed === null || allowed.all ? ['all'] : [...allowed.addresses, ...allowed.networks];
  const ports = rules.map(({ direction, protocol, portType, port, endPort }) => {
    const range = endPort === null || endPort === 0 || endPort === port ? String(port) : `${port}-${endPort}`;
    return `${direction} ${protocol} ${portType ?? 'dst'} ${range}`;
  });
  return { enabled: flag(enabled), allowed: setOf(addresses, 'nobody'), ports: setOf(ports, 'none') };
});

/** The same in any order and case. */
function setOf(items: readonly string[], none: string): ComparedValue {
  const sorted = [...new Set(items.map((item) => item.toLowerCase()))].toSorted();
  return plain(sorted.join(', ') || none);
}

function flag(value: boolean): ComparedValue {
  return plain(value ? 'yes' : 'no');
}

function plain(text: string): ComparedValue {
  return { text, normal: text };
}

function told(text: string | null): ComparedValue | Problem {
  return text === null ? NOT_TOLD : plain(text);
}
