import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planText, sealed } from '../../src/plan/plan-text.ts';
import { runIn } from '../cli/captured-io.ts';
import { ACCOUNT } from '../support/simulated-vcenter.ts';
import { type Lie, lyingVcenter } from './lying-vcenter.ts';
import { KERNEL, planOf, temporaryFolder, wrongEstate } from './support.ts';

/** Rewrites each object of an answer that holds a property. */
function about(path: string, rewrite: (object: string) => string): Lie {
  return (answer) =>
    answer.replace(/<objects>.*?<\/objects>/gs, (object) =>
      object.includes(`<name>${path}</name>`) ? rewrite(object) : object,
    );
}

const ELSEWHERE: Lie = about('entity', (object) =>
  object
    .replace(/(<obj type="\w+">)[^<]*/, '$1another')
    .replace(/(<name>entity<\/name>)<val.*?<\/val>/s, '$1<val xsi:type="ArrayOfManagedObjectReference"/>'),
);
const OTHER_UUID = 'ffffffff-0000-0000-0000-000000000000';

async function applied(estate: string, lie: Lie): Promise<{ exitCode: number; values: readonly string[] }> {
  await using vcenter = await lyingVcenter(estate);
  await using folder = await temporaryFolder();
  const { shown, truth } = vcenter;
  const plan = join(folder.path, 'plan.json');
  await writeFile(plan, planText(sealed(planOf(truth, [KERNEL]))));
  vcenter.tell(lie);
  const to = ['--target', `${shown.host}:${shown.port}`, '--user', ACCOUNT.user];
  const trust = ['--thumbprint', truth.certificate.sha256, '--timeout', '5'];
  const env = { ESXCHECK_PASSWORD: ACCOUNT.password, XDG_STATE_HOME: folder.path };
  const { exitCode } = await runIn(['apply', plan, '--confirm', ...to, ...trust], { env });
  return { exitCode, values: truth.hosts.map(({ kernel }) => kernel.get('iovDisableIR')?.configured ?? '') };
}

function unset(object: string): string {
  return object.replace('>true<', '>false<');
}

describe('nothing is written where', () => {
  const profiled = wrongEstate(1).replace('vendor: HP', 'hostProfile: Blades\n            vendor: HP');
  const configured = wrongEstate(1).replace('- name: C1', '- name: C1\n        configManagerEnabled: true');

  test.each<[string, string, Lie]>([
    ['another object answers for a host profile', profiled, ELSEWHERE],
    ['a cluster is told twice', configured, about('configManagerEnabled', (object) => unset(object) + object)],
    [
      'a property comes without its name',
      configured,
      about('configManagerEnabled', (object) => object.replaceAll('<name>configManagerEnabled</name>', '<name/>')),
    ],
    [
      'a host is told twice, with another UUID',
      wrongEstate(1),
      about('summary.hardware', (object) => object + object.replace(/<uuid>[^<]*/g, `<uuid>${OTHER_UUID}`)),
    ],
    [
      'a property comes without its value',
      wrongEstate(1),
      about('summary.hardware', (object) => object.replace(/(<name>summary.hardware<\/name>)<val.*?<\/val>/s, '$1')),
    ],
  ])('%s', async (_where, estate, lie) => {
    const { exitCode, values } = await applied(estate, lie);
    expect(values).toEqual(['TRUE']);
    expect(exitCode).toBe(1);
  });

  test('an object does not tell which it is, which is no bug of ours', async () => {
    const lie = about('summary.hardware', (object) => object.replace(/<obj .*?<\/obj>/s, ''));
    const { exitCode, values } = await applied(wrongEstate(1), lie);
    expect(values).toEqual(['TRUE']);
    expect(exitCode).toBe(1);
  });
});
