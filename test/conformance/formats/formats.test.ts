import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SCAN_REPORTERS } from '../../../reports/scan.ts';
import { fullScan } from '../../reports/full-scan/full-scan.ts';
import { poisoned } from '../../reports/hostile.ts';
import { rendered } from '../../reports/rendered.ts';
import { PYTHON, PYTHON_SCRIPTS } from '../support/paths.ts';
import { run } from '../support/run.ts';
import { witness } from '../support/witness.ts';

const NASTY = '</a><img src=x onerror=alert(1)>"\'&`$(id)`[x](http://evil.example)|\\\u001b[31m\u202e\n\ufffe=1';

/** What a foreign reader of the format saw. Fails where it refused. */
async function readBack(format: string, hostile: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'formats-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, `report.${format}`);
  await writeFile(file, rendered(SCAN_REPORTERS, format, poisoned(fullScan(), hostile)));
  const ran = await run(PYTHON, [`${PYTHON_SCRIPTS}/formats.py`, format, file]);
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  return JSON.parse(ran.stdout);
}

witness('readers of report formats', 'python', () => {
  test.each(['', NASTY])('JUnit validates against the schema, whatever the names hold: %j', async (hostile) => {
    const { findings, hosts } = fullScan();
    const skipped = findings.filter(({ verdict }) => verdict === 'not-applicable' || verdict === 'waived').length;
    expect(await readBack('junit', hostile)).toMatchObject({
      suites: hosts.length + 1,
      tests: findings.length + 1,
      kinds: {
        failure: findings.filter(({ verdict }) => verdict === 'fail').length,
        error: findings.filter(({ verdict }) => verdict === 'unknown').length + 1,
        skipped,
      },
    });
  });

  test.each(['', NASTY])('the Python client of Prometheus reads every gauge: %j', async (hostile) => {
    const families = (await readBack('prometheus', hostile)) as Record<string, { type: string; samples: unknown[] }>;
    expect(new Set(Object.values(families).map(({ type }) => type))).toEqual(new Set(['gauge']));
    expect(families['esxcheck_target_up']?.samples.map((sample) => (sample as [unknown, number])[1])).toEqual([1, 0]);
    const sums = families['esxcheck_findings']?.samples as [Record<string, string>, number][];
    expect(sums.reduce((sum, [, value]) => sum + value, 0)).toBe(fullScan().findings.length);
  });

  test('a foreign renderer of Markdown finds no markup in names', async () => {
    const { html } = (await readBack('markdown', NASTY)) as { readonly html: string };
    expect(html).toContain('<table>');
    expect([...html.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag]) => tag)).not.toContain('img');
    expect(html).not.toMatch(/<(?:a|img|code|script)\b/);
    expect(html).toContain('&lt;/a&gt;&lt;img src=x onerror=alert(1)&gt;');
  });
});
