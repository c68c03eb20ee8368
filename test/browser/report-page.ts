import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { SCAN_REPORTERS } from '../../reports/scan.ts';
import type { Scan } from '../../src/model/scan.ts';
import { rendered } from '../reports/rendered.ts';

/** A report that is open in a browser. */
export interface Opened {
  readonly page: Page;
  /** What the console said, errors of the page and refusals of its policy among it. */
  readonly said: readonly string[];
  /** Everything that was asked for beside the file itself. */
  readonly requests: readonly string[];
}

/** Opens the report of a scan from a file, as out of a mail. */
export async function openReport(browser: Browser, scan: Scan, options: BrowserContextOptions = {}): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'esxcheck-page-'));
  const context = await browser.newContext(options);
  onTestFinished(async () => {
    await context.close();
    await rm(folder, { recursive: true });
  });
  const file = join(folder, 'report.html');
  await writeFile(file, rendered(SCAN_REPORTERS, 'html', scan));
  const page = await context.newPage();
  const said: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', ({ message }) => said.push(message));
  const url = pathToFileURL(file).href;
  page.on('request', (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  await page.goto(url);
  return { page, said, requests };
}

/** Names of the hosts that are listed, top down. */
export function listedHosts(page: Page): Promise<string[]> {
  return page.locator('#hosts-table button.host').allTextContents();
}

/** Chooses in one of the filters, by the words before it. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('search').getByLabel(label).selectOption(option);
}

/** What the browser makes of the style of an element. */
export async function styleOf(
  element: Locator,
  property: 'color' | 'backgroundColor' | 'borderRadius',
): Promise<string> {
  return element.evaluate((part, name) => {
    // This runs in the page; the tests themselves are typed for Node alone.
    const view = globalThis as unknown as { getComputedStyle: (of: unknown) => Record<string, string> };
    return view.getComputedStyle(part)[name] ?? '';
  }, property);
}
