import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAdvisory, EXPLOITED, exposed, STANDS } from '../reports/exposure/fixture.ts';
import { startBrowser } from './browser.ts';
import { listedHosts, openReport } from './report-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

const SCAN = exposed([
  [anAdvisory(1), [STANDS.fixed, STANDS.fixed, STANDS.fixed]],
  [anAdvisory(2, { exploited: EXPLOITED, cves: ['CVE-2025-22224'] }), [STANDS.open, STANDS.unknown, STANDS.fixed]],
]);

test('advisories are searched by what they are, and not by the hosts that they name', async () => {
  const { page, said } = await openReport(browser, SCAN);
  const rows = page.locator('#advisories tbody tr:visible');
  expect(await rows.count()).toBe(2);
  await page.getByLabel('Find an advisory').fill('cve-2025-22224');
  await expect.poll(() => rows.count()).toBe(1);
  expect(await rows.first().textContent()).toContain('VMSA-2025-0002');
  expect(await page.locator('#advisories-shown').textContent()).toBe('1 of 2 shown');
  await page.getByLabel('Find an advisory').fill('esx-0');
  await expect.poll(() => rows.count()).toBe(0);
  expect(said).toEqual([]);
});

test('an advisory opens to its reasons, and leads to its hosts', async () => {
  const { page } = await openReport(browser, SCAN);
  const first = page.locator('#advisories tbody tr').first();
  await first.locator('summary').click();
  await first.getByRole('link', { name: 'in the table of hosts' }).first().click();
  await expect.poll(() => listedHosts(page)).toEqual(['esx-0']);
  await first.getByRole('link', { name: '3 hosts' }).click();
  await expect.poll(() => listedHosts(page)).toHaveLength(3);
});

test('a page without advisories has neither the section nor its script in the way', async () => {
  const { page, said } = await openReport(browser, exposed([]));
  expect(await page.locator('#exposure').count()).toBe(0);
  expect(said).toEqual([]);
});

test.each(['light', 'dark'] as const)('at 420 pixels, %s, nothing of it is cut off', async (colorScheme) => {
  const { page } = await openReport(browser, SCAN, { viewport: { width: 420, height: 900 }, colorScheme });
  const widths = await page.locator('#exposure').evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]);
  expect(widths[0]).toBe(widths[1]);
});
