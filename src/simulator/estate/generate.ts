import type { Estate } from './estate.ts';
import { expandEstate } from './expand.ts';
import { estateSchema, type HostTemplate } from './schema.ts';

export interface GenerateOptions {
  readonly hosts: number;
  /** One for every 32 hosts by default. */
  readonly clusters?: number;
}

/** The kinds of host that a generated estate mixes, in turn. */
const MIX: readonly (readonly [string, HostTemplate])[] = [
  ['compliant', gen8('4600944', { configured: 'FALSE', runtime: 'FALSE' })],
  ['modern', { vendor: 'HPE', model: 'ProLiant DL380 Gen10', version: '8.0.3', build: '24022510' }],
  ['non-compliant', gen8('5050593', { configured: 'TRUE', runtime: 'TRUE' })],
  ['unpatched', gen8('3620759', { configured: 'FALSE', runtime: 'FALSE' })],
  [
    'open',
    {
      vendor: 'HPE',
      model: 'ProLiant DL360 Gen10',
      version: '7.0.3',
      build: '21930508',
      firewall: { rulesets: { 'vic-engine': { enabled: true } } },
    },
  ],
  ['reboot-pending', gen8('4600944', { configured: 'FALSE', runtime: 'TRUE' })],
  [
    'gen9',
    {
      vendor: 'HP',
      model: 'ProLiant DL380 Gen9',
      version: '6.7.0',
      build: '14320388',
      bios: { version: 'P89', date: '2019-11-21' },
    },
  ],
  ['regresses', gen8('5050593', { configured: 'true', runtime: 'FALSE' })],
];

function gen8(build: string, iovDisableIR: { configured: string; runtime: string }): HostTemplate {
  return {
    vendor: 'HP',
    model: 'ProLiant DL380p Gen8',
    cpuModel: 'Intel(R) Xeon(R) CPU E5-2670 0 @ 2.60GHz',
    bios: { version: 'P70', date: '2015-07-01' },
    version: '6.0.0',
    build,
    kernel: { iovDisableIR },
  };
}

/** A large mixed estate; the same number always gives the same hosts. One host in 97 is disconnected. */
export function generateEstate({ hosts, clusters = Math.max(1, Math.ceil(hosts / 32)) }: GenerateOptions): Estate {
  const digits = String(hosts).length;
  const all = Array.from({ length: hosts }, (_, i) => ({
    name: `esx-${String(i + 1).padStart(digits, '0')}.generated.example`,
    template: MIX[i % MIX.length]?.[0],
    ...(i % 97 === 96 ? { connection: 'disconnected' } : {}),
  }));
  const size = Math.ceil(hosts / clusters);
  const file = {
    name: `generated-${hosts}`,
    templates: Object.fromEntries(MIX),
    datacenters: [
      {
        name: 'DC0',
        clusters: Array.from({ length: clusters }, (_, i) => ({
          name: `Cluster-${String(i + 1).padStart(String(clusters).length, '0')}`,
          hosts: all.slice(i * size, (i + 1) * size),
        })),
      },
    ],
  };
  return expandEstate(estateSchema.parse(file), file.name);
}
