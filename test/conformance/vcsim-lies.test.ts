import { expect, test } from 'vitest';
import { EVERYTHING } from '../../src/collect/scope.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Lie } from '../../src/simulator/lies/lie.ts';
import type { Reference } from '../../src/simulator/wire/value.ts';
import { liesAt } from '../lies/every-lie.ts';
import { everyRule } from '../lies/scan-law.ts';
import { brokenIn, coverageOf, type Fate, tableOf } from '../lies/tally.ts';
import { scanOf } from '../support/scans.ts';
import { HostLies, type LyingProxy, startLyingProxy } from './support/lying-proxy.ts';
import { startVcsim } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

/** As many as there are combinations of hardware and release; one of them is told about truly. */
const HOSTS = 43;

type Findings = ReadonlyMap<string, ReadonlyMap<string, Finding>>;

async function scanThrough({ connection }: LyingProxy): Promise<Findings> {
  const { findings } = await scanOf([connection], {
    rules: await everyRule(),
    scope: EVERYTHING,
    parameters: new Map([['vch-address', '10.9.0.7']]),
    now: () => new Date(),
  });
  const found = new Map<string, Map<string, Finding>>();
  for (const finding of findings) {
    const id = finding.host.slice(finding.host.lastIndexOf('/') + 1);
    found.set(id, (found.get(id) ?? new Map<string, Finding>()).set(finding.rule, finding));
  }
  return found;
}

function fateOf(lie: Lie, host: string, [truth, said]: readonly [Findings, Findings]): Omit<Fate, 'told'> {
  const unknown: string[] = [];
  const broken: string[] = [];
  for (const [rule, { verdict }] of truth.get(host) ?? []) {
    const now = said.get(host)?.get(rule);
    if (now?.verdict === verdict) continue;
    if (now?.verdict === 'unknown' && now.reason !== null) unknown.push(rule);
    else broken.push(`${rule}: ${verdict} -> ${now?.verdict ?? 'nothing'}`);
  }
  return { lie, subject: host, unknown, broken };
}

/** In vcsim a host's esxcli goes by the id of the host itself; its other parts are shared or not asked. */
function ownerOf({ type, id }: Reference): string | null {
  return /^host-\d+$/.test(id) && /^(HostSystem|\w*ManagedMethodExecuter)$/.test(type) ? id : null;
}

witness('lies about hosts of vcsim, told by a proxy', 'go', () => {
  test('a verdict stays or becomes unknown', { timeout: 600_000 }, async () => {
    await using vcsim = await startVcsim({ hosts: HOSTS, clusters: 2 });
    const lies = new HostLies(ownerOf);
    await using proxy = await startLyingProxy(vcsim, lies);
    const truth = await scanThrough(proxy);
    // Alone, so that no liar stands beside it in a cluster.
    const honest = vcsim.hosts.find(({ cluster }) => cluster === '')?.id ?? '';
    const liars = vcsim.hosts.map(({ id }) => id).filter((id) => id !== honest);
    const heard = [...proxy.heard().values()];
    let waiting: readonly Lie[] = heard.filter(({ ofHosts }) => ofHosts).flatMap(liesAt);
    const fates: Fate[] = [];
    while (waiting.length > 0) {
      const now = new Map(liars.flatMap((id, i) => (waiting[i] === undefined ? [] : [[id, waiting[i]] as const])));
      waiting = waiting.slice(liars.length);
      lies.byHost = now;
      const said = await scanThrough(proxy);
      expect(fateOf({ at: '', way: 'dropped' }, honest, [truth, said])).toMatchObject({ unknown: [], broken: [] });
      for (const [id, lie] of now) fates.push({ ...fateOf(lie, id, [truth, said]), told: lies.told.has(lie) });
    }
    const seen = heard.map(({ id }) => id);
    process.stdout.write(`vcsim: ${coverageOf(seen, fates)}\n${tableOf(fates)}\n`);
    expect(brokenIn(fates)).toEqual([]);
  });
});
