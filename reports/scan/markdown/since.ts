import type { Scan } from '../../../src/model/scan.ts';
import type { LoneHost } from '../../../src/model/since.ts';
import { escapeMarkdown, row } from '../../markdown/text.ts';
import { harmless, harmlessOr } from '../../text/harmless.ts';
import { momentText } from '../../text/title.ts';
import { changesText } from '../change-words.ts';

/** What changed since the scan that this one was compared with; nothing where it was compared with none. */
export function* sinceMarkdown({ since, hosts }: Scan): Iterable<string> {
  if (since === null) return;
  const names = new Map(hosts.map(({ id, name }) => [id, harmlessOr(name, '?')]));
  yield `\n## Changed since ${escapeMarkdown(momentText(since.startedAt))}\n\n`;
  if (since.changed.length > 0) yield row(['Host', 'Change']) + row(['---', '---']);
  for (const { host, changes } of since.changed) {
    yield row([names.get(host) ?? '?', changesText(changes)].map(escapeMarkdown));
  }
  const same = since.compared - since.changed.length;
  yield `${since.changed.length > 0 ? '\n' : ''}${since.compared} compared, ${same} as before, as far as they were read both times.\n`;
  yield* loneHosts('Only in the earlier scan', since.onlyBefore);
  yield* loneHosts('Only in this scan', since.onlyNow);
  for (const id of since.changedRules) yield `\nThe rule ${escapeMarkdown(harmless(id))} reads otherwise than then.\n`;
}

/** Hosts of a target that could not be asked have not vanished. */
function* loneHosts(heading: string, hosts: readonly LoneHost[]): Iterable<string> {
  if (hosts.length === 0) return;
  yield `\n${heading}:\n\n`;
  for (const { name, asked } of hosts) {
    const why = asked ? '' : ', whose target could not be asked in the other scan';
    yield `- ${escapeMarkdown(harmlessOr(name, '?'))}${why}\n`;
  }
}
