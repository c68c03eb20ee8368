import type { HostChange, ReleaseSeen, VerdictSeen } from '../../src/model/changes-since.ts';
import { escapeControlCharacters } from '../text/cells.ts';
import { valueText } from '../text/kernel-values.ts';

/** `4192238 -> 4600944 (ESXi 6.0 Patch 4); rebooted; iovDisableIR default FALSE -> TRUE`. */
export function changesText(changes: readonly HostChange[]): string {
  return changes.map(changeText).join('; ');
}

/** Without the times of a reboot, so that hosts that were patched one after the other say the same. */
function changeText(change: HostChange): string {
  switch (change.kind) {
    case 'release':
      return `${releaseText(change.before)} -> ${releaseText(change.after)}`;
    case 'reboot':
      return 'rebooted';
    case 'setting':
      return `${escapeControlCharacters(change.setting)} ${change.which} ${valueText(change.before, null)} -> ${valueText(change.after, null)}`;
    case 'verdict':
      return `${escapeControlCharacters(change.rule)} ${verdictText(change.before)} -> ${verdictText(change.after)}`;
  }
}

function releaseText({ build, release }: ReleaseSeen): string {
  return release === null
    ? `build ${escapeControlCharacters(build)}`
    : `${escapeControlCharacters(release)} (${escapeControlCharacters(build)})`;
}

function verdictText({ verdict, state }: VerdictSeen): string {
  return state === null || state === verdict ? verdict : `${verdict} ${state}`;
}
