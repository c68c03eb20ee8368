import type { Finding, Verdict } from '../../src/model/finding.ts';
import { isBlind, isLost, lossesOf, type Scan } from '../../src/model/scan.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { counted } from '../text/wrap.ts';

/** What a scan comes to: the worst verdict, null where nothing was judged, and the rest of the sentence. */
export interface Result {
  readonly verdict: Verdict | null;
  readonly text: string;
}

/** The result in one sentence; a fail outranks what could not be seen, and that outranks the rest. */
export function resultOf(scan: Scan): Result {
  const blind = blindTargets(scan);
  const hosts = (verdict: Verdict): number =>
    new Set(scan.findings.filter((finding) => finding.verdict === verdict).map(({ host }) => host)).size;
  const { fail, unknown, warn, pass, waived } = scan.summary.findings;
  if (fail > 0) return say('fail', `on ${counted(hosts('fail'), 'host')}`);
  if (unknown > 0) return say('unknown', `on ${counted(hosts('unknown'), 'host')}; nothing that was read fails`);
  if (blind > 0) return say('unknown', `for ${counted(blind, 'target')}; nothing that was read fails`);
  if (scan.targets.some(isLost)) return say('unknown', 'for hosts that were not read; nothing that was read fails');
  if (warn > 0) return say('warn', `on ${counted(hosts('warn'), 'host')}; nothing fails`);
  const spared = waived > 0 ? `, but for ${counted(waived, 'waived finding')}` : '';
  if (pass > 0) return say('pass', `everywhere the rules apply${spared}`);
  if (waived > 0) return say('waived', `on ${counted(hosts('waived'), 'host')}; nothing else was judged`);
  return {
    verdict: null,
    text: scan.hosts.length === 0 ? 'no host was judged' : 'none of the rules applies to these hosts',
  };
}

function say(verdict: Verdict, text: string): Result {
  return { verdict, text };
}

/** `vc01 was lost after 41 of 200 hosts; 159 hosts were not read (…)`, for each target that was lost; null where none was. */
export function incompleteText({ targets }: Pick<Scan, 'targets'>): string | null {
  const losses = lossesOf(targets).map(escapeControlCharacters);
  return losses.length === 0 ? null : losses.join('. ');
}

/** `14, 2 unreachable`. */
export function hostsText(scan: Scan): string {
  const { summary, targets } = scan;
  const blind = blindTargets(scan);
  const parts = [String(summary.hosts)];
  if (summary.unreachable > 0) parts.push(`${summary.unreachable} unreachable`);
  if (blind > 0) parts.push(`and those of ${blind} of ${counted(targets.length, 'target')} are not known`);
  return parts.join(', ');
}

function blindTargets({ targets }: Scan): number {
  return targets.filter(isBlind).length;
}

/** Compliant now and after a reboot, but the planned patch may break it or cannot be predicted: the catalog tells it, not the values. */
export function mayNotStayRight({ verdict, horizons: { now, nextBoot, nextPatch } }: Finding): boolean {
  const isRight = now === 'pass' && nextBoot === 'pass';
  return verdict === 'warn' && isRight && nextPatch !== 'pass' && nextPatch !== null;
}
