import type { Reporter } from '../../src/model/reporter.ts';
import type { KernelListing, ScannedHost } from '../../src/model/scan.ts';
import { drawGrid } from '../text/grid.ts';
import { harmless } from '../text/harmless.ts';
import { byLowerCaseName, kernelLine } from '../text/kernel-line.ts';
import { kernelTexts } from '../text/kernel-values.ts';
import { roomiest } from '../text/layout.ts';
import { bearsGrid, pageFor, type Page } from '../text/page.ts';
import { counted, plain, prose, strong } from '../text/prose.ts';
import { incompleteLines, targetErrors } from '../text/target-errors.ts';
import { titleText } from '../text/title.ts';
import { layoutsFor } from './columns.ts';
import { namedApart } from '../text/named-apart.ts';

/** For people on a terminal: a row a host by name, and how many hosts have which values. */
export const table: Reporter<KernelListing> = {
  name: 'table',
  description: 'For people: a row a host, by name, and how many have which values.',
  extensions: ['.txt'],
  *render(listing, options) {
    const page = pageFor(options);
    const { hosts } = namedApart({ hosts: byLowerCaseName(listing.hosts) });
    yield incompleteLines(listing.targets, page);
    yield titleText(listing, page);
    yield targetErrors(listing.targets, page);
    yield '\n';
    yield* rowsText(hosts, listing.setting, page);
    yield* countsText(hosts, listing.setting, page);
  },
};

function* rowsText(hosts: readonly ScannedHost[], setting: string, page: Page): Iterable<string> {
  if (hosts.length === 0) return;
  if (bearsGrid(page, hosts.length)) yield `${drawGrid(roomiest(layoutsFor(hosts, setting), page.width), page)}\n`;
  else for (const host of hosts) yield prose([plain(kernelLine(host, setting))], page);
  yield '\n';
}

/** How many hosts hold which three values, the commonest first. */
function* countsText(hosts: readonly ScannedHost[], setting: string, page: Page): Iterable<string> {
  yield prose([strong(harmless(setting)), plain(`on ${counted(hosts.length, 'host')}`)], page);
  const counts = new Map<string, number>();
  for (const { kernel } of hosts) {
    const { default: byDefault, configured, runtime } = kernelTexts(kernel.get(setting));
    const values = `Def:${byDefault} Con:${configured} Run:${runtime}`;
    counts.set(values, (counts.get(values) ?? 0) + 1);
  }
  const digits = String(hosts.length).length;
  for (const [values, count] of [...counts].sort(([, left], [, right]) => right - left)) {
    yield prose([plain(`  ${String(count).padStart(digits)}  ${values}`)], page);
  }
}
