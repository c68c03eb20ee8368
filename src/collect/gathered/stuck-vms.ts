import type { PropertyValue } from '../../model/facts.ts';
import type { Host } from '../../model/host.ts';
import { read, type Reading, unread } from '../../model/reading.ts';
import { isFault } from '../../vim/fault.ts';
import { asMoref } from '../../vim/element.ts';
import { morefKey, type Moref } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { GARBLED } from '../properties/reader.ts';
import { localDatastoresIn, runningVm, stuckVm, tellsOfVm, type Ties, VM_PATHS } from '../stuck-vms.ts';
import type { Around } from './around.ts';
import { clustersIn } from './of-cluster.ts';
import { faultAt, readEach } from './read-each.ts';
import { type Gathered, type GatheredReader, mapped } from './reader.ts';

const VOLUMES = 'config.fileSystemVolume';

/** What one host tells of where its VMs are tied. */
interface Housing {
  readonly cluster: Reading<Moref>;
  readonly vms: Reading<readonly Moref[]>;
  readonly localDatastores: Reading<ReadonlySet<string>>;
}

/**
 * Powered-on VMs that nothing would move off the host, each with the reason. DRS that does not act at all is a fact of the
 * cluster, not of each VM; from a host that stands alone nothing moves.
 */
export const stuckVms: GatheredReader = {
  kind: 'gathered',
  paths: ['parent', 'vm', VOLUMES],
  since: null,
  begin: (around) => {
    const housings = new Map<string, Housing>();
    return {
      note: (host, content) => {
        housings.set(host.moid, housingOf(around, host, content));
      },
      finish: () => readStuck(around, housings),
    };
  },
};

function housingOf(around: Around, host: Host, content: ObjectContent): Housing {
  const vms = content.properties.get('vm');
  const volumes = content.properties.get(VOLUMES);
  return {
    cluster: around.clusterOf(host, content),
    vms: faultAt(content, 'vm') ?? read(vms?.children.flatMap((vm) => asMoref(vm) ?? []) ?? []),
    localDatastores: volumes === undefined ? (faultAt(content, VOLUMES) ?? GARBLED) : read(localDatastoresIn(volumes)),
  };
}

async function readStuck(around: Around, housings: ReadonlyMap<string, Housing>): Promise<Gathered> {
  const settings = await around.clusterSettings(clustersIn([...housings.values()].map(({ cluster }) => cluster)));
  const ties = new Map<string, Reading<Ties | null>>();
  const hostOf = new Map<string, string>();
  for (const [moid, housing] of housings) {
    ties.set(moid, tiesOf(housing, settings));
    if (housing.vms.kind === 'read') for (const vm of housing.vms.value) hostOf.set(morefKey(vm), moid);
  }
  const vms = [...housings.values()].flatMap((housing) => (housing.vms.kind === 'read' ? housing.vms.value : []));
  const found = await readEach(around, { type: 'VirtualMachine', paths: VM_PATHS, objects: vms }, (content) =>
    mapped(ties.get(hostOf.get(morefKey(content.object)) ?? '') ?? GARBLED, (known) => stuckIn(content, known)),
  );
  return new Map(
    [...housings].map(([moid, housing]) => [
      moid,
      mapped(ties.get(moid) ?? GARBLED, () => mapped(housing.vms, (own) => listOf(own, found))),
    ]),
  );
}

/** Null for a host that stands alone. */
function tiesOf(
  { cluster, localDatastores }: Housing,
  settings: Awaited<ReturnType<Around['clusterSettings']>>,
): Reading<Ties | null> {
  if (cluster.kind === 'absent') return read(null);
  return mapped(cluster, (known) =>
    mapped(settings.get(morefKey(known)) ?? GARBLED, ({ vmAutomation }) =>
      mapped(localDatastores, (local) => read({ localDatastores: local, automation: vmAutomation })),
    ),
  );
}

/** Why the VM is stuck; null when it is not. One that was deleted or moved out of sight meanwhile is not. */
function stuckIn(content: ObjectContent, ties: Ties | null): Reading<string | null> {
  const fault = content.missing.get('');
  if (fault !== undefined && isFault(fault, 'ManagedObjectNotFound')) return read(null);
  if (!tellsOfVm(content)) return faultOf(content);
  return read(ties === null ? runningVm(content, 'the host stands alone') : stuckVm(content, ties));
}

function faultOf(content: ObjectContent): Reading<never> {
  const [path] = content.missing.keys();
  return faultAt(content, path ?? '') ?? unread(SILENT);
}

const SILENT = { code: 'not-reported', detail: 'a virtual machine does not tell its devices' } as const;

/** A VM that is known to be stuck is enough to know that the list is not empty; else every VM must have told. */
function listOf(vms: readonly Moref[], found: ReadonlyMap<string, Reading<string | null>>): Reading<PropertyValue> {
  const readings = vms.map((vm) => found.get(morefKey(vm)) ?? GARBLED);
  const stuck = readings.flatMap((each) => (each.kind === 'read' && each.value !== null ? [each.value] : []));
  const untold = readings.find((each) => each.kind === 'unread');
  return untold !== undefined && stuck.length === 0 ? untold : read(stuck.sort());
}
