import { beforeEach, expect, test } from 'vitest';
import { WITNESSED_HOSTS } from './support/estate.ts';
import { PYTHON, PYTHON_SCRIPTS } from './support/paths.ts';
import { run, type Ran } from './support/run.ts';
import { ACCOUNT, startWitnessed, type Witnessed } from './support/simulator.ts';
import { witness } from './support/witness.ts';

const GEN8 = 'esx01.lab.test';
const GONE = 'esx03.lab.test';

witness('pyVmomi against our simulator', 'python', () => {
  let at: Witnessed;
  beforeEach(async () => {
    at = await startWitnessed();
    return () => at[Symbol.asyncDispose]();
  });

  function runStep(step: string, trust: string, args: readonly string[]): Promise<Ran> {
    const { host, port } = at.simulator;
    const env = { WITNESS_USER: ACCOUNT.user, WITNESS_PASSWORD: ACCOUNT.password };
    return run(PYTHON, [`${PYTHON_SCRIPTS}/witness.py`, step, host, String(port), trust, ...args], { env });
  }

  /** What one step saw; the session it had must be gone by then. */
  async function saw(step: string, ...args: readonly string[]): Promise<unknown> {
    const ran = await runStep(step, at.caFile, args);
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    expect(at.simulator.openSessions).toBe(0);
    return JSON.parse(ran.stdout);
  }

  test('negotiates the version and logs in', async () => {
    expect(await saw('login')).toMatchObject({
      apiType: 'VirtualCenter',
      version: '8.0.3',
      user: expect.stringMatching(/administrator/i),
      stub: expect.stringMatching(/urn:vim25\/8\.0\.3\.0/),
    });
  });

  test('is refused with a wrong password, by the type of the fault', async () => {
    expect(await saw('badlogin')).toMatchObject({ fault: 'vim.fault.InvalidLogin' });
  });

  test('accepts the certificate by its thumbprint alone', async () => {
    const ran = await runStep('pinned', at.simulator.certificate.sha256, []);
    expect(ran).toMatchObject({ status: 0, stderr: '' });
  });

  test('reads properties of hosts one by one', async () => {
    const hosts = (await saw('hosts')) as readonly { readonly name: string }[];
    expect(hosts.map((host) => host.name).toSorted()).toEqual(WITNESSED_HOSTS);
    expect(hosts.find((host) => host.name === GEN8)).toMatchObject({
      vendor: 'HP',
      model: 'ProLiant DL380p Gen8',
      version: '6.0.0',
      build: '5050593',
      state: 'connected',
      power: 'poweredOn',
      maintenance: false,
      parent: 'Compute',
      parentType: 'vim.ClusterComputeResource',
    });
    expect(hosts.find((host) => host.name === GONE)).toMatchObject({ state: 'disconnected' });
  });

  test('pages through the hosts, and a token works once', async () => {
    const { sizes, names, usedTokenAgain } = (await saw('pages', '3')) as {
      readonly sizes: readonly number[];
      readonly names: readonly string[];
      readonly usedTokenAgain: string | null;
    };
    expect(sizes).toEqual([3, 3, 2]);
    expect(names.toSorted()).toEqual(WITNESSED_HOSTS);
    expect(usedTokenAgain).not.toBeNull();
    expect(at.simulator.openTokens).toBe(0);
  });

  test('gives back the pages that it does not want', async () => {
    expect(await saw('cancel')).toEqual({ objects: 1 });
    expect(at.simulator.openTokens).toBe(0);
  });

  test('is refused a property that does not exist', async () => {
    expect(await saw('badpath')).toEqual({ fault: 'vmodl.query.InvalidProperty', name: 'noSuchThing' });
  });

  test('makes views of several types, a base class among them', async () => {
    expect(await saw('view')).toEqual({
      Datacenter: ['Lab'],
      ComputeResource: ['Compute', 'Many', 'alone.lab.test'],
      ClusterComputeResource: ['Compute', 'Many'],
      HostSystem: WITNESSED_HOSTS,
    });
  });

  test('reads the three values of a kernel setting by esxcli', async () => {
    expect(await saw('kernel', GEN8, 'iovDisableIR')).toMatchObject([
      { Name: 'iovDisableIR', Type: 'Bool', Default: 'TRUE', Configured: 'FALSE', Runtime: 'TRUE' },
    ]);
  });

  test('sets what holds from the next boot on', async () => {
    expect(await saw('setkernel', GEN8, 'iovDisableIR', 'TRUE')).toMatchObject({
      answer: 'true',
      rows: [{ Default: 'TRUE', Configured: 'TRUE', Runtime: 'TRUE' }],
    });
  });

  test('is told why there is no such setting', async () => {
    expect(await saw('noesxcli', GEN8, 'noSuchSetting')).toEqual({ error: expect.stringContaining('Unable to find') });
  });

  test('is refused esxcli on a disconnected host', async () => {
    expect(await saw('noesxcli', GONE, 'iovDisableIR')).toEqual({
      fault: expect.stringMatching(/HostNotConnected|HostCommunication/),
    });
  });

  test('reads whether the firewall is on', async () => {
    expect(await saw('firewall', GEN8)).toEqual([{ DefaultAction: 'DROP', Enabled: 'true', Loaded: 'true' }]);
  });

  test('enables a ruleset on one host alone', async () => {
    expect(await saw('ruleset', GEN8, 'vic-engine')).toEqual({
      before: false,
      after: true,
      unknown: 'vim.fault.NotFound',
    });
    expect(await saw('rulesets', GEN8)).toMatchObject({ 'vic-engine': { enabled: true, ports: [2377] } });
    expect(await saw('rulesets', 'many-01.lab.test')).toMatchObject({ 'vic-engine': { enabled: false } });
  });

  test('enters and leaves maintenance mode, and is told when it is done', async () => {
    expect(await saw('maintenance', GEN8)).toMatchObject([
      { state: 'success', maintenance: true, entity: GEN8 },
      { state: 'success', maintenance: false, entity: GEN8 },
    ]);
  });

  test('reads an advanced option with its type, and is refused an unknown one', async () => {
    expect(await saw('option', GEN8, 'VMkernel.Boot.iovDisableIR')).toEqual({
      found: [['VMkernel.Boot.iovDisableIR', false]],
      unknown: 'vim.fault.InvalidName',
    });
  });

  test('is not authenticated after it logged out', async () => {
    expect(await saw('logout')).toEqual({ after: 'vim.fault.NotAuthenticated' });
  });
});
