import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fullScan } from '../reports/full-scan/full-scan.ts';
import { poisoned } from '../reports/hostile.ts';
import { startBrowser } from './browser.ts';
import { choose, listedHosts, openReport, styleOf } from './report-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

test('opens from a file without a word on the console and without a request', async () => {
  const { page, said, requests } = await openReport(browser, fullScan());
  expect(await listedHosts(page)).toHaveLength(fullScan().hosts.length);
  expect(said).toEqual([]);
  expect(requests).toEqual([]);
  expect(await page.locator('h1').textContent()).toMatch(/Non-compliant\s+4 of 14 hosts, 5 could not be judged/);
});

test('its own style holds: the policy lets it', async () => {
  const { page } = await openReport(browser, fullScan());
  const card = page.locator('.card').first();
  expect(await styleOf(card, 'borderRadius')).toBe('8px');
});

test('search, filters and their clearing', async () => {
  const { page } = await openReport(browser, fullScan());
  await page.getByLabel('Search').fill('ESX-14');
  await expect.poll(() => listedHosts(page)).toEqual(['esx-14.lab.example']);
  expect(await page.getByRole('status').textContent()).toBe('1 of 14 hosts');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect.poll(() => listedHosts(page)).toHaveLength(14);
  await choose(page, 'Cluster', 'Gen8-B');
  await choose(page, 'Verdict', 'Unknown');
  const { hosts, findings } = fullScan();
  const wanted = hosts.filter(
    ({ id, cluster }) =>
      cluster === 'Gen8-B' && findings.some(({ host, verdict }) => host === id && verdict === 'unknown'),
  );
  expect((await listedHosts(page)).toSorted()).toEqual(wanted.map(({ name }) => name).toSorted());
});

test('a rule and a state are of one finding, not of two', async () => {
  const { page } = await openReport(browser, fullScan());
  await choose(page, 'Rule', 'vic/outbound-2377');
  await choose(page, 'State', 'Set, waits for a reboot');
  expect(await listedHosts(page)).toEqual([]);
});

test('sorts both ways, by the keyboard alone, and says so to a screen reader', async () => {
  const { page } = await openReport(browser, fullScan());
  const head = page.getByRole('columnheader', { name: 'Now' });
  await head.getByRole('button').focus();
  await page.keyboard.press('Enter');
  expect(await head.getAttribute('aria-sort')).toBe('ascending');
  const standings = page.locator('#hosts-table tbody tr td:nth-child(3)');
  expect((await standings.allTextContents())[0]).toBe('Non-compliant');
  await page.keyboard.press('Enter');
  expect(await head.getAttribute('aria-sort')).toBe('descending');
  expect((await standings.allTextContents()).at(-1)).toBe('Non-compliant');
});

test('a host opens to all its findings by the keyboard, and closes again', async () => {
  const { page } = await openReport(browser, fullScan());
  const host = page.getByRole('button', { name: 'esx-02.lab.example' });
  await host.focus();
  await page.keyboard.press('Enter');
  expect(await host.getAttribute('aria-expanded')).toBe('true');
  const detail = page.locator('tr.detail');
  expect(await detail.locator('h3').allTextContents()).toEqual([
    'Non-compliant HPE Gen8 hosts have iovDisableIR FALSE, now and after every reboot',
    'Unknown Hosts let outbound tcp/2377 through for vSphere Integrated Containers',
    'Warning The release has the fix of VMSA-2019-0022 (CVE-2019-5544)',
  ]);
  expect(await detail.locator('summary').textContent()).toBe('1 more check: compliant or not applicable');
  expect(await detail.locator('dd').allTextContents()).toEqual(
    expect.arrayContaining(['default TRUE, configured FALSE, runtime TRUE', 'Set, waits for a reboot']),
  );
  await page.keyboard.press('Space');
  expect(await detail.count()).toBe(0);
});

test('the value that makes the verdict is marked, by more than a colour', async () => {
  const { page } = await openReport(browser, fullScan());
  const marked = async (host: string) =>
    page.locator('#hosts-table tbody tr', { hasText: host }).locator('.marked').allTextContents();
  expect(await marked('esx-02')).toEqual(['TRUE !']);
  expect(await marked('esx-01')).toEqual(['TRUE !', 'TRUE !', 'TRUE !']);
  expect(await marked('esx-06')).toEqual([]);
  expect(await marked('esx-08')).toEqual([]);
});

test('names that hold markup and scripts are text', async () => {
  const nasty = '<img src=x onerror="document.title=1"></script><script>document.title=2</script>\u202e';
  const { page, said, requests } = await openReport(browser, poisoned(fullScan(), nasty));
  const [first = ''] = await listedHosts(page);
  // A name that holds a slash is told by its path, in which the slash is %2f.
  expect(first).toContain('<img src=x onerror="document.title=1"><%2fscript>');
  expect(first).toContain('\\u202e');
  expect(await page.locator('body').innerText()).toContain('<img src=x onerror="document.title=1"></script><script>');
  await page.locator('#hosts-table button.host').first().click();
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.title()).not.toMatch(/^[12]$/);
  expect(said).toEqual([]);
  expect(requests).toEqual([]);
});

test('without scripts it still shows what matters', async () => {
  const { page } = await openReport(browser, fullScan(), { javaScriptEnabled: false });
  expect(await page.locator('#hosts-live').isVisible()).toBe(false);
  expect(await page.locator('#hosts .static tbody tr').count()).toBeGreaterThan(8);
  expect(await page.locator('#hosts .static').isVisible()).toBe(true);
  expect(await page.locator('.card').count()).toBe(3);
  expect(await page.locator('.actions li').first().textContent()).toContain('Set iovDisableIR=FALSE');
  expect(await page.locator('.heat tbody tr').count()).toBeGreaterThan(2);
  const rule = page.locator('#rules details').first();
  await rule.locator('summary').focus();
  await page.keyboard.press('Enter');
  expect(await rule.locator('.causes li').first().isVisible()).toBe(true);
});

/** How light a colour such as `rgb(27, 33, 39)` is, as WCAG 2 has it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** The colours of a cell of the heat map in one of its shades. */
async function shaded(page: Page, shade: string): Promise<{ readonly color: string; readonly background: string }> {
  const cell = page.locator('.heat tbody td').first();
  await cell.evaluate((part, name) => {
    (part as unknown as { className: string }).className = name;
  }, shade);
  return { color: await styleOf(cell, 'color'), background: await styleOf(cell, 'backgroundColor') };
}

test.each(['light', 'dark'] as const)(
  'texts can be read in the %s theme, and the other one is a click away',
  async (colorScheme) => {
    const { page } = await openReport(browser, fullScan(), { colorScheme });
    const background = await styleOf(page.locator('#hosts'), 'backgroundColor');
    const onSheet = [
      '.counts .fail',
      '.counts .unknown',
      '.counts .warn',
      '.counts .pass',
      '.counts .waived',
      'caption',
    ];
    for (const text of [
      ...onSheet,
      '.severity.critical',
      '.severity.high',
      '#hosts button.host',
      '#rules a',
      '.because',
    ]) {
      const colour = await styleOf(page.locator(text).first(), 'color');
      expect([text, contrast(colour, background) >= 4.5]).toEqual([text, true]);
    }
    for (const shade of ['f1', 'f2', 'f3', 'f4', 'u', 'w', 'k', 'p']) {
      const cell = await shaded(page, shade);
      expect([shade, contrast(cell.color, cell.background) >= 4.5]).toEqual([shade, true]);
    }
    await page.getByRole('button', { name: /(Dark|Light) mode/ }).click();
    const switched = await styleOf(page.locator('#hosts'), 'backgroundColor');
    expect(switched).not.toBe(background);
  },
);

test('thousands of hosts are listed a hundred at a time', async () => {
  const scan = fullScan();
  const [some] = scan.hosts;
  if (some === undefined) throw new Error('the full scan has hosts');
  const hosts = Array.from({ length: 5000 }, (_, index) => ({
    ...some,
    id: `many/${index}`,
    name: `esx-${String(index).padStart(4, '0')}`,
  }));
  const { page } = await openReport(browser, { ...scan, hosts, findings: [], since: null });
  expect(await listedHosts(page)).toHaveLength(100);
  await page.getByRole('button', { name: 'Show more' }).click();
  expect(await listedHosts(page)).toHaveLength(200);
  await page.getByLabel('Search').fill('esx-49');
  await expect.poll(() => page.getByRole('status').textContent()).toBe('100 of 5000 hosts');
});
