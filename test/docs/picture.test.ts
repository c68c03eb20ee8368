import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { table } from '../../reports/scan/table.ts';
import { loadCatalog } from '../../src/rules/catalog/releases.ts';
import { loadEstate } from '../../src/simulator/estate.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { USUAL_PACKS } from '../../src/rules/select.ts';
import { rulesOf, scanOf } from '../support/scans.ts';
import { terminalPicture } from './terminal-picture.ts';

const COLUMNS = 130;

test('the picture in the README is what the demo prints (regenerate with: npm test -- -u)', async () => {
  await using vcenter = await simulatedVcenter(await loadEstate('src/simulator/estates/demo.yaml'));
  const catalog = await loadCatalog('rules/catalog/releases.csv');
  const { name, version } = JSON.parse(await readFile('package.json', 'utf8')) as { name: string; version: string };
  const scan = await scanOf([connectionTo(vcenter)], {
    rules: await rulesOf(({ pack }) => USUAL_PACKS.includes(pack)),
    tool: { name, version },
    releaseName: (build) => catalog.releaseName(build),
    now: () => new Date('2026-11-23T22:00:00Z'),
  });
  // The port of the demo changes from run to run.
  const url = 'https://vcenter.demo.example/sdk';
  const targets = scan.targets.map((target) => ({ ...target, url }));
  const hosts = scan.hosts.map((host) => ({ ...host, target: url }));
  const text = [...table.render({ ...scan, targets, hosts }, { width: COLUMNS, colour: true })].join('');
  await expect(terminalPicture(text, COLUMNS)).toMatchFileSnapshot('../../docs/demo.svg');
});
