import { userInfo } from 'node:os';
import type pg from 'pg';
import { EsxcheckError } from '../../model/errors.ts';
import type { Environment } from '../../target/environment.ts';
import { databaseAddress, loadConfig, type ServerConfig } from '../config/load.ts';
import { migrate } from '../database/migrate.ts';
import { requireSchema } from '../database/migrations.ts';
import { openPool } from '../database/pool.ts';
import { forgetPast } from '../judge/retention.ts';
import { PARTS } from '../parts.ts';
import { Queue } from '../queue/boss.ts';
import { serve } from '../serve.ts';
import { addSite, forgetSite, listSites, type Operator, revokeSite } from '../sites.ts';
import { siteTable } from './site-table.ts';

/** What a command works with: the outside world, the version, and where it speaks to. */
export interface Console {
  readonly around: Environment;
  readonly version: string;
  readonly print: (text: string) => void;
}

export async function runMigrate(file: string, { around, print }: Console): Promise<void> {
  const config = await loadConfig(file);
  const address = await databaseAddress(config, around);
  const ran = await migrate({ address, role: config.sections.database.role ?? null, now: new Date() });
  print(ran.length === 0 ? 'The schema is that of this release.\n' : ran.map(({ name }) => `ran ${name}\n`).join(''));
  const pool = openPool(address, 1);
  try {
    const { months, findings, shipments } = await forgetPast(pool, config.sections.keep.days, new Date());
    const isAnything = months.length + findings + shipments > 0;
    if (isAnything)
      print(`forgot ${months.length} months, ${findings} past findings, facts of ${shipments} shipments\n`);
  } finally {
    await pool.end();
  }
}

export async function runServe(file: string, { around, version, print }: Console): Promise<void> {
  const config = await loadConfig(file);
  await serve({ config, around, parts: PARTS, version, onListening: (address) => print(`Listening on ${address}\n`) });
}

export async function runSiteAdd(file: string, name: string, console: Console): Promise<void> {
  await withDatabase(file, console, async ({ pool }) => {
    const code = await addSite(pool, name, operator());
    console.print(`${code}\n`);
  });
}

export async function runSiteList(file: string, console: Console): Promise<void> {
  await withDatabase(file, console, async ({ pool }) => console.print(siteTable(await listSites(pool))));
}

export async function runSiteRevoke(file: string, name: string, console: Console): Promise<void> {
  await withQueue(file, console, async ({ pool, queue }) => {
    await revokeSite(pool, queue, name, operator());
    console.print(`Revoked ${name}: its keys hold no more. What it told stays.\n`);
  });
}

export async function runSiteForget(
  file: string,
  { name, confirm }: { name: string; confirm: boolean },
  console: Console,
): Promise<void> {
  if (!confirm) {
    throw new EsxcheckError(
      'NOT_CONFIRMED',
      `All that the site ${name} told would be deleted, and cannot be brought back.`,
      {
        details: ['Add --confirm where that is wanted.'],
      },
    );
  }
  await withQueue(file, console, async ({ pool, queue }) => {
    console.print(`${JSON.stringify(await forgetSite(pool, queue, name, operator()), null, 2)}\n`);
  });
}

export async function runJudgeAgain(file: string, site: string | null, console: Console): Promise<void> {
  const { judgeAgain } = PARTS;
  if (judgeAgain === undefined)
    throw new EsxcheckError('JUDGE_MISSING', 'This installation holds no rules to judge by.');
  await withDatabase(file, console, async ({ pool, config }) => {
    const { around, version, print } = console;
    const judged = await judgeAgain({ pool, config, around, version, clock: now, onMistake: () => undefined }, site);
    print(`Judged ${judged} shipments by the rules of today.\n`);
  });
}

/** Everything of it is for a checkout: its PostgreSQL comes with the packages for development. */
export async function runDemoCommand({ around, print }: Console): Promise<void> {
  const { runDemo } = await import('../demo/demo.ts');
  const stays = process.stdin.isTTY && process.stdout.isTTY;
  await runDemo({ tell: (line) => print(`${line}\n`), signal: around.signal, stays });
}

function now(): Date {
  return new Date();
}

interface Opened {
  readonly pool: pg.Pool;
  readonly config: ServerConfig;
}

async function withDatabase(file: string, { around }: Console, work: (opened: Opened) => Promise<void>): Promise<void> {
  const config = await loadConfig(file);
  const pool = openPool(await databaseAddress(config, around), 4);
  try {
    await requireSchema(pool);
    await work({ pool, config });
  } finally {
    await pool.end();
  }
}

async function withQueue(
  file: string,
  console: Console,
  work: (opened: Opened & { queue: Queue }) => Promise<void>,
): Promise<void> {
  await withDatabase(file, console, async (opened) => {
    const queue = new Queue(await databaseAddress(opened.config, console.around), () => undefined, { beside: true });
    await queue.start();
    try {
      await work({ ...opened, queue });
    } finally {
      await queue.stop();
    }
  });
}

function operator(): Operator {
  return { actor: `operator:${userInfo().username}` };
}
