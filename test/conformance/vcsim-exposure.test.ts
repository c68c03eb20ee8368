import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { against, scanDocument, type ScanDocument } from './support/esxcheck.ts';
import { MIXED_RELEASES } from './support/mixed-releases.ts';
import type { Ran } from './support/run.ts';
import { startVcsim, type Vcsim, type VcsimEquipment, type VcsimHost } from './support/vcsim.ts';
import { witness } from './support/witness.ts';

/** What the records of the vendor say of VMSA-2025-0004 (CVE-2025-22224) by build; of 6.5 that extended support alone has a fix. */
const ESXICAPE: Readonly<Record<string, string>> = {
  '5050593': 'unknown',
  '20502893': 'affected',
  '20497097': 'unknown',
  '19290878': 'affected',
  '24411414': 'affected',
  '24585291': 'fixed',
  '24569005': 'unknown',
  '23299997': 'affected',
  '22380479': 'affected',
  '24585300': 'fixed',
  '24022510': 'affected',
  '24585383': 'fixed',
  '24600000': 'unknown',
  '24957456': 'not-affected',
  '25557999': 'not-affected',
};

/** A host's facts, each by a rule that asks no more than that it is there: the finding then tells the value. */
const FACTS = ['firmwareType', 'tpmVersion', 'cpuXsave', 'memoryMiB', 'nicDrivers', 'adapterDrivers', 'pciDevices'];

const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].toSorted();

function expectedFacts(told: VcsimEquipment): Readonly<Record<string, unknown>> {
  return {
    firmwareType: told.firmware === '' ? null : told.firmware,
    tpmVersion: told.tpm === '' ? null : told.tpm,
    cpuXsave: String(told.xsave),
    memoryMiB: String(told.memoryMiB),
    // The cards of vcsim take the drivers in turn, and there are two.
    nicDrivers: sorted(told.nicDrivers),
    adapterDrivers: sorted(told.adapterDrivers),
    pciDevices: told.pciDevices,
  };
}

/** What the pack must say of a host for 9.0, by what the server was told that the host is, and by nothing else. */
function expectedVerdicts({ version, equipment }: VcsimHost): Readonly<Record<string, string>> {
  if (equipment === null) throw new Error('the hosts of this server are equipped');
  const isOf6 = version.startsWith('6.');
  const lost = (drivers: readonly string[], gone: readonly string[]): string =>
    isOf6 ? (drivers.some((driver) => gone.includes(driver)) ? 'fail' : 'pass') : 'not-applicable';
  return {
    'boots-by-uefi': equipment.firmware === '' ? 'unknown' : equipment.firmware === 'UEFI' ? 'pass' : 'fail',
    'tpm-2': equipment.tpm === '2.0' ? 'pass' : 'warn',
    'cpu-xsave': equipment.xsave ? 'pass' : 'fail',
    'memory-8-gb': equipment.memoryMiB >= 8192 ? 'pass' : 'warn',
    'no-vmklinux-nic': lost(equipment.nicDrivers, ['bnx2x', 'cnic', 'ixgbe']),
    'no-vmklinux-adapter': lost(equipment.adapterDrivers, ['hpsa', 'mptsas']),
  };
}

const MITIGATED = ['warn', 'unknown'];

interface PrepatchDocument {
  readonly hosts: readonly { readonly name: string; readonly answer: string }[];
}

function idOf(host: string): string {
  return host.slice(host.lastIndexOf('/') + 1);
}

witness('exposure of a mixed estate, by one scan of vcsim', 'go', () => {
  let folder: string;
  let vcsim: Vcsim;
  let ran: Ran;
  let document: ScanDocument;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'esxcheck-exposure-'));
    await mkdir(join(folder, 'facts'));
    for (const fact of FACTS) await writeFile(join(folder, 'facts', `${fact.toLowerCase()}.yaml`), ruleOf(fact));
    vcsim = await startVcsim({ hosts: MIXED_RELEASES.length, clusters: 1, releases: MIXED_RELEASES, api: '8.0.3.0' });
    const packs = ['advisories', 'upgrade', 'facts'].flatMap((pack) => ['--pack', pack]);
    const how = [...packs, '--rules', folder, '--target-release', '9.0', '--format', 'json'];
    ran = await against(vcsim, 'scan', ...how);
    if (ran.stdout === '') throw new Error(ran.stderr);
    document = scanDocument(ran);
  });
  afterAll(async () => {
    await vcsim[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const verdictsOf = (host: VcsimHost) =>
    new Map(document.findings.filter((each) => idOf(each.host) === host.id).map((each) => [each.rule, each]));

  test('reads what each host was told to be made of', () => {
    for (const host of vcsim.hosts) {
      const found = verdictsOf(host);
      const facts = Object.fromEntries(
        FACTS.map((fact) => [fact, found.get(`facts/${fact.toLowerCase()}`)?.observed ?? null]),
      );
      expect([host.id, facts]).toEqual([host.id, expectedFacts(host.equipment as VcsimEquipment)]);
    }
  });

  test('says whether each host can take 9.0 by that alone, and of a host that does not tell nothing', () => {
    for (const host of vcsim.hosts) {
      const found = verdictsOf(host);
      const expected = expectedVerdicts(host);
      const said = Object.keys(expected).map((rule) => [rule, found.get(`upgrade/${rule}`)?.verdict]);
      expect([host.id, Object.fromEntries(said)]).toEqual([host.id, expected]);
    }
    expect(ran.status).toBe(1);
  });

  test('judges every host by every advisory, each with its source and its day', () => {
    const rules = document.rules.filter(({ id }) => id.startsWith('advisories/'));
    expect(rules.length).toBeGreaterThan(20);
    for (const { id, references, advisory } of rules) {
      const about = document.findings.filter(({ rule }) => rule === id);
      expect([id, about.length]).toEqual([id, MIXED_RELEASES.length]);
      expect(references).toContain(advisory?.id);
      expect(advisory?.asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(advisory?.exploited.source).not.toBe('');
    }
  });

  test('tells the hosts that are open to VMSA-2025-0004 as the records of the vendor do', () => {
    const rule = 'advisories/vmsa-2025-0004-cve-2025-22224';
    for (const host of vcsim.hosts) {
      const finding = verdictsOf(host).get(rule);
      expect([host.build, finding?.exposure?.status]).toEqual([host.build, ESXICAPE[host.build]]);
    }
  });

  test('nothing unseen is called fixed, and nothing open passes', () => {
    const exposed = document.findings.filter(({ exposure }) => exposure !== undefined);
    expect(exposed.length).toBeGreaterThan(300);
    for (const { rule, verdict, exposure } of exposed) {
      // One whose way in is shut on the host is mitigated: a warning, or unknown for what the planned release makes of it.
      if (exposure?.status === 'affected')
        expect([rule, exposure.mitigated ? MITIGATED : ['fail']]).toEqual([rule, expect.arrayContaining([verdict])]);
      if (exposure?.status === 'unknown') expect([rule, verdict]).toEqual([rule, 'unknown']);
    }
  });

  test('prepatch says so of each host, and lets no Gen8 host through to 9.0', async () => {
    const answer = await against(vcsim, 'prepatch', '--to', '9.0', '--format', 'json');
    expect(answer.status).toBe(1);
    const { hosts } = JSON.parse(answer.stdout) as PrepatchDocument;
    expect(hosts.length).toBe(vcsim.hosts.length);
    const gen8 = vcsim.hosts.filter(({ model }) => /gen8/i.test(model)).map(({ name }) => name);
    const answers = new Map(hosts.map(({ name, answer: said }) => [name, said]));
    for (const name of gen8)
      expect([name, answers.get(name)]).toEqual([name, expect.stringMatching(/^(not-ready|unknown)$/)]);
    expect(new Set(answers.values()).size).toBeGreaterThan(1);
  });
});

function ruleOf(fact: string): string {
  const name = `host.${fact}`;
  const sample = { memoryMiB: '4096', cpuXsave: 'true', firmwareType: 'UEFI', tpmVersion: "'2.0'" }[fact] ?? '[one]';
  return [
    `id: facts/${fact.toLowerCase()}`,
    `title: The host tells ${fact}`,
    'severity: info',
    'because: It is what is looked at here.',
    `check: { property: { name: ${name}, present: true } }`,
    'examples:',
    `  - { facts: { ${name}: ${sample} }, verdict: pass }`,
    `  - { facts: { ${name}: absent }, verdict: fail }`,
    `  - { facts: { ${name}: unread }, verdict: unknown }`,
    '',
  ].join('\n');
}
