import type { Browser } from 'playwright-core';
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
  expect(await page.locator('h1').textContent()).toMatch(/fail\s+on 4 hosts/);
});

test('its own style holds: the policy lets it', async () => {
  const { page } = await openReport(browser, fullScan());
  const card = page.locator('.card').first();
  expect(await styleOf(card, 'borderRadius')).toBe('8px');
});

test('search, filters and their clearing', async () => {
  const { page } = await openReport(browser, fullScan());
  await page.getByLabel('Search').fill('ESX-14');
  expect(await listedHosts(page)).toEqual(['esx-14.lab.example']);
  expect(await page.getByRole('status').textContent()).toBe('1 of 14 hosts');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect.poll(() => listedHosts(page)).toHaveLength(14);
  await choose(page, 'Cluster', 'Gen8-B');
  await choose(page, 'Verdict', 'unknown');
  const { hosts, findings } = fullScan();
  const wanted = hosts.filter(
    ({ id, cluster }) =>
      cluster === 'Gen8-B' && findings.some(({ host, verdict }) => host === id && verdict === 'unknown'),
  );
  expect(await listedHosts(page)).toEqual(wanted.map(({ name }) => name).toSorted());
});

test('a rule and a state are of one finding, not of two', async () => {
  const { page } = await openReport(browser, fullScan());
  await choose(page, 'Rule', 'vic/outbound-2377');
  await choose(page, 'State', 'reboot-pending');
  expect(await listedHosts(page)).toEqual([]);
});

test('sorts both ways, by the keyboard alone, and says so to a screen reader', async () => {
  const { page } = await openReport(browser, fullScan());
  const head = page.getByRole('columnheader', { name: 'Now' });
  await head.getByRole('button').focus();
  await page.keyboard.press('Enter');
  expect(await head.getAttribute('aria-sort')).toBe('ascending');
  const standings = page.locator('#hosts-table tbody tr td:nth-child(6)');
  expect((await standings.allTextContents())[0]).toBe('wrong');
  await page.keyboard.press('Enter');
  expect(await head.getAttribute('aria-sort')).toBe('descending');
  expect((await standings.allTextContents()).at(-1)).toBe('wrong');
});

test('a host opens to all its findings by the keyboard, and closes again', async () => {
  const { page } = await openReport(browser, fullScan());
  const host = page.getByRole('button', { name: 'esx-02.lab.example' });
  await host.focus();
  await page.keyboard.press('Enter');
  expect(await host.getAttribute('aria-expanded')).toBe('true');
  const detail = page.locator('tr.detail');
  expect(await detail.locator('h3').allTextContents()).toEqual([
    'fail hpe/gen8-interrupt-remapping: reboot-pending',
    'not-applicable hpe/pre-gen8-interrupt-remapping',
    'unknown vic/outbound-2377: unknown',
  ]);
  await page.keyboard.press('Space');
  expect(await detail.count()).toBe(0);
});

test('the value that makes the verdict is marked, by more than a colour', async () => {
  const { page } = await openReport(browser, fullScan());
  const marked = async (host: string) =>
    page.locator('#hosts-table tbody tr', { hasText: host }).locator('td.marked').allTextContents();
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
  expect(await page.locator('#hosts').isVisible()).toBe(false);
  expect(await page.locator('#open tbody tr').count()).toBeGreaterThan(10);
  expect(await page.locator('#open').isVisible()).toBe(true);
  expect(await page.locator('.card').count()).toBe(3);
});

test('on paper it has the findings to look at, and no buttons', async () => {
  const { page } = await openReport(browser, fullScan());
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('#open').isVisible()).toBe(true);
  expect(await page.locator('#hosts').isVisible()).toBe(false);
  expect(await page.locator('#theme').isVisible()).toBe(false);
  expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
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

test.each(['light', 'dark'] as const)(
  'texts can be read in the %s theme, and the other one is a click away',
  async (colorScheme) => {
    const { page } = await openReport(browser, fullScan(), { colorScheme });
    const background = await styleOf(page.locator('#hosts'), 'backgroundColor');
    for (const text of ['.wrong-text', '.unknown-text', '.look-text', '.right-text', 'caption', '#hosts button.host']) {
      const colour = await styleOf(page.locator(text).first(), 'color');
      expect([text, contrast(colour, background) >= 4.5]).toEqual([text, true]);
    }
    await page.getByRole('button', { name: /light and dark/ }).click();
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
  expect(await page.getByRole('status').textContent()).toBe('100 of 5000 hosts');
});
