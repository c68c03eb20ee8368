import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { withTemplate } from '../../../src/evidence/apply-template.ts';
import { checklistMaker } from '../../../src/evidence/checklists.ts';
import type { Checklist } from '../../../src/model/checklist.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { parseTemplate } from '../../../src/saved/checklist/parse-template.ts';
import { finding, host8, READINESS_9, scanOf, STIG_8, waivedFinding } from '../../evidence/fixture.ts';
import { renderedChecklist, statusesIn } from '../../evidence/read-checklists.ts';
import { CHECKLIST_TOOLS, PYTHON, PYTHON_SCRIPTS } from '../support/paths.ts';
import { run } from '../support/run.ts';
import { witness } from '../support/witness.ts';

const WITNESS = fileURLToPath(new URL('witness.cjs', import.meta.url));
const NASTY =
  ']]></COMMENTS><STATUS>NotAFinding</STATUS>\n--------------------------------\npassed :: TEST x :: MESSAGE y &amp;\u001b[31m\u202e\ufffe';

/** One control of each status, one of them waived; every text of a host is `hostile`. */
function checklistOf(hostile: string): Checklist {
  const host = host8({ name: `esx-01${hostile}`, uuid: `uuid${hostile}`, build: `1${hostile}` });
  const say = (one: Finding): Finding => ({ ...one, message: `${one.message} ${hostile}`, observed: hostile });
  const findings = [
    finding(host, 'hardening/rule-1', 'pass'),
    finding(host, 'hardening/rule-2', 'not-applicable'),
    finding(host, 'hardening/rule-2b', 'not-applicable'),
    waivedFinding(host, 'hardening/rule-3'),
  ];
  const made = checklistMaker(scanOf({ hosts: [host], findings: findings.map(say) }), [STIG_8])(host);
  if (made === null) throw new Error('no checklist');
  return made;
}

const SHOWN = ['Passed', 'Not Applicable', 'Failed', 'Not Reviewed', 'Not Reviewed'];
const STATUSES = ['NotAFinding', 'Not_Applicable', 'Open', 'Not_Reviewed', 'Not_Reviewed'];

/** What MITRE's tools make of a text. Fails where they refuse it. */
async function asked(what: 'statuses' | 'to-ckl' | 'to-hdf', text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'checklists-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'given');
  await writeFile(file, text);
  const ran = await run(process.execPath, [WITNESS, CHECKLIST_TOOLS, what, file]);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  return ran.stdout;
}

async function shown(hdf: string): Promise<readonly Record<string, unknown>[]> {
  return JSON.parse(await asked('statuses', hdf)) as Record<string, unknown>[];
}

witness("MITRE's readers of checklists", 'checklists', () => {
  test.each(['', NASTY])(
    'Heimdall shows each control of our hdf as it is, whatever hosts are called: %j',
    async (hostile) => {
      const controls = await shown(renderedChecklist('hdf', checklistOf(hostile)));
      expect(controls.map(({ status }) => status)).toEqual(SHOWN);
      expect(controls.map(({ severity }) => severity)).toEqual(['high', 'medium', 'medium', 'medium', 'low']);
      expect(controls.map(({ id }) => id)).toEqual(STIG_8.controls.map(({ vulnId }) => vulnId));
      // A control that they took for waived would not be open to them any more.
      expect(controls.every(({ waived }) => waived === false)).toBe(true);
    },
  );

  test.each(['', NASTY])(
    'our hdf becomes a ckl of the same statuses, which we read as our own: %j',
    async (hostile) => {
      const checklist = checklistOf(hostile);
      const converted = await asked('to-ckl', renderedChecklist('hdf', checklist));
      const statuses = statusesIn('ckl', converted);
      expect(statuses).toEqual(statusesIn('ckl', renderedChecklist('ckl', checklist)));
      const fresh = {
        ...checklist,
        parts: checklist.parts.map((part) => ({
          ...part,
          items: part.items.map((item) => ({ ...item, status: 'not_reviewed' as const })),
        })),
      };
      const kept = withTemplate(fresh, parseTemplate(converted), true).parts[0]?.items ?? [];
      expect(new Set(kept.map(({ status }) => status))).toEqual(new Set(['not_reviewed']));
    },
  );

  test.each(['', NASTY])('our ckl becomes hdf and a ckl again, control by control: %j', async (hostile) => {
    const ours = renderedChecklist('ckl', checklistOf(hostile));
    const hdf = await asked('to-hdf', ours);
    expect((await shown(hdf)).map(({ status }) => status)).toEqual(SHOWN);
    expect(statusesIn('ckl', await asked('to-ckl', hdf))).toEqual(statusesIn('ckl', ours));
  });

  test('a guide that is no STIG is shown by its own ids', async () => {
    const host = host8({ name: 'esx-09', version: '9.0.1' });
    const made = checklistMaker(scanOf({ hosts: [host], findings: [] }), [READINESS_9])(host);
    if (made === null) throw new Error('no checklist');
    const controls = await shown(renderedChecklist('hdf', made));
    expect(controls.map(({ status }) => status)).toEqual(Array(5).fill('Not Reviewed'));
    expect(controls[0]).toMatchObject({ id: 'VCFE-9X-000001' });
  });

  test('they have the statuses of results as our own tests add them up', async () => {
    const one = JSON.parse(renderedChecklist('hdf', checklistOf(''))) as {
      profiles: { controls: { results: object[] }[] }[];
    };
    one.profiles[0]?.controls[3]?.results.push({ status: 'passed', code_desc: 'half', start_time: '' });
    const text = JSON.stringify(one);
    expect((await shown(text))[3]).toMatchObject({ status: 'Passed' });
    expect(Object.values(statusesIn('hdf', text))[3]).toBe('not_a_finding');
  });
});

witness('the schema of checklists', 'python', () => {
  test.each(['', NASTY])('our ckl validates, whatever hosts are called: %j', async (hostile) => {
    const folder = await mkdtemp(join(tmpdir(), 'checklists-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'host.ckl');
    await writeFile(file, renderedChecklist('ckl', checklistOf(hostile)));
    const ran = await run(PYTHON, [`${PYTHON_SCRIPTS}/formats.py`, 'ckl', file]);
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(ran.stdout)).toEqual({ statuses: STATUSES });
    expect(await readFile(file, 'utf8')).toContain('Judged by esxcheck as open');
  });
});
