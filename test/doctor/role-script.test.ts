import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { roleScript } from '../../src/doctor/role-script.ts';
import { PRIVILEGES } from '../../src/model/privileges.ts';
import { runIn } from '../cli/captured-io.ts';

const PRINCIPALS = ["o'hara@vsphere.local", '$(touch /tmp/x)', 'a b', '`id`', '\u2019; Remove-VIRole x'];

test('a shell runs the govc script, and takes the account for one word, whatever is in it', () => {
  for (const principal of PRINCIPALS) {
    const script = roleScript('govc', { purpose: 'reading', principal });
    const heard = execFileSync('sh', ['-c', `govc() { printf '<%s>' "$@"; printf '\\n'; }\n${script}`], {
      encoding: 'utf8',
    });
    expect(heard).toBe(
      '<role.create><esxcheck-reading><Global.Settings>\n' +
        `<permissions.set><-principal><${principal}><-role><esxcheck-reading><-propagate=true></>\n`,
    );
  }
});

test('both scripts name every privilege of their purpose but those that every role has', () => {
  const wanted = PRIVILEGES.map(({ id }) => id).filter((id) => !id.startsWith('System.'));
  for (const tool of ['govc', 'powercli'] as const) {
    const script = roleScript(tool, { purpose: 'remediating', principal: 'a' });
    for (const id of wanted) expect(script.replaceAll(/^#.*$/gm, '')).toContain(id);
  }
});

test('PowerShell quotes of every kind are doubled', () => {
  const script = roleScript('powercli', { purpose: 'reading', principal: "a'b\u2019c" });
  expect(script).toContain("-Principal 'a''b\u2019\u2019c' -Role");
});

test('the command prints it without asking anybody, and refuses a target beside it', async () => {
  const printed = await runIn(['doctor', '--role', 'govc', '--user', 'me@corp']);
  expect(printed).toMatchObject({ exitCode: 0, stderr: '' });
  expect(printed.stdout).toBe(roleScript('govc', { purpose: 'reading', principal: 'me@corp' }));
  expect((await runIn(['doctor', '--role', 'govc', '--target', 'vc01'])).exitCode).toBe(2);
});
