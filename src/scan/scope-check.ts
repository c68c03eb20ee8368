import { isUuid } from '../collect/hardware-ids.ts';
import type { InventoryHost } from '../collect/inventory.ts';
import { hasId, namesFor, type Scope, type ScopeTerm } from '../collect/scope.ts';
import { namesakesIn, severalMeant } from '../model/ambiguous-names.ts';
import { EsxcheckError } from '../model/errors.ts';
import { nearestLabel } from '../model/nearest.ts';
import { hostPath, type PathForm } from '../model/inventory-path.ts';
import type { OpenedTarget } from './target-report.ts';

/** More names than this do not help to find a typing mistake. */
const NAMES_SHOWN = 20;

/** Throws when a term of the scope matches no host on any target that was reached, and lists what exists. */
export function requireMatches(reached: readonly OpenedTarget[]): void {
  const shared = reached.filter(({ connection }) => connection.scope === undefined);
  const [first] = shared;
  const nowhere = [
    ...(first?.unmatched ?? []).filter((term) => shared.every((target) => lacks(target, term))),
    // What the config says of one target speaks of no other.
    ...reached.flatMap(({ connection, unmatched }) => (connection.scope === undefined ? [] : unmatched)),
  ];
  if (reached.length === 0) return;
  const inventory = reached.flatMap((target) => target.inventory);
  if (nowhere.length > 0) throw scopeError(nowhere, inventory);
  if (reached.some(({ hosts }) => hosts.length > 0)) return;
  throw new EsxcheckError(
    'SCOPE_MATCHES_NOTHING',
    'each part of the scope matches hosts, but no host matches them all',
    {
      details: [
        'Leave out one of the flags: those of one kind are alternatives, those of several kinds must all match.',
      ],
    },
  );
}

/** Sentences about texts in the scope that several clusters or hosts go by, which are all looked at, or may go by. */
export function severalInScope(
  reached: readonly OpenedTarget[],
  { computeResources, hosts }: Scope,
): readonly string[] {
  if (computeResources.length + hosts.length === 0) return [];
  const namesakes = namesakesIn(placed(reached, ({ inventory }) => inventory));
  const inScope = placed(reached, (target) => target.hosts);
  return [
    ...computeResources.flatMap((text) =>
      severalMeant(`--compute-resource ${text}`, 'clusters', namesakes.clusters(text, inScope)),
    ),
    ...hosts.flatMap((text) => severalMeant(`--host ${text}`, 'hosts', namesakes.hosts(text, inScope))),
    ...hosts.flatMap((text) => severalMeant(`--host ${text}`, 'hosts', labelsOfId(reached, text))),
    ...hosts.filter(isUuid).flatMap((text) => perhapsMore(reached, text)),
  ];
}

function placed(reached: readonly OpenedTarget[], which: (target: OpenedTarget) => readonly InventoryHost[]) {
  return reached.flatMap((opened) => {
    const target = opened.session.endpoint.url;
    return which(opened).map(({ name, place, object }) => ({
      ...place,
      name,
      target,
      id: `${target}/${object.value}`,
    }));
  });
}

/** Managed object ids are of one vCenter: another one has them too. */
function labelsOfId(reached: readonly OpenedTarget[], text: string): readonly string[] {
  return reached.flatMap(({ session, hosts }) =>
    hosts
      .filter((host) => hasId(host, text))
      .map(({ name, place }) => hostPath({ ...place, name, target: session.endpoint.url }, WHOLE)),
  );
}

const WHOLE: PathForm = { target: true, folder: false };

function perhapsMore(reached: readonly OpenedTarget[], uuid: string): readonly string[] {
  const unread = reached.flatMap(({ inventory }) => inventory.filter(({ isUuidUnread }) => isUuidUnread === true));
  if (unread.length === 0) return [];
  const names = unread.slice(0, NAMES_SHOWN).map(({ name }) => name);
  return [
    `--host ${uuid}: not told is the hardware UUID of hosts that are left out, which may have this one: ${names.join(', ')}`,
  ];
}

function lacks({ unmatched }: OpenedTarget, { flag, value }: ScopeTerm): boolean {
  return unmatched.some((term) => term.flag === flag && term.value === value);
}

function scopeError(terms: readonly ScopeTerm[], inventory: readonly InventoryHost[]): EsxcheckError {
  const named = terms.map(({ flag, value }) => `${flag} ${value}`).join(', ');
  const flags = [...new Set(terms.map(({ flag }) => flag))];
  return new EsxcheckError('SCOPE_MATCHES_NOTHING', `no host matches ${named}`, {
    details: [
      ...terms.flatMap((term) => nearTo(term, inventory)),
      ...flags.map((flag) => `${flag} could be: ${existing(inventory, flag)}`),
    ],
  });
}

/** What was most likely meant by a path or a label, which are long to type: what goes on as was typed, else what is near. */
function nearTo({ flag, value }: ScopeTerm, inventory: readonly InventoryHost[]): readonly string[] {
  if (flag === '--datacenter' || flag === '--compute-resource' || flag === '--host') return [];
  const near = nearestLabel(value, namesIn(inventory, flag));
  return near === null ? [] : [`${flag} ${value}: did you mean ${JSON.stringify(near)}?`];
}

function namesIn(inventory: readonly InventoryHost[], flag: ScopeTerm['flag']): readonly string[] {
  return [...new Set(inventory.flatMap((host) => namesFor(flag, host)))].sort();
}

function existing(inventory: readonly InventoryHost[], flag: ScopeTerm['flag']): string {
  const names = namesIn(inventory, flag);
  const more = names.length - NAMES_SHOWN;
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  if (names.length === 0) return '(none)';
  return more > 0 ? `${shown} and ${more} more` : shown;
}
