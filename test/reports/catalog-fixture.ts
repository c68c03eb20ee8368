import type { CatalogAgeReport } from '../../reports/catalog/age.ts';
import type { CatalogListing, KnownDefault, ListedRelease } from '../../src/model/catalog.ts';
import type { PatchListing, SettingAhead } from '../../src/model/patch-listing.ts';
import type { SiteCatalogListing } from '../../src/model/site-catalog-listing.ts';
import { fullScan } from './full-scan/full-scan.ts';

const measured = (value: string): KnownDefault => ({ value, confidence: 'measured', source: 'lab host' });
const told: KnownDefault = { value: 'TRUE', confidence: 'C2', source: 'an advisory' };

const PATCH_4: ListedRelease = {
  version: '6.0.0',
  branch: null,
  name: 'ESXi 6.0 Patch 4',
  also: null,
  bulletin: 'ESXi600-201611001',
  build: '4600944',
  released: '2016-11-22',
  recalled: false,
  confidence: 'C2',
  source: 'V+K',
  measured: false,
  known: [{ setting: 'iovDisableIR', ...told }],
  support: {
    line: '6.0',
    generalSupportEnds: '2020-03-12',
    technicalGuidanceEnds: '2022-03-12',
    confidence: 'C2',
    source: 'two lists',
    asOf: '2026-08-22',
  },
};

const UPDATE_3: ListedRelease = {
  ...PATCH_4,
  name: 'ESXi 6.0 Update 3',
  also: 'ESXi 6.0 U3 (again)',
  branch: 'Update 3',
  bulletin: null,
  build: '5050593',
  released: null,
  recalled: true,
  measured: true,
  known: [{ setting: 'iovDisableIR', ...measured('TRUE') }],
  support: null,
};

const TOOL = { name: 'esxcheck', version: '0.1.0' };

export function releaseListing(): CatalogListing {
  return { tool: TOOL, releases: [PATCH_4, UPDATE_3], flips: null };
}

/** A release that the catalog holds, and a build that it does not, of which the image was not told. */
export function learntListing(): SiteCatalogListing {
  const measured = {
    build: '4600944',
    version: '6.0.0',
    release: 'ESXi 6.0 Patch 4',
    host: 'esx-01.lab.example',
    day: '2026-11-30',
    machine: { vendor: 'HP', model: 'ProLiant DL380p Gen8', imageVendor: 'Hewlett Packard Enterprise' },
    image: 'HPE-ESXi-6.0.0',
    snapshot: 'ab'.repeat(32),
    defaults: new Map([
      ['iovDisableIR', 'TRUE'],
      ['__proto__', ''],
    ]),
  };
  const unknown = { vendor: 'HPE', model: 'ProLiant DL380 Gen10', imageVendor: null };
  return {
    tool: TOOL,
    file: '/home/audit/.local/state/esxcheck/catalog.jsonl',
    measurements: [
      measured,
      {
        ...measured,
        build: '99999999',
        version: '8.0.3',
        release: null,
        host: 'esx-02',
        machine: unknown,
        image: null,
      },
    ],
  };
}

/** Every kind of difference, one side of it unmeasured. */
export function flipListing(): CatalogListing {
  const { name, version, build, released, measured: isMeasured } = UPDATE_3;
  return {
    tool: TOOL,
    releases: [PATCH_4, UPDATE_3],
    flips: {
      from: { name: PATCH_4.name, version, build: PATCH_4.build, released: PATCH_4.released, measured: false },
      to: { name, version, build, released, measured: isMeasured },
      complete: false,
      flips: [
        { setting: 'com1_port', from: measured('0x3f8'), to: measured(''), change: 'default', labDependent: true },
        { setting: 'iovDisableIR', from: told, to: measured('FALSE'), change: 'default', labDependent: false },
        { setting: 'userInitPath', from: null, to: measured('/bin/init'), change: 'new', labDependent: false },
        { setting: 'vmwirePort', from: measured(''), to: null, change: 'gone', labDependent: false },
      ],
      same: 186,
    },
  };
}

/** A part that is old, one that is not, and one whose day is not known. `hostile` is around what texts there are. */
export function ageReport(hostile = ''): CatalogAgeReport {
  const release = { name: `${hostile}${PATCH_4.name}${hostile}`, build: PATCH_4.build };
  return {
    tool: TOOL,
    today: '2026-11-30',
    parts: [
      { part: 'releases', asOf: '2026-11-01', days: 29, release },
      { part: 'measured-defaults', asOf: '2016-11-22', days: 3660, release },
      { part: 'lifecycle', asOf: '2026-08-22', days: 100, release: null },
      { part: 'certified-models', asOf: null, days: null, release: null },
    ],
  };
}

/** Every change of a default, hosts of every path, one that could not be read and a target that could not be asked. */
export function fullPatch(): PatchListing {
  const { tool, startedAt, finishedAt, targets, targetRelease, hosts } = fullScan();
  if (targetRelease === null) throw new Error('the full scan has a target release');
  const [first, second, third, fourth, fifth, ...others] = hosts;
  if (!first || !second || !third || !fourth || !fifth) throw new Error('the full scan has hosts');
  const open = { path: 'open', remark: null, problem: null } as const;
  const ids = others.map(({ id }) => id);
  const setting = (parts: Partial<SettingAhead> & Pick<SettingAhead, 'setting' | 'change'>): SettingAhead => ({
    from: 'FALSE',
    to: measured('TRUE'),
    labDependent: false,
    mayFollow: ids,
    explicit: [],
    ...parts,
  });
  return {
    tool,
    startedAt,
    finishedAt,
    targets,
    targetRelease: { ...targetRelease, measured: true },
    hosts: [
      { host: first, ...open },
      { host: second, path: 'older', remark: 'ESXi 6.0 Patch 4 is older than what the host runs.', problem: null },
      { host: third, path: 'same-build', remark: 'The host runs ESXi 6.0 Patch 4 already.', problem: null },
      { host: fourth, path: 'not-certified', remark: 'The model is not certified for it.', problem: null },
      { host: fifth, ...open, problem: { code: 'timeout', detail: 'no answer in 60 s' } },
      ...others.map((host) => ({ host, ...open })),
    ],
    settings: [
      setting({ setting: 'iovDisableIR', change: 'default', explicit: [{ host: first.id, configured: 'TRUE' }] }),
      setting({
        setting: 'iovDisableIR',
        change: 'same',
        from: 'TRUE',
        mayFollow: [],
        explicit: [{ host: second.id, configured: 'FALSE' }],
      }),
      setting({
        setting: 'com1_port',
        change: 'default',
        from: '',
        to: measured('0'),
        labDependent: true,
        mayFollow: [first.id],
      }),
      setting({ setting: 'vmwirePort', change: 'gone', to: null }),
      setting({ setting: 'userInitPath', change: 'new', from: null, to: measured('/bin/init'), mayFollow: [] }),
      setting({
        setting: 'autoPartition',
        change: 'same',
        to: { value: 'FALSE', confidence: 'site', source: 'read on esx-02 of this scan, which runs it already' },
      }),
      setting({ setting: 'auditMode', change: 'same', to: measured('0') }),
      setting({
        setting: 'vtdSuperPages',
        change: 'default',
        to: { value: 'TRUE', confidence: 'site', source: 'measured on esx-01, 2026-11-30' },
        doubt: 'contradiction',
      }),
      setting({
        setting: 'maxVMs',
        change: 'not-measured',
        from: '0',
        to: { value: '0', confidence: 'inferred', source: 'ESXi 6.0 and ESXi 6.5' },
        doubt: 'between-measured',
      }),
      setting({
        setting: 'hyperthreading',
        change: 'not-measured',
        from: 'TRUE',
        to: {
          value: 'TRUE',
          confidence: 'site',
          source: 'measured on another model: HPE ProLiant DL380 Gen10, esx-09, 2026-11-30',
        },
        doubt: 'other-model',
      }),
      setting({
        setting: 'com2_port',
        change: 'not-measured',
        to: null,
        labDependent: true,
        doubt: 'depends-on-machine',
      }),
      setting({ setting: 'unheardOf', change: 'not-measured', from: null, to: null }),
    ],
  };
}
