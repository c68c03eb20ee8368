import { clusterLabels, hostLabels } from '../../src/model/place-labels.ts';
import { isBlind, lossesOf, type ScannedHost, type TargetReport } from '../../src/model/scan.ts';
import { escapeControlCharacters } from './cells.ts';
import type { Page } from './page.ts';
import { list, plain, prose, strong } from './wrap.ts';

/** What every document says of itself. */
export interface Titled {
  readonly tool: { readonly name: string; readonly version: string };
  readonly targets: readonly TargetReport[];
  readonly finishedAt: string;
}

/** `esxcheck 0.1.0 · URL (product) · 2026-11-23 06:00 UTC` */
export function titleText({ tool, targets, finishedAt }: Titled, page: Page): string {
  const asked = targets.map(({ url, product }) =>
    escapeControlCharacters(product === null ? url : `${url} (${product})`),
  );
  const rest = [...asked, momentText(finishedAt)].map((text) => `· ${text}`).join(' ');
  return prose(
    [strong(`${escapeControlCharacters(tool.name)} ${escapeControlCharacters(tool.version)}`), plain(rest)],
    page,
  );
}

/** `2026-11-23 06:00 UTC`; whatever is not such a time as it came. */
export function momentText(time: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z$/.exec(time);
  return parts === null ? escapeControlCharacters(time) : `${parts[1]} ${parts[2]} UTC`;
}

/** `2026-11-23 06:00:12`, in UTC as it came; whatever is not such a time as it came. */
export function dayAndTime(time: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(time);
  return parts === null ? escapeControlCharacters(time) : `${parts[1]} ${parts[2]}`;
}

/** `INCOMPLETE: vc01 was lost after 41 of 200 hosts; 159 hosts were not read (…)`, the first line of a report; nothing where no target was lost. */
export function incompleteLines(targets: readonly TargetReport[], page: Page): string {
  return lossesOf(targets)
    .map((loss) => prose([{ text: 'INCOMPLETE:', tone: 'bad' }, plain(escapeControlCharacters(loss))], page))
    .join('');
}

/** Targets that could not be asked, since nothing else in a report would speak of their hosts. */
export function targetErrors(targets: readonly TargetReport[], page: Page): string {
  const items = targets
    .filter(isBlind)
    .flatMap(({ url, error }) =>
      error === null
        ? []
        : [
            [
              strong(escapeControlCharacters(url)),
              plain(`${escapeControlCharacters(error.code)}: ${escapeControlCharacters(error.message)}`),
            ],
          ],
    );
  return list('Unreachable, so nothing here speaks of their hosts', items, page);
}

/** `Note: sentence.`, a paragraph each; nothing where there is nothing to remark. */
export function remarkLines(remarks: readonly string[], page: Page): string {
  return remarks
    .map((remark) => prose([{ text: 'Note:', tone: 'careful' }, plain(`${escapeControlCharacters(remark)}.`)], page))
    .join('');
}

/**
 * The same, with hosts and clusters called what tells them apart: by name, or by a path such as `DC1/Prod` where several have
 * the name. For what people read: two clusters of one name must not become one row, one bar or one line.
 */
export function namedApart<Listed extends { readonly hosts: readonly ScannedHost[] }>(listed: Listed): Listed {
  const { hosts } = listed;
  const [nameOf, clusterOf] = [hostLabels(hosts), clusterLabels(hosts)];
  const named = hosts.map((host) => {
    const [name, cluster] = [nameOf(host), clusterOf(host)];
    return name === host.name && cluster === host.cluster ? host : { ...host, name, cluster };
  });
  return named.every((host, index) => host === hosts[index]) ? listed : { ...listed, hosts: named };
}
