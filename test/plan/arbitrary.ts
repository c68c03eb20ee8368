import * as fc from 'fast-check';
import type { HostCircumstances } from '../../src/model/circumstances.ts';
import { bareFacts, type HostFacts } from '../../src/model/facts.ts';
import type { Firewall, Ruleset } from '../../src/model/firewall.ts';
import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import { ABSENT, read, type Reading, unread } from '../../src/model/reading.ts';
import { hostileText } from '../reports/hostile.ts';
import { gen8, listOf, OPEN, ruleset } from './estate.ts';

const TIMEOUT = { code: 'timeout', detail: 'it took too long' } as const;
const value = fc.constantFrom('TRUE', 'true', 'FALSE', 'False', '0', '1', '', 'what?', null);

const kernel: fc.Arbitrary<Reading<KernelSetting>> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(value, value, value, fc.constantFrom('Bool', null)).map(settingOf) },
  { weight: 1, arbitrary: fc.constantFrom<Reading<KernelSetting>>(ABSENT, unread(TIMEOUT)) },
);

function settingOf([byDefault, configured, runtime, type]: readonly (string | null)[]): Reading<KernelSetting> {
  return read({
    type: type ?? null,
    default: byDefault ?? null,
    configured: configured ?? null,
    runtime: runtime ?? null,
    source: 'esxcli',
    problem: null,
  });
}

const RANGES = [
  [2377, null],
  [2377, null],
  [0, 65_535],
  [2000, 3000],
  [22, null],
] as const;
const allowed = fc.constantFrom(null, OPEN, listOf(), listOf('10.1.1.1'), listOf('10.9.0.0/16', '10.1.1.1'));

const rulesets: fc.Arbitrary<readonly Ruleset[]> = fc.uniqueArray(
  fc
    .record({
      key: fc.constantFrom('vic-engine', 'vic-engine', 'vSPC', 'nfsClient', 'site'),
      range: fc.constantFrom(...RANGES),
      enabled: fc.constantFrom(true, false, false),
      required: fc.boolean(),
      allowed,
      userControllable: fc.constantFrom(true, false, null),
    })
    .map(({ key, range, ...parts }) => ruleset(key, parts, range)),
  { maxLength: 4, selector: ({ key }) => key },
);

const truth = fc.constantFrom(true, true, true, true, false, null);

const firewall: fc.Arbitrary<Reading<Firewall>> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ enabled: truth, outgoingBlocked: truth, rulesets })
      .map(({ enabled, ...rest }) =>
        read({ enabled: enabled === null ? unread(TIMEOUT) : read(enabled), incomingBlocked: true, ...rest }),
      ),
  },
  { weight: 1, arbitrary: fc.constantFrom<Reading<Firewall>>(ABSENT, unread(TIMEOUT)) },
);

const MODELS = ['ProLiant DL380p Gen8', 'ProLiant DL380 Gen10', null];
const CPUS = ['Intel(R) Xeon(R) CPU E5-2650 0 @ 2.00GHz', 'Intel(R) Xeon(R) CPU X5650 @ 2.67GHz', null];

const host = fc.record({
  hostile: hostileText(),
  model: fc.constantFrom(...MODELS),
  cpuModel: fc.constantFrom(...CPUS),
  uuid: fc.constantFrom('', '', '', '', null),
  trouble: fc.constantFrom(null, null, null, { code: 'disconnected', detail: 'gone' } as const),
  iovDisableIR: kernel,
  firewall: fc.oneof({ weight: 6, arbitrary: firewall }, fc.constant(null)),
});

/** Hosts of which each value was read, was not, or is not there, in every mixture; names are hostile. */
export function hostsArbitrary(): fc.Arbitrary<readonly HostFacts[]> {
  return fc.array(host, { maxLength: 6 }).map((hosts) =>
    hosts.map(({ hostile, uuid, iovDisableIR, firewall: reading, ...parts }, index) => ({
      ...bareFacts(
        gen8(`esx-${index}`, {
          ...parts,
          name: `${hostile}esx-${index}`,
          uuid: uuid === null ? null : `uuid-${index}`,
        }),
      ),
      kernel: new Map([['iovDisableIR', iovDisableIR]]),
      firewall: reading,
    })),
  );
}

/** All that a person may ask for, and the destination that findings are judged for. */
export const asked = fc.record({
  pin: fc.boolean(),
  deny: fc.boolean(),
  allowBroadRuleset: fc.boolean(),
  allowed: fc.constantFrom(null, listOf('10.9.0.0/16'), listOf('10.1.1.1', '10.8.0.0/24')),
  vch: fc.constantFrom(null, '10.1.1.1', '10.9.3.4'),
});

function readingOf<T>(...values: readonly T[]): fc.Arbitrary<Reading<T>> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...values).map((each) => read(each)) },
    { weight: 1, arbitrary: fc.constantFrom<Reading<T>>(unread(TIMEOUT), ABSENT) },
  );
}

export const circumstances: fc.Arbitrary<HostCircumstances> = fc.record({
  managedBy: readingOf<string | null>(null, null, '10.0.0.1'),
  clusterProfile: readingOf(false, false, true),
  hostProfile: readingOf<string | null>(null, null, 'Gold'),
  bootDevice: readingOf<'disk' | 'stateless' | 'lost'>('disk', 'disk', 'stateless', 'lost'),
  stagedImage: readingOf(false, false, true),
});
