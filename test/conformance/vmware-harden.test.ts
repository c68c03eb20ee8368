import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HARDENED_ESTATE } from './harden/estate.ts';
import { HARDEN, HARDEN_SCRIPTS } from './support/paths.ts';
import { run, type Ran } from './support/run.ts';
import { ACCOUNT, startWitnessed, type Witnessed } from './support/simulator.ts';
import { witness } from './support/witness.ts';

type Kind = 'host' | 'vm' | 'datastore' | 'vcenter';
type Attributes = Readonly<Record<string, unknown>>;
interface Twin {
  readonly nodes: Readonly<Record<Kind, Readonly<Record<string, Attributes>>>>;
  readonly asked: Readonly<Record<Kind, readonly string[]>>;
}

const GIBIBYTE = 2 ** 30;

/** Another maker's collector, unmodified: it is judged by what the estate says, not by its exit code. */
witness('vmware-harden against our simulator', 'harden', () => {
  let at: Witnessed;
  let scans: readonly Ran[];
  let twin: Twin;

  beforeAll(async () => {
    at = await startWitnessed(HARDENED_ESTATE);
    await configure(at);
    // The first reads hosts, VMs and datastores, the second the vCenter; the distributed firewall is not vSphere's.
    scans = [await scan(at, 'dengbao-2.0-level3-vmware'), await scan(at, 'vmsa-advisories')];
    twin = JSON.parse((await run(`${HARDEN}/python`, [`${HARDEN_SCRIPTS}/twin.py`, database(at)])).stdout) as Twin;
  });
  afterAll(() => at[Symbol.asyncDispose]());

  test('reads hosts, VMs, datastores and the vCenter, and leaves nothing behind', () => {
    expect(scans.map(({ status }) => status)).toEqual([0, 0]);
    expect(scans[0]?.stdout).toMatch(/Collected 3 host .*\n.*Collected 2 vm .*\n.*Collected 5 datastore /);
    expect(scans[1]?.stdout).toContain('Collected 1 vcenter entities');
    expect(at.simulator.openSessions).toBe(0);
    expect(at.simulator.openTokens).toBe(0);
  });

  test('finds everything that it asks for on a host', () => {
    expect(missing(twin, 'host', 'tight.lab.test')).toEqual([]);
    expect(missing(twin, 'vm', 'web')).toEqual([]);
    expect(missing(twin, 'datastore', 'fast')).toEqual([]);
    expect(missing(twin, 'vcenter', 'sim')).toEqual([]);
    // The older host: no TPM to attest, no password history before 7.0, no setting for secure boot before 8.0.3.
    expect(missing(twin, 'host', 'loose.lab.test')).toEqual(['host_tpm_attested', 'password_history']);
  });

  test('reads of a tight host what the estate says', () => {
    const seconds = (Date.now() - Date.parse('2026-01-04T05:30:00Z')) / 1000;
    const host = twin.nodes.host['tight.lab.test'];
    expect(host).toMatchObject({
      connection_state: 'connected',
      power_state: 'poweredOn',
      cpu_cores: 48,
      cpu_threads: 96,
      memory_gb: 512,
      esxi_version: '8.0.3',
      esxi_build: '24022510',
      vm_count: 2,
      account_lock_failures: 3,
      account_unlock_time: 900,
      password_history: 7,
      dcui_access: 'root,breakglass',
      shell_timeout_seconds: 600,
      mob_enabled: false,
      block_guest_bpdu: 1,
      syslog_remote_host: 'tcp://192.0.2.9:514',
      ntp_enabled: true,
      ntp_service_policy_on: true,
      ntp_servers: ['192.0.2.1', '192.0.2.2'],
      ssh_running: false,
      ssh_enabled: false,
      firewall_enabled: true,
      lockdown_mode: 'lockdownStrict',
      lockdown_exceptions_count: 2,
      persistent_logs: true,
      secure_boot_enabled: true,
      host_tpm_attested: true,
      image_profile_acceptance: 'vmware_certified',
      tls_min_version: '1.2',
      ad_joined: true,
      mgmt_vlan_tagged: true,
      standard_vswitch_count: 1,
      vswitch_promiscuous_mode: 'reject',
      forged_transmits: 'reject',
      mac_address_changes: 'reject',
    });
    expect(Math.abs(Number(host?.['uptime_seconds']) - seconds)).toBeLessThan(120);
  });

  test('reads of a loose host what the estate says', () => {
    expect(twin.nodes.host['loose.lab.test']).toMatchObject({
      cpu_cores: 8,
      cpu_threads: 16,
      memory_gb: 64,
      esxi_version: '6.7.0',
      esxi_build: '8169922',
      vm_count: 0,
      mob_enabled: true,
      ntp_enabled: false,
      ntp_service_policy_on: false,
      ntp_servers: [],
      ssh_running: true,
      ssh_enabled: true,
      firewall_enabled: false,
      lockdown_mode: 'lockdownDisabled',
      lockdown_exceptions_count: 0,
      persistent_logs: false,
      secure_boot_enabled: false,
      image_profile_acceptance: 'community',
      tls_min_version: '1.1',
      ad_joined: false,
      mgmt_vlan_tagged: false,
      vswitch_promiscuous_mode: 'accept',
      forged_transmits: 'accept',
      mac_address_changes: 'reject',
    });
  });

  test('measures nothing of a host that is gone', () => {
    expect(twin.nodes.host['gone.lab.test']).toEqual({
      id: 'gone.lab.test',
      name: 'gone.lab.test',
      connection_state: 'disconnected',
      measured: false,
    });
  });

  test('reads VMs and datastores as the estate has them', () => {
    const on = { host: 'tight.lab.test', cpu: 2, memory_mb: 4096 };
    expect(twin.nodes.vm).toMatchObject({
      web: { ...on, power_state: 'poweredOn', secure_boot: true, hw_version_int: 21 },
      batch: { ...on, power_state: 'poweredOff', secure_boot: false, hw_version_int: 13, ip_address: null },
    });
    const readable = { type: 'VMFS', total_gb: 2 ** 40 / GIBIBYTE, free_gb: 2 ** 39 / GIBIBYTE, accessible: true };
    expect(twin.nodes.datastore).toMatchObject({
      boot: readable,
      'boot (1)': readable,
      'boot (2)': { accessible: false },
      fast: readable,
      slow: readable,
    });
  });

  test('reads version, build and identity of the vCenter', () => {
    expect(twin.nodes.vcenter['sim']).toMatchObject({
      id: at.simulator.estate.instanceUuid,
      api_type: 'VirtualCenter',
      vcenter_version: '8.0.3',
      vcenter_build: '24022515',
    });
  });
});

function missing({ nodes, asked }: Twin, kind: Kind, name: string): readonly string[] {
  const told = Object.keys(nodes[kind][name] ?? {});
  return asked[kind].filter((attribute) => !told.includes(attribute));
}

function database({ folder }: Witnessed): string {
  return join(folder, 'twin.duckdb');
}

/** It finds its targets below the home folder; the two packages that it reads by have a file each. */
async function configure({ simulator, folder }: Witnessed): Promise<void> {
  const { host, port } = simulator;
  const target = `{ name: sim, host: ${host}, port: ${port}, username: ${ACCOUNT.user}, type: vcenter, verify_ssl: true }`;
  for (const part of ['.vmware-aiops', '.vmware-storage']) {
    await mkdir(join(folder, part));
    await writeFile(join(folder, part, 'config.yaml'), `targets:\n  - ${target}\n`);
  }
}

function scan(at: Witnessed, baseline: string): Promise<Ran> {
  const env = { HOME: at.folder, SSL_CERT_FILE: at.caFile, VMWARE_SIM_PASSWORD: ACCOUNT.password };
  const args = ['scan', '--target', 'sim', '--baseline', baseline, '--db', database(at)];
  return run(`${HARDEN}/vmware-harden`, args, { env });
}
