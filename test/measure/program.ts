import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { wrongEstate } from '../apply/support.ts';
import { median } from '../bench/median.ts';
import { ACCOUNT, simulatedVcenter } from '../support/simulated-vcenter.ts';

/** Milliseconds that a start may take, by its words. */
const LIMITS: readonly (readonly [words: readonly string[], limitMs: number])[] = [
  [['--help'], 150],
  [['rules', 'list'], 200],
];
const TIMES = 15;

/** A line each of what the built program of a checkout shows when it runs, against a simulated vCenter of two hosts. */
export async function measureProgram(root: string): Promise<readonly (readonly [what: string, value: string])[]> {
  const main = join(root, 'dist', 'src', 'cli', 'main.js');
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-measure-'));
  await using vcenter = await simulatedVcenter(wrongEstate(2));
  const { host, port, certificate } = vcenter;
  const target = ['--target', `${host}:${port}`, '--user', ACCOUNT.user, '--thumbprint', certificate.sha256];
  const plan = join(folder, 'plan.json');
  const loaded = (words: readonly string[]) => filesLoaded({ main, folder, words: [...words, ...target] });
  try {
    const scan = await loaded(['scan']);
    await loaded(['plan', '--output', plan]);
    const apply = await loaded(['apply', plan, '--confirm']);
    return [
      ['files that a scan loads', String(scan)],
      ['files that an apply loads', String(apply)],
      ...(await startUps(main)),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Started {
  readonly main: string;
  readonly folder: string;
  readonly words: readonly string[];
}

/** How many files below `dist` the process loaded, by the account that V8 gives of itself. */
async function filesLoaded({ main, folder, words }: Started): Promise<number> {
  const coverage = await mkdtemp(join(folder, 'loaded-'));
  const env = { PATH: process.env['PATH'], HOME: folder, ESXCHECK_PASSWORD: ACCOUNT.password };
  await promisify(execFile)(process.execPath, [main, ...words], {
    env: { ...env, NODE_V8_COVERAGE: coverage },
    cwd: folder,
  }).catch((error: unknown) => {
    // A scan that finds something ends with 1.
    if ((error as { readonly code?: number }).code !== 1) throw error;
  });
  const accounts = await Promise.all((await readdir(coverage)).map((name) => readFile(join(coverage, name), 'utf8')));
  const urls = accounts.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result);
  return new Set(urls.map(({ url }) => url).filter((url) => url.includes('/dist/') && !url.includes('node_modules')))
    .size;
}

/** How long each start took, and an empty one of Node.js in the same minute: what is above it is ours. */
async function startUps(main: string): Promise<readonly (readonly [what: string, value: string])[]> {
  const starts = LIMITS.map(([words, limit]) => ({ words, limit, times: [] as number[] }));
  const bare: number[] = [];
  // In turns, so that a busy moment of the machine falls on all of them.
  while (bare.length < TIMES) {
    bare.push(await timed(['-e', '0']));
    for (const { words, times } of starts) times.push(await timed([main, ...words]));
  }
  const least = median(bare);
  const measured = starts.map(({ words, limit, times }) => {
    const ms = median(times);
    const verdict = ms > limit ? 'TOO SLOW, or the machine is busy' : 'well';
    const above = `${Math.round(ms - least)} above bare Node.js`;
    return [`esxcheck ${words.join(' ')}`, `${Math.round(ms)} ms of ${limit}, ${above} (${verdict})`] as const;
  });
  return [['bare Node.js', `${Math.round(least)} ms (median of ${TIMES})`], ...measured];
}

async function timed(words: readonly string[]): Promise<number> {
  const began = performance.now();
  await promisify(execFile)(process.execPath, words);
  return performance.now() - began;
}
