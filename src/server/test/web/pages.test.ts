import { mkdir } from 'node:fs/promises';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOSTILE, SMALL } from '../support/estate.ts';
import { as, startWeb, type TestWeb } from '../support/web.ts';

/** Nothing of the browser's own goes out, so that whatever does is the page's. */
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
/** Where pictures of all pages are put; none: nowhere. */
const PICTURES = process.env['ESXCHECK_PICTURES'];
/** Names of the pictures are hostile where the estate is. */
const IS_PRETTY = process.env['ESXCHECK_PRETTY'] !== undefined;

let web: TestWeb;
let browser: Browser;
let paths: readonly string[];

beforeAll(async () => {
  const hostile = IS_PRETTY ? {} : { hostile: HOSTILE };
  web = await startWeb(undefined, { ...SMALL, targets: 6, hosts: 120, days: 90, rules: 30, churn: 0.02, ...hostile });
  browser = await chromium.launch({
    executablePath: process.env['ESXCHECK_CHROMIUM'] ?? '/usr/bin/chromium',
    args: QUIET,
  });
  const { rows } = await web.pool.query<{ name: string }>('SELECT cluster AS name FROM host WHERE target = 1 LIMIT 1');
  const cluster = encodeURIComponent(rows[0]?.name ?? '');
  paths = [
    '/',
    '/?day=2026-11-25',
    '/vcenters/1',
    '/vcenters/6',
    `/vcenters/1/cluster?name=${cluster}`,
    '/rules',
    '/rules/1',
    '/rules/30',
    '/hosts/1',
    '/hosts/6',
    '/hosts/1?day=2026-11-25',
    '/hosts?name=esx0000',
    '/hosts?name=<b>none',
    '/changes',
    '/exposure',
    '/waivers',
    '/jobs',
    '/audit',
    '/rules/999999',
  ];
});
afterAll(async () => {
  await browser.close();
  await web[Symbol.asyncDispose]();
});

interface Opened {
  readonly page: Page;
  /** What the console said, refusals of the policy among it. */
  readonly said: string[];
  readonly requests: string[];
}

async function open(options: BrowserContextOptions = {}): Promise<Opened> {
  const extraHTTPHeaders = as(`Ada Example${IS_PRETTY ? '' : HOSTILE.slice(0, 60)}`, 'all', 'auditors');
  const context = await browser.newContext({ ignoreHTTPSErrors: true, extraHTTPHeaders, ...options });
  const page = await context.newPage();
  const said: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', ({ message }) => said.push(message));
  page.on('request', (request) => requests.push(request.url()));
  return { page, said, requests };
}

test('a hostile name is text on every page: no script runs, nothing is refused, nothing is asked of another', async () => {
  const { page, said, requests } = await open();
  for (const path of paths) {
    await page.goto(`${web.url}${path}`);
    const heads = await page.locator('h1').count();
    expect(heads, path).toBe(1);
    const strange = await page.evaluate(
      `document.querySelectorAll('script, style, img, [style], [onerror], [onload], b > b').length + (globalThis.taken ?? 0)`,
    );
    expect(strange, path).toBe(0);
  }
  // A page that is not there says so with its status, which the console repeats.
  expect(said.filter((line) => !line.includes('404'))).toEqual([]);
  expect(requests.filter((url) => !url.startsWith(web.url))).toEqual([]);
});

test('every page says its answer first, and no page is wider than a telephone', async () => {
  const { page } = await open({ viewport: { width: 390, height: 844 } });
  for (const path of paths) {
    await page.goto(`${web.url}${path}`);
    const [width, top] = await page.evaluate<[number, number]>(
      `[document.documentElement.scrollWidth, document.querySelector('h1').getBoundingClientRect().top]`,
    );
    expect(width, path).toBeLessThanOrEqual(390);
    expect(top, path).toBeLessThan(300);
  }
});

test('a person without a mouse reaches the content first, and every link', async () => {
  const { page } = await open();
  await page.goto(`${web.url}/`);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.className')).toBe('skip');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(`document.activeElement.closest('main') !== null`)).toBe(true);
});

test.runIf(PICTURES !== undefined)('pictures', async () => {
  const folder = PICTURES ?? '';
  await mkdir(folder, { recursive: true });
  const looks: Record<string, BrowserContextOptions> = {
    light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
    dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
    narrow: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  };
  for (const [look, options] of Object.entries(looks)) {
    const { page } = await open(options);
    for (const [index, path] of paths.entries()) {
      await page.goto(`${web.url}${path}`);
      await page.screenshot({ path: `${folder}/${String(index).padStart(2, '0')}-${look}.png`, fullPage: false });
    }
  }
});
