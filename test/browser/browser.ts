import { type Browser, chromium } from 'playwright-core';

/** Nothing of the browser's own goes out, so that whatever does is the page's. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's Chromium without a window, or the one that the variable names. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['ESXCHECK_CHROMIUM'] ?? '/usr/bin/chromium', args: QUIET });
}
