import { readFile } from 'node:fs/promises';
import { json } from '../../reports/scan/json.ts';
import { openDatabase } from '../../src/history/store/database.ts';
import { recordScan } from '../../src/history/store/store.ts';
import type { Scan } from '../../src/model/scan.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';

/**
 * A program of its own, so that its memory can be told: makes a scan of so many hosts, by repeating the hosts of a saved one
 * on vCenters of so many hosts each, and keeps it in a history. `many-times.ts SCAN HISTORY HOSTS PER-VCENTER`.
 */
export function manyTimes(scan: Scan, hosts: number, perVcenter: number): Scan {
  const [target] = scan.targets;
  if (target === undefined) throw new Error('the scan has no target');
  const found = new Map<string, Scan['findings']>();
  for (const finding of scan.findings) found.set(finding.host, [...(found.get(finding.host) ?? []), finding]);
  const all = Array.from({ length: hosts }, (_, i) => {
    const like = scan.hosts[i % scan.hosts.length];
    if (like === undefined) throw new Error('the scan has no hosts');
    const url = `https://vc${Math.floor(i / perVcenter)}.example.com/sdk`;
    return { like, host: { ...like, id: `${url}/host-${i}`, moid: `host-${i}`, target: url } };
  });
  const findings = all.flatMap(({ like, host }) =>
    (found.get(like.id) ?? []).map((finding) => ({ ...finding, host: host.id })),
  );
  const times = { ...scan.summary.findings };
  for (const verdict of Object.keys(times) as (keyof typeof times)[]) times[verdict] = 0;
  for (const { verdict } of findings) times[verdict] += 1;
  const urls = [...new Set(all.map(({ host }) => host.target))];
  const summary = { ...scan.summary, hosts, findings: times };
  return {
    ...scan,
    targets: urls.map((url) => ({ ...target, url })),
    hosts: all.map(({ host }) => host),
    findings,
    summary,
  };
}

const [saved, file, hosts, perVcenter] = process.argv.slice(2);
if (saved !== undefined && file !== undefined) {
  const scan = manyTimes(parseScan(await readFile(saved, 'utf8')), Number(hosts), Number(perVcenter));
  using database = openDatabase(file);
  const before = performance.now();
  const { id } = recordScan(database, scan, (part) => json.render(part, { width: null, colour: false }));
  let length = 0;
  const keepMs = performance.now() - before;
  for (const piece of json.render(scan, { width: null, colour: false })) length += piece.length;
  console.log(JSON.stringify({ id, findings: scan.findings.length, length, keepMs }));
}
