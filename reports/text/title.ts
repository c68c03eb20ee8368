import type { TargetReport } from '../../src/model/scan.ts';
import { harmless } from './harmless.ts';
import type { Page } from './page.ts';
import { plain, prose, strong } from './prose.ts';

/** What every document says of itself. */
export interface Titled {
  readonly tool: { readonly name: string; readonly version: string };
  readonly targets: readonly TargetReport[];
  readonly finishedAt: string;
}

/** `esxcheck 0.1.0 · URL (product) · 2026-11-23 06:00 UTC` */
export function titleText({ tool, targets, finishedAt }: Titled, page: Page): string {
  const asked = targets.map(({ url, product }) => harmless(product === null ? url : `${url} (${product})`));
  const rest = [...asked, momentText(finishedAt)].map((text) => `· ${text}`).join(' ');
  return prose([strong(`${harmless(tool.name)} ${harmless(tool.version)}`), plain(rest)], page);
}

/** `2026-11-23 06:00 UTC`; whatever is not such a time as it came. */
export function momentText(time: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z$/.exec(time);
  return parts === null ? harmless(time) : `${parts[1]} ${parts[2]} UTC`;
}

/** `2026-11-23 06:00:12`, in UTC as it came; whatever is not such a time as it came. */
export function dayAndTime(time: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(time);
  return parts === null ? harmless(time) : `${parts[1]} ${parts[2]}`;
}
