import type { HostChange, JudgedBy, Since, VerdictSeen } from '../../src/model/changes-since.ts';
import type { ReleaseSeen } from '../../src/model/flip.ts';
import { advisoryChanges, advisoryTexts } from './advisory-changes.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { valueText } from '../text/kernel-values.ts';
import { counted, someOf } from '../text/wrap.ts';

/** `4192238 -> 4600944 (ESXi 6.0 Patch 4); rebooted; iovDisableIR default FALSE -> TRUE; 12 advisories closed: …`. */
export function changesText(changes: readonly HostChange[]): string {
  const { rest, ...advisories } = advisoryChanges(changes);
  return [...rest.map(changeText), ...advisoryTexts(advisories)].join('; ');
}

/** Without the times of a reboot, so that hosts that were patched one after the other say the same. */
export function changeText(change: HostChange): string {
  switch (change.kind) {
    case 'release':
      return `${releaseText(change.before)} -> ${releaseText(change.after)}`;
    case 'reboot':
      return 'rebooted';
    case 'setting':
      return `${escapeControlCharacters(change.setting)} ${change.which} ${valueText(change.before, null)} -> ${valueText(change.after, null)}`;
    case 'verdict':
      return `${escapeControlCharacters(change.rule)} ${verdictText(change.before)} -> ${verdictText(change.after)}${judgedByText(change.judgedBy)}`;
  }
}

/** `ESXi 6.0 Patch 4 (4600944)`, or `build 1` where the catalog lacks it. */
export function releaseText({ build, release }: ReleaseSeen): string {
  return release === null
    ? `build ${escapeControlCharacters(build)}`
    : `${escapeControlCharacters(release)} (${escapeControlCharacters(build)})`;
}

function verdictText({ verdict, state }: VerdictSeen): string {
  return state === null || state === verdict ? verdict : `${verdict} ${state}`;
}

const OTHER_JUDGES: Readonly<Record<JudgedBy, string>> = {
  'another-framework': ' (judged by another framework)',
  'another-profile': ' (judged by another profile)',
};

/** With a blank before it; empty where the rule asked for the same both times. */
export function judgedByText(judgedBy: JudgedBy | undefined): string {
  return judgedBy === undefined ? '' : OTHER_JUDGES[judgedBy];
}

/** `16 hosts compared: 2 changed, 13 as before, as far as they were read both times; of 1 no verdict is known in both scans.` */
export function comparedText({ compared, changed, uncompared = [] }: Since, same: 'as before' | 'unchanged'): string {
  const left = compared - changed.length - uncompared.length;
  const counts = `${counted(compared, 'host')} compared: ${changed.length} changed, ${left} ${same}`;
  const unknown = uncompared.length === 0 ? '' : `; of ${uncompared.length} no verdict is known in both scans`;
  return `${counts}, as far as they were read both times${unknown}.`;
}

const NAMED = 5;

/** Which rules one of two scans alone judged by, a sentence for each of the two; none where both judged by the same. */
export function loneRulesTexts({ onlyRulesBefore = [], onlyRulesNow = [] }: Since): readonly string[] {
  const sides = [
    ['earlier', onlyRulesBefore],
    ['later', onlyRulesNow],
  ] as const;
  return sides.flatMap(([side, ids]) => {
    if (ids.length === 0) return [];
    return [
      `In the ${side} scan only: ${counted(ids.length, 'rule')} (${someOf(ids.map(escapeControlCharacters), NAMED)})`,
    ];
  });
}

/** Whether the host was mended: where the rule asked for something else before, nobody knows. */
export function isFixed({ before, after, judgedBy }: Extract<HostChange, { kind: 'verdict' }>): boolean {
  return judgedBy === undefined && before.verdict === 'fail' && after.verdict === 'pass';
}
