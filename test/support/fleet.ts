import type { Simulator } from '../../src/simulator/simulator.ts';

/** How large an estate of remediation is. */
export interface FleetSize {
  readonly hosts: number;
  readonly clusters: number;
}

/** Gen8 hosts of 8.0.3 on which remapping is off and `vic-engine` is closed, in clusters of one size; an estate file. */
export function fleet({ hosts, clusters }: FleetSize): string {
  const each = hosts / clusters;
  const lines = Array.from(
    { length: clusters },
    (_, n) => `      - { name: C${n}, hosts: [{ name: 'c${n}-{n}', count: ${each} }] }`,
  );
  return `
instanceUuid: 11111111-2222-3333-4444-555555555555
defaults:
  vendor: HP
  model: ProLiant DL380p Gen8
  version: 8.0.3
  kernel: { iovDisableIR: 'TRUE' }
datacenters:
  - name: Lab
    clusters:
${lines.join('\n')}
`;
}

const SET = 'system.settings.kernel.set';

/** What becomes of the two steps of a host that is well, and what is written to it. */
export const WELL: Pick<Failing, 'told' | 'writes'> = {
  told: ['done', 'done'],
  writes: [SET, 'EnableRuleset'],
};

/** One way in which a host fails, and what an apply of a kernel setting and a ruleset must come to on it. */
export interface Failing {
  readonly what: string;
  readonly disturb: (vcenter: Simulator, host: string, readsBefore: number) => void;
  /** Of the two steps, the kernel setting first. */
  readonly told: readonly string[];
  /** Writes that reach the host. */
  readonly writes: readonly string[];
}

const REFUSED = ['refused unread', 'not-tried earlier-step'];

/** Ways in which a host fails, in turn. */
const WAYS: readonly Failing[] = [
  { what: 'hangs', disturb: (at, host) => at.disturbHost(host, { hanging: true }), told: REFUSED, writes: [] },
  { what: 'drops', disturb: (at, host) => at.disturbHost(host, { drops: true }), told: REFUSED, writes: [] },
  { what: 'is hidden', disturb: (at, host) => at.disturbHost(host, { noPermission: true }), told: REFUSED, writes: [] },
  {
    what: 'is disconnected',
    disturb: (at, host) => {
      at.hostNamed(host).connection = 'disconnected';
    },
    told: ['refused not-connected', 'not-tried earlier-step'],
    writes: [],
  },
  {
    what: 'tells no truth value',
    disturb: (at, host) => {
      const { kernel } = at.hostNamed(host);
      const setting = kernel.get('iovDisableIR');
      if (setting === undefined) return;
      at.hostNamed(host).kernel = new Map(kernel).set('iovDisableIR', { ...setting, configured: 'maybe' });
    },
    told: REFUSED,
    writes: [],
  },
  {
    what: 'ignores the write',
    disturb: (at, host) => at.disturbHost(host, { ineffective: [SET] }),
    told: ['no-effect no-effect', 'not-tried earlier-step'],
    writes: [SET],
  },
  {
    what: 'is held by another task',
    disturb: (at, host) => at.disturb({ kind: 'busy', method: 'EnableRuleset', host, times: null }),
    told: ['done', 'failed busy'],
    writes: [SET],
  },
  {
    what: 'loses the answer to a write',
    disturb: (at, host, after) => at.disturb({ kind: 'drop', method: 'ExecuteSoap', host, after }),
    ...WELL,
  },
  {
    what: 'goes silent after a write',
    disturb: (at, host, after) => at.disturb({ kind: 'drop', method: 'ExecuteSoap', host, after, times: null }),
    told: ['indeterminate unverified', 'not-tried earlier-step'],
    writes: [SET],
  },
];

/**
 * Makes every twentieth host fail, each in its way, and tells which. `readsBefore`: the esxcli calls that a host answers
 * before the write of its kernel setting is sent.
 */
export function failSome(vcenter: Simulator, readsBefore: number): ReadonlyMap<string, Failing> {
  const chosen = vcenter.hosts.filter((_, index) => index % 20 === 0);
  const failing = new Map(
    chosen.flatMap(({ spec }, index) => {
      const way = WAYS[index % WAYS.length];
      return way === undefined ? [] : [[spec.name, way] as const];
    }),
  );
  for (const [name, way] of failing) way.disturb(vcenter, name, readsBefore);
  return failing;
}

/** The rest of each line by its first word. */
export function group(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const line of lines) {
    const [name = '', ...rest] = line.split(' ');
    groups.set(name, [...(groups.get(name) ?? []), rest.join(' ')]);
  }
  return groups;
}
