import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { WITNESSED_HOSTS } from './support/estate.ts';
import { GOVC } from './support/paths.ts';
import { run, type Ran } from './support/run.ts';
import { ACCOUNT, startWitnessed, type Witnessed } from './support/simulator.ts';
import { witness } from './support/witness.ts';

const GEN8 = '/Lab/host/Compute/esx01.lab.test';
const KERNEL = ['system', 'settings', 'kernel'];
const GONE = '/Lab/host/Compute/esx03.lab.test';

function sorted(names: readonly (string | undefined)[]): readonly string[] {
  return names.filter((name) => name !== undefined).toSorted((a, b) => a.localeCompare(b));
}

witness('govc against our simulator', 'go', () => {
  let at: Witnessed;
  beforeEach(async () => {
    at = await startWitnessed();
    return () => at[Symbol.asyncDispose]();
  });

  function govcTrusting(trust: Record<string, string>, args: readonly string[]): Promise<Ran> {
    const { url } = at.simulator;
    const account = { GOVC_USERNAME: ACCOUNT.user, GOVC_PASSWORD: ACCOUNT.password };
    return run(GOVC, args, { env: { GOVC_URL: url, GOVC_HOME: at.folder, HOME: at.folder, ...account, ...trust } });
  }

  /** Runs a command that must succeed, and returns what it printed. */
  async function govc(...args: readonly string[]): Promise<string> {
    const ran = await govcTrusting({ GOVC_TLS_CA_CERTS: at.caFile, GOVC_PERSIST_SESSION: 'false' }, args);
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    return ran.stdout;
  }

  async function govcJson<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await govc(...args, '-json')) as T;
  }

  /** Runs a command that must be refused, and returns why. */
  async function refused(...args: readonly string[]): Promise<string> {
    const ran = await govcTrusting({ GOVC_TLS_CA_CERTS: at.caFile, GOVC_PERSIST_SESSION: 'false' }, args);
    expect(ran.status).toBe(1);
    return ran.stderr;
  }

  test('about names the product', async () => {
    const { about } = await govcJson<{ about: Record<string, string> }>('about');
    expect(about).toMatchObject({
      apiType: 'VirtualCenter',
      productLineId: 'vpx',
      version: '8.0.3',
      build: '24022515',
    });
  });

  test('tags.ls and tags.category.ls read tags over REST', async () => {
    await using ours = await startWitnessed('tags: [Environment=Lab, Environment=Production, Role=Canary]');
    const env = { GOVC_URL: ours.simulator.url, GOVC_USERNAME: ACCOUNT.user, GOVC_PASSWORD: ACCOUNT.password };
    const trust = { GOVC_TLS_CA_CERTS: ours.caFile, GOVC_PERSIST_SESSION: 'false', HOME: ours.folder };
    const asked = async (...words: readonly string[]): Promise<readonly string[]> => {
      const { stdout } = await run(GOVC, words, { env: { ...env, ...trust } });
      return stdout.trim().split(/\s+/).toSorted();
    };
    expect(await asked('tags.category.ls')).toEqual(['Environment', 'Role']);
    expect(await asked('tags.ls')).toEqual(['Canary', 'Environment', 'Environment', 'Lab', 'Production', 'Role']);
    expect([ours.simulator.openSessions, ours.simulator.openRestSessions]).toEqual([0, 0]);
  });

  test('ls walks the inventory', async () => {
    expect(await govc('ls', '/Lab/host')).toBe('/Lab/host/Compute\n/Lab/host/Many\n/Lab/host/alone.lab.test\n');
    expect((await govc('ls', '/Lab/host/Compute')).split('\n').filter((line) => line.includes('esx'))).toHaveLength(3);
  });

  test('find sees every host, connected or not', async () => {
    const names = (await govc('find', '/', '-type', 'h'))
      .trimEnd()
      .split('\n')
      .map((path) => path.split('/').at(-1));
    expect(sorted(names)).toEqual(WITNESSED_HOSTS);
  });

  test('host.info reads a whole host', async () => {
    interface HostInfo {
      readonly hostSystems: readonly {
        readonly name: string;
        readonly hardware: { readonly systemInfo: object };
        readonly summary: { readonly config: { readonly product: object } };
        readonly runtime: object;
      }[];
    }
    const { hostSystems } = await govcJson<HostInfo>('host.info', '-host.ipath', GEN8);
    expect(hostSystems).toHaveLength(1);
    expect(hostSystems[0]).toMatchObject({
      name: 'esx01.lab.test',
      hardware: { systemInfo: { vendor: 'HP', model: 'ProLiant DL380p Gen8' } },
      summary: { config: { product: { version: '6.0.0', build: '5050593' } } },
      runtime: { connectionState: 'connected', powerState: 'poweredOn', inMaintenanceMode: false },
    });
  });

  test('host.info for people prints the state', async () => {
    const text = await govc('host.info', '-host.ipath', GEN8);
    expect(text).toMatch(/Name: +esx01\.lab\.test/);
    expect(text).toMatch(/State: +connected/);
  });

  test('object.collect reads properties of every kind', async () => {
    expect(await govc('object.collect', '-s', GEN8, 'name')).toBe('esx01.lab.test\n');
    expect(await govc('object.collect', '-s', GEN8, 'runtime.connectionState')).toBe('connected\n');
    expect(await govc('object.collect', '-s', GEN8, 'summary.hardware.model')).toBe('ProLiant DL380p Gen8\n');
    expect(await govc('object.collect', '-s', GEN8, 'parent')).toMatch(/^ClusterComputeResource:domain-c\d+\n$/);
    expect(await govc('object.collect', '-json', GEN8, 'config.firewall')).toContain('"vic-engine"');
  });

  test('object.collect of a type reads every object of it', async () => {
    const names = (await govc('object.collect', '-s', '-type', 'h', '/', 'name')).trimEnd().split('\n');
    expect(sorted(names)).toEqual(WITNESSED_HOSTS);
  });

  test('host.esxcli prints the three values of a kernel setting', async () => {
    const text = await govc('host.esxcli', '-host.ipath', GEN8, ...KERNEL, 'list', '-o', 'iovDisableIR');
    expect(text).toMatch(/^Name +Type +Configured +Runtime +Default/);
    expect(text).toMatch(/^iovDisableIR +Bool +FALSE +TRUE +TRUE/m);
  });

  test('host.esxcli sets what holds from the next boot on', async () => {
    const host = ['host.esxcli', '-host.ipath', GEN8];
    expect(await govc(...host, ...KERNEL, 'set', '-s', 'iovDisableIR', '-v', 'TRUE')).toBe('true\n');
    const text = await govc(...host, ...KERNEL, 'list', '-o', 'iovDisableIR');
    expect(text).toMatch(/^iovDisableIR +Bool +TRUE +TRUE +TRUE/m);
  });

  test('host.esxcli tells whether the firewall is on', async () => {
    const text = await govc('host.esxcli', '-host.ipath', GEN8, 'network', 'firewall', 'get');
    expect(text).toMatch(/DefaultAction: +DROP/);
    expect(text).toMatch(/Enabled: +true/);
    expect(text).toMatch(/Loaded: +true/);
  });

  test('host.esxcli is told why there is no such setting', async () => {
    const args = [...KERNEL, 'list', '-o', 'noSuchSetting'];
    expect(await refused('host.esxcli', '-host.ipath', GEN8, ...args)).toContain('Unable to find');
  });

  test('host.esxcli is refused on a disconnected host', async () => {
    expect(await refused('host.esxcli', '-host.ipath', GONE, 'network', 'firewall', 'get')).toMatch(
      /communicat|connected/i,
    );
  });

  test('firewall.ruleset.find names the rulesets that would open a port', async () => {
    const closed = await govc(
      'firewall.ruleset.find',
      '-host.ipath',
      GEN8,
      '-direction',
      'outbound',
      '-port',
      '2377',
      '-enabled=false',
    );
    expect(closed.split('\n')).toContain('vic-engine');
  });

  test('host.maintenance.enter and exit wait for their tasks', async () => {
    expect(await govc('host.maintenance.enter', '-host.ipath', GEN8)).toContain('OK');
    expect(await govc('object.collect', '-s', GEN8, 'runtime.inMaintenanceMode')).toBe('true\n');
    expect(await govc('host.maintenance.exit', '-host.ipath', GEN8)).toContain('OK');
    expect(await govc('object.collect', '-s', GEN8, 'runtime.inMaintenanceMode')).toBe('false\n');
  });

  test('host.option.ls reads an advanced option', async () => {
    const text = await govc('host.option.ls', '-host.ipath', GEN8, 'VMkernel.Boot.iovDisableIR');
    expect(text).toMatch(/VMkernel\.Boot\.iovDisableIR: +false/);
  });

  test('a session is listed, kept and logged out', async () => {
    const trust = { GOVC_TLS_CA_CERTS: at.caFile, GOVC_PERSIST_SESSION: 'true' };
    expect(await govcTrusting(trust, ['session.login'])).toMatchObject({ status: 0 });
    expect(at.simulator.openSessions).toBe(1);
    expect((await govcTrusting(trust, ['session.ls'])).stdout).toContain(ACCOUNT.user.split('@')[0]);
    expect(at.simulator.openSessions).toBe(1);
    expect(await govcTrusting(trust, ['session.logout'])).toMatchObject({ status: 0 });
    expect(at.simulator.openSessions).toBe(0);
  });

  test('every other command leaves no session behind', async () => {
    await govc('about');
    expect(at.simulator.openSessions).toBe(0);
  });

  test('a wrong password is an invalid login', async () => {
    const ran = await govcTrusting({ GOVC_TLS_CA_CERTS: at.caFile, GOVC_PASSWORD: 'wrong' }, ['ls']);
    expect(ran.status).toBe(1);
    expect(ran.stderr).toMatch(/incorrect user name or password/);
  });

  test('the certificate is refused unknown, and accepted by its thumbprint in a known-hosts file', async () => {
    expect((await govcTrusting({}, ['about'])).stderr).toMatch(/certificate/);
    const { host, port, certificate } = at.simulator;
    const known = join(at.folder, 'known_hosts');
    await writeFile(known, `${host}:${port} ${certificate.sha256}\n`);
    expect(await govcTrusting({ GOVC_TLS_KNOWN_HOSTS: known }, ['about'])).toMatchObject({ status: 0 });
  });

  test('about.cert reads the thumbprint that the simulator says it has', async () => {
    const ran = await govcTrusting({}, ['about.cert', '-k', '-thumbprint']);
    expect(ran.stdout).toBe(`127.0.0.1:${at.simulator.port} ${at.simulator.certificate.sha256}\n`);
  });
});
