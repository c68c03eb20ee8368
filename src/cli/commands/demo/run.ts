import { access } from 'node:fs/promises';
import { delimiter, join, relative } from 'node:path';
import { shippedReleases } from '../../../shipped/releases.ts';
import { table } from '../../../../reports/scan/table.ts';
import { EVERYTHING } from '../../../collect/scope.ts';
import { scanEstate } from '../../../scan/scan-estate.ts';
import { shippedPath, tool } from '../../../shipped/installation.ts';
import { loadEstate } from '../../../simulator/estate.ts';
import { startSimulator } from '../../../simulator/simulator.ts';
import { type Io, print, widthOf } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { chooseRules } from '../../shared/select-rules.ts';

/** Starts the simulated vCenter, scans it over a real socket as `scan` would, and tells what to try next. */
export async function run(_args: unknown, io: Io): Promise<number> {
  const estate = await loadEstate(shippedPath('src', 'simulator', 'estates', 'demo.yaml'));
  const vcenter = await startSimulator({ estate });
  try {
    await print(io, `A simulated vCenter listens on ${vcenter.url}; this is what a scan of it finds.\n\n`);
    await printScan(vcenter, io);
    const stays = widthOf(io.stdout) !== null;
    await print(io, stays ? whatNext(vcenter, await programIn(io)) : howToStay(await programIn(io)));
    if (stays) await untilInterrupted(io);
  } finally {
    await vcenter.close();
  }
  return EXIT.done;
}

interface Simulated {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly certificate: { readonly sha256: string };
}

const ACCOUNT = { user: 'administrator@vsphere.local', password: 'demo' } as const;

async function printScan({ host, port, url, certificate }: Simulated, io: Io): Promise<void> {
  const trust = {
    thumbprints: [certificate.sha256],
    ca: null,
    knownThumbprints: [],
    insecure: false,
    legacyTls: false,
  };
  const releases = await shippedReleases();
  const scan = await scanEstate({
    ...(await chooseRules({})),
    connections: [{ endpoint: { url, host, port, trust, timeoutMs: 10_000 }, credentials: ACCOUNT }],
    scope: EVERYTHING,
    ...releases,
    signal: io.signal,
    tool: tool(),
    now: () => new Date(),
  });
  await writeReports(await chooseReports([table], {}), scan, io);
}

function whatNext({ host, port, certificate }: Simulated, program: string): string {
  const connection = `--target ${host}:${port} --user ${ACCOUNT.user} --thumbprint ${certificate.sha256}`;
  return [
    '',
    `Try next, in another terminal, with the password "${ACCOUNT.password}":`,
    `  ${program} scan ${connection} --vch-address 10.9.0.5 --details`,
    `  ${program} kernel iovDisableIR ${connection} --format lines`,
    '',
    `With a vCenter of your own: ${program} trust vcenter.example.com, then ${program} scan --help. Ctrl-C ends this one.`,
    '',
  ].join('\n');
}

/** Where nobody sits at a terminal the simulated vCenter is gone by the time that this is read. */
function howToStay(program: string): string {
  return `\nThat vCenter has stopped. ${program} simulate starts one that stays, and says how to scan it.\n`;
}

/** How the program is called here: by its name where the shell finds it, else as it was started. */
async function programIn({ env }: Io): Promise<string> {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of folders) {
    if (await isThere(join(folder, 'esxcheck'))) return 'esxcheck';
  }
  const [, started = 'esxcheck'] = process.argv;
  return `node ${relative('.', started)}`;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function untilInterrupted(io: Io): Promise<void> {
  return new Promise((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
