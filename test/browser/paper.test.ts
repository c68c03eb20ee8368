import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scan } from '../../src/model/scan.ts';
import { fullScan } from '../reports/full-scan/full-scan.ts';
import { startBrowser } from './browser.ts';
import { openReport } from './report-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

async function pagesOf(page: Page): Promise<number> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  return pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

/** Far more of everything than an estate has, and long names: every list that goes on paper is full. */
function vastScan(): Scan {
  const scan = fullScan();
  const long = 'a name that goes on and on and has no end that anybody would have chosen for it '.repeat(4);
  const [host] = scan.hosts;
  const [rule] = scan.rules;
  const failing = scan.findings.filter(({ verdict }) => verdict === 'fail');
  const unread = scan.findings.find(({ verdict, reason }) => verdict === 'unknown' && reason === 'no-permission');
  const [finding] = failing;
  if (host === undefined || rule === undefined || finding === undefined)
    throw new Error('the full scan fails somewhere');
  const hosts = Array.from({ length: 80 }, (_, index) => ({
    ...host,
    id: `vast/${index}`,
    name: `esx-${index}-${long}`,
    cluster: `Cluster ${index % 40} ${long}`,
  }));
  const rules = Array.from({ length: 60 }, (_, index) => ({
    ...rule,
    id: `site/rule-${index}`,
    title: `${index} ${long}`,
  }));
  const findings = hosts.flatMap(({ id }, place) =>
    rules.map((one, index) => ({
      ...((place + index) % 5 === 0 ? (unread ?? finding) : finding),
      host: id,
      rule: one.id,
      state: null,
      remedy: null,
    })),
  );
  const targets = Array.from({ length: 40 }, (_, index) => ({
    ...(scan.targets[index % 2] ?? { error: null }),
    url: `https://vc${index}-${long.replaceAll(' ', '-').slice(0, 40)}.example/sdk`,
  })) as Scan['targets'];
  const counts = { ...scan.summary.findings, fail: findings.length };
  return { ...scan, targets, hosts, rules, findings, summary: { ...scan.summary, hosts: 80, findings: counts } };
}

test('the short edition has at most four pages, whatever the estate', async () => {
  const { page } = await openReport(browser, fullScan());
  expect(await pagesOf(page)).toBeLessThanOrEqual(2);
  const vast = await openReport(browser, vastScan());
  expect(await pagesOf(vast.page)).toBeLessThanOrEqual(4);
});

test('on paper there are no buttons, no filters and no hosts unless they are asked for', async () => {
  const { page } = await openReport(browser, fullScan());
  await page.emulateMedia({ media: 'print' });
  for (const part of ['#theme', '#print', '#filters', '#hosts', '#notes', '#changes']) {
    expect([part, await page.locator(part).isVisible()]).toEqual([part, false]);
  }
  for (const part of ['h1', '.card', '#actions', '#rules', '.heat']) {
    expect([part, await page.locator(part).first().isVisible()]).toEqual([part, true]);
  }
});

test('hosts are an appendix on request: all that are shown, and only until it is printed', async () => {
  const scan = fullScan();
  const [some] = scan.hosts;
  if (some === undefined) throw new Error('the full scan has hosts');
  const hosts = Array.from({ length: 250 }, (_, index) => ({ ...some, id: `many/${index}`, name: `esx-${index}` }));
  const { page } = await openReport(browser, { ...scan, hosts, findings: [], since: null });
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(
    'window.print = () => { document.title = String(document.querySelectorAll("button.host").length); }',
  );
  await page.evaluate('document.getElementById("print-hosts").click()');
  expect(await page.title()).toBe('250');
  expect(await page.locator('#hosts-table').isVisible()).toBe(true);
  expect(await page.locator('#filters').isVisible()).toBe(false);
  await page.evaluate('dispatchEvent(new Event("afterprint"))');
  expect(await page.locator('button.host').count()).toBe(100);
  expect(await page.locator('#hosts').isVisible()).toBe(false);
});

test('nothing is wider than an A4 page', async () => {
  const { page } = await openReport(browser, vastScan(), { viewport: { width: 703, height: 1000 } });
  await page.emulateMedia({ media: 'print' });
  const wide = await page.evaluate(
    '[...document.querySelectorAll("body *")].filter((part) => part.getBoundingClientRect().right > 704).map(({ tagName, className }) => `${tagName}.${className}`)',
  );
  expect(wide).toEqual([]);
});

test('at 400 pixels the page is no wider than the screen, and the verdict of a host stays in sight', async () => {
  const { page } = await openReport(browser, fullScan(), { viewport: { width: 400, height: 800 } });
  expect(Number(await page.evaluate('document.documentElement.scrollWidth'))).toBeLessThanOrEqual(400);
  await page.evaluate('document.querySelector("#hosts-live .scroll").scrollLeft = 500');
  const box = await page.locator('#hosts-table tbody th .narrow').first().boundingBox();
  expect(box?.x ?? -1).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(400);
});
