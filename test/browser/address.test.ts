import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fullScan } from '../reports/full-scan/full-scan.ts';
import { poisoned } from '../reports/hostile.ts';
import { readCsv } from '../reports/read-csv.ts';
import { startBrowser } from './browser.ts';
import { choose, listedHosts, openReport } from './report-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const hashOf = (page: Page): string => new URL(page.url()).hash;

/** Goes to an address within the page, as a link does. */
async function follow(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
}

test('filters are in the address, in numbers, and the address brings them back', async () => {
  const { page } = await openReport(browser, fullScan());
  await choose(page, 'Cluster', 'Gen8-B');
  await choose(page, 'Verdict', 'Unknown');
  await page.getByLabel('Search').fill('esx-1');
  await expect.poll(() => hashOf(page)).toMatch(/^#\/c\d+\/v1\/qesx-1$/);
  const before = await listedHosts(page);
  expect(before.length).toBeGreaterThan(0);
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  expect(await listedHosts(page)).toEqual(before);
  expect(await page.getByLabel('Search').inputValue()).toBe('esx-1');
  expect(await page.getByRole('search').getByLabel('Verdict').inputValue()).toBe('1');
});

test.each(['#/x9/c999/r999/v99', '#/q%E0%A4%A', '#/h99999', '#/c1e9', '#/__proto__/constructor', '#/c-1', '#nowhere'])(
  'an address that leads nowhere breaks nothing: %s',
  async (hash) => {
    const { page, said } = await openReport(browser, fullScan());
    await follow(page, hash);
    await expect.poll(() => page.getByRole('status').textContent()).toMatch(/^\d+ of 14 hosts$/);
    expect(said).toEqual([]);
  },
);

test('a filter that holds is a chip that takes it away', async () => {
  const { page } = await openReport(browser, fullScan());
  await choose(page, 'Rule', 'vic/outbound-2377');
  await choose(page, 'Verdict', 'Non-compliant');
  expect(await page.locator('.chip').allTextContents()).toEqual([
    'Rule: vic/outbound-2377 ✕',
    'Verdict: Non-compliant ✕',
  ]);
  await page.getByRole('button', { name: 'Take away the filter Rule: vic/outbound-2377' }).click();
  expect(await page.locator('.chip').allTextContents()).toEqual(['Verdict: Non-compliant ✕']);
  expect(await page.getByRole('search').getByLabel('Rule').inputValue()).toBe('');
  expect(await listedHosts(page)).toHaveLength(4);
});

test('a number of the heat map leads to its hosts, with arrow keys and Enter alone', async () => {
  const { page } = await openReport(browser, fullScan());
  const stops = page.locator('.heat td a:not([tabindex])');
  expect(await stops.count()).toBe(1);
  await stops.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  expect(await stops.count()).toBe(1);
  const focused = page.locator('.heat td a:focus');
  const count = Number.parseInt((await focused.textContent()) ?? '', 10);
  await page.keyboard.press('Enter');
  await expect.poll(() => listedHosts(page)).toHaveLength(count);
  expect(hashOf(page)).toMatch(/^#\/c\d+\/r\d+\/v\d$/);
});

test('an action and a reason lead to their hosts', async () => {
  const { page } = await openReport(browser, fullScan());
  await page.locator('.actions summary').first().click();
  await page.locator('.actions a', { hasText: 'all in the table' }).first().click();
  expect(await page.locator('.chip').allTextContents()).toEqual(['Action: Set iovDisableIR=FALSE before any reboot ✕']);
  expect(await listedHosts(page)).toHaveLength(1);
  await page.locator('#rules summary').first().click();
  await page.locator('#rules a', { hasText: 'in the table of hosts' }).first().click();
  expect(await listedHosts(page)).toHaveLength(4);
});

test('a host has an address of its own, at which all of it is open', async () => {
  const { page } = await openReport(browser, fullScan());
  await page.locator('#rules summary').first().click();
  await page.locator('#rules .names a').first().click();
  const [name = ''] = await listedHosts(page);
  expect(await listedHosts(page)).toHaveLength(1);
  expect(hashOf(page)).toMatch(/^#\/h\d+$/);
  expect(await page.locator('tr.detail h3').count()).toBeGreaterThan(0);
  expect(await page.locator('.chip').textContent()).toBe(`Host: ${name} ✕`);
});

test('names of what is shown are copied, all of them', async () => {
  const { page } = await openReport(browser, fullScan(), { permissions: ['clipboard-read', 'clipboard-write'] });
  await choose(page, 'Verdict', 'Non-compliant');
  await page.getByRole('button', { name: 'Copy names' }).click();
  await expect.poll(() => page.getByRole('status').textContent()).toBe('4 names copied');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe((await listedHosts(page)).join('\n'));
});

/** What "Save as CSV" saves. */
async function savedCsv(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}

test('CSV has what is shown, a row a host, and opens rightly in Excel', async () => {
  const { page, said } = await openReport(browser, fullScan());
  await choose(page, 'Verdict', 'Non-compliant');
  const text = await savedCsv(page);
  expect(text.startsWith('\ufeffHost,Verdict,')).toBe(true);
  const [head = [], ...rows] = readCsv(text.slice(1).replaceAll('\r\n', '\n'));
  expect(head).toContain('iovDisableIR configured');
  expect(rows.map(([name]) => name)).toEqual(await listedHosts(page));
  expect(said).toEqual([]);
});

test.each(['=1+1', ' @SUM(A1)', '\uff0d2', '+cmd|x', '"', 'a,b'])(
  'no name becomes a formula or a cell of its own: %s',
  async (nasty) => {
    const { page } = await openReport(browser, poisoned(fullScan(), nasty));
    const rows = readCsv((await savedCsv(page)).slice(1).replaceAll('\r\n', '\n'));
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    expect(rows.flat().filter((cell) => /^\s*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/.test(cell))).toEqual([]);
  },
);
