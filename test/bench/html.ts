import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../browser/browser.ts';
import { ESXCHECK } from '../conformance/support/paths.ts';
import { run } from '../conformance/support/run.ts';
import { directReach } from './bout.ts';
import { targetFlags } from './jobs.ts';
import { type Cost, measure } from './measure.ts';
import { median } from './median.ts';
import { measuredSimulator } from './servers.ts';
import { row } from './table.ts';

/** What the HTML report of an estate costs to make, to send and to look at. */
export interface HtmlCost {
  readonly hosts: number;
  readonly bytes: number;
  readonly render: Cost;
  /** Milliseconds until the table of hosts stands, as the browser counts. */
  readonly loadMs: number;
  /** Milliseconds from the last letter of a search, or a click, to the new rows on the screen. */
  readonly searchMs: number;
  readonly filterMs: number;
  readonly sortMs: number;
}

/** Scans a simulated estate, renders the report as people would, and opens it in a browser. */
export async function htmlCosts(hosts: number, runs: number): Promise<HtmlCost> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-html-'));
  const browser = await startBrowser();
  try {
    const scan = join(folder, 'scan.json');
    await scanTo(scan, hosts, folder);
    const page = join(folder, 'report.html');
    const command = [process.execPath, ESXCHECK, 'report', scan, '--output', page, '--quiet'];
    const render = await measure({ command, env: {}, goodStatuses: [0, 1, 3], isDone: () => true }, runs);
    const { size: bytes } = await stat(page);
    return { hosts, bytes, render, ...(await lookAt(browser, pathToFileURL(page).href, runs)) };
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

/** Saves a scan of a simulated estate as JSON, by what the flags choose. */
export async function scanTo(
  file: string,
  hosts: number,
  folder: string,
  chosen: readonly string[] = [],
): Promise<void> {
  await using server = await measuredSimulator(hosts);
  const reach = await directReach(server, hosts, folder);
  const args = [ESXCHECK, 'scan', '--quiet', '--output', file, ...chosen, ...targetFlags(reach)];
  const ran = await run(process.execPath, args, { env: { ESXCHECK_PASSWORD: reach.password }, timeoutMs: 600_000 });
  if (ran.status === null || ran.status === 2 || ran.status > 3) throw new Error(`the scan failed: ${ran.stderr}`);
}

type Looks = Pick<HtmlCost, 'loadMs' | 'searchMs' | 'filterMs' | 'sortMs'>;

async function lookAt(browser: Browser, url: string, runs: number): Promise<Looks> {
  const looks: Looks[] = [];
  while (looks.length < runs) {
    const page = await browser.newPage();
    await page.goto(url);
    await page.locator('#hosts-table button.host').first().waitFor();
    looks.push({
      loadMs: Number(await page.evaluate('performance.getEntriesByType("navigation")[0].loadEventEnd')),
      searchMs: await answered(page, 'search.value = "esx-00"; tell(search)'),
      filterMs: await answered(page, 'search.value = ""; verdict.value = "0"; tell(verdict)'),
      sortMs: await answered(page, 'document.querySelectorAll("#hosts-table thead button")[3].click()'),
    });
    await page.close();
  }
  const of = (part: keyof Looks): number => median(looks.map((look) => look[part]));
  return { loadMs: of('loadMs'), searchMs: of('searchMs'), filterMs: of('filterMs'), sortMs: of('sortMs') };
}

/** From the deed until its rows are in the table, and the frame after that one. */
async function answered(page: Page, deed: string): Promise<number> {
  const timed = `new Promise((done) => {
    const [search, verdict] = ['search', 'verdict'].map((id) => document.getElementById(id));
    const tell = (field) => field.dispatchEvent(new Event('input', { bubbles: true }));
    const body = document.querySelector('#hosts-table tbody');
    const since = performance.now();
    new MutationObserver((_, observer) => {
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - since)));
    }).observe(body, { childList: true });
    ${deed};
  })`;
  return Number(await page.evaluate(timed));
}

export function htmlTable({ hosts, bytes, render, loadMs, searchMs, filterMs, sortMs }: HtmlCost): string {
  const head = ['hosts', 'file MB', 'render s', 'peak MB', 'load ms', 'search ms', 'filter ms', 'sort ms'];
  const cells = [loadMs, searchMs, filterMs, sortMs].map((ms) => ms.toFixed(0));
  const made = [bytes / 1e6, render.seconds].map((value) => value.toFixed(2));
  return [
    row(head),
    row(head.map(() => '---')),
    row([String(hosts), ...made, (render.peakBytes / 1e6).toFixed(0), ...cells]),
  ].join('\n');
}
