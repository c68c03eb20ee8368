import type { PropertyValue } from '../../model/facts.ts';
import { read, type Reading } from '../../model/reading.ts';
import { isFault } from '../../vim/fault.ts';
import { type Moref, morefKey } from '../../vim/moref.ts';
import type { ObjectContent } from '../../vim/object-content.ts';
import { GARBLED } from '../properties/reader.ts';
import { mapped, morefsIn, readAt } from '../property-value.ts';
import { stuckVm, type Ties, VM_PATHS, type Volumes, volumesIn } from '../stuck-vms.ts';
import { type ClusterContext, clustersIn, type EstateFactValues, type GatheredReader, readEach } from './reader.ts';

const VOLUMES = 'config.fileSystemVolume';

/** What one host tells of where its VMs are tied. */
interface Housing {
  readonly cluster: Reading<Moref>;
  readonly vms: Reading<readonly Moref[]>;
  readonly volumes: Reading<Volumes>;
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
        housings.set(host.moid, housingOf(around, content));
      },
      finish: () => readStuck(around, housings),
    };
  },
};

function housingOf(around: ClusterContext, content: ObjectContent): Housing {
  return {
    cluster: around.clusterOf(content),
    vms: readAt(content, 'vm', morefsIn),
    volumes: readAt(content, VOLUMES, volumesIn),
  };
}

async function readStuck(around: ClusterContext, housings: ReadonlyMap<string, Housing>): Promise<EstateFactValues> {
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
  { cluster, volumes }: Housing,
  settings: Awaited<ReturnType<ClusterContext['clusterSettings']>>,
): Reading<Ties | null> {
  if (cluster.kind === 'absent') return read(null);
  return mapped(cluster, (known) =>
    mapped(settings.get(morefKey(known)) ?? GARBLED, ({ vmAutomation }) =>
      mapped(volumes, (mounted) => read({ volumes: mounted, automation: vmAutomation })),
    ),
  );
}

/** One that was deleted or moved out of sight meanwhile is not stuck. */
function stuckIn(content: ObjectContent, ties: Ties | null): Reading<string | null> {
  const fault = content.missing.get('');
  if (fault !== undefined && isFault(fault, 'ManagedObjectNotFound')) return read(null);
  return stuckVm(content, ties);
}

/** A VM that is known to be stuck is enough to know that the list is not empty; else every VM must have told. */
function listOf(vms: readonly Moref[], found: ReadonlyMap<string, Reading<string | null>>): Reading<PropertyValue> {
  const readings = vms.map((vm) => found.get(morefKey(vm)) ?? GARBLED);
  const stuck = readings.flatMap((each) => (each.kind === 'read' && each.value !== null ? [each.value] : []));
  const untold = readings.find((each) => each.kind === 'unread');
  return untold !== undefined && stuck.length === 0 ? untold : read(stuck.sort());
}
