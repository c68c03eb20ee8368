import type { HostChange, Since } from '../../../src/model/changes-since.ts';
import { isBlind, type Scan } from '../../../src/model/scan.ts';
import { isFixed } from '../change-words.ts';
import { counted } from '../../text/wrap.ts';
import { isDefault } from './build-steps.ts';

/** What became of hosts since the earlier scan, each counted once for each of these; and of defaults. */
export interface ChangeCounts {
  /** Hosts on which a check fails that did not fail then. */
  readonly newlyNonCompliant: number;
  /** Hosts on which a check passes that failed then. */
  readonly fixed: number;
  /** Hosts on which a check that was known then could not be judged now. */
  readonly becameUnknown: number;
  readonly appeared: number;
  /** Hosts that are in no list any more, of targets that were reached both times. */
  readonly gone: number;
  /** Settings whose default changed with a build, on more than few of the hosts that went to it. */
  readonly flippedDefaults: number;
}

/** Null where the scan was not compared. */
export function changeCountsOf({ since }: Pick<Scan, 'since'>): ChangeCounts | null {
  if (since === null) return null;
  const having = (is: (change: HostChange) => boolean): number =>
    since.changed.filter(({ changes }) => changes.some(is)).length;
  return {
    newlyNonCompliant: having((change) => change.kind === 'verdict' && becomes(change, 'fail')),
    fixed: having((change) => change.kind === 'verdict' && isFixed(change)),
    becameUnknown: having((change) => change.kind === 'verdict' && becomes(change, 'unknown')),
    appeared: since.onlyNow.filter(({ asked }) => asked).length,
    gone: since.onlyBefore.filter(({ asked }) => asked).length,
    flippedDefaults: flippedSettings(since).size,
  };
}

function flippedSettings({ flips }: Since): ReadonlySet<string> {
  const shown = (flips?.steps ?? []).flatMap((step) => step.flips.filter(isDefault));
  return new Set(shown.map(({ setting }) => setting));
}

function becomes({ before, after }: Extract<HostChange, { kind: 'verdict' }>, verdict: string): boolean {
  return after.verdict === verdict && before.verdict !== verdict;
}

/** `12 newly non-compliant`, `3 fixed` and so on; empty where nothing of it happened. */
export function changeTexts(counts: ChangeCounts): readonly string[] {
  const { newlyNonCompliant, fixed, becameUnknown, appeared, gone, flippedDefaults } = counts;
  const texts = [
    [newlyNonCompliant, `${newlyNonCompliant} newly non-compliant`],
    [becameUnknown, `${becameUnknown} became unknown`],
    [flippedDefaults, `${counted(flippedDefaults, 'default')} flipped`],
    [fixed, `${fixed} fixed`],
    [appeared, counted(appeared, 'new host')],
    [gone, `${counted(gone, 'host')} gone`],
  ] as const;
  return texts.filter(([count]) => count > 0).map(([, text]) => text);
}

/** The same, or that there is none of it, as far as verdicts could be compared; null where the scan was not compared. */
export function changeSentence(scan: Pick<Scan, 'since'>): string | null {
  const counts = changeCountsOf(scan);
  if (counts === null || scan.since === null) return null;
  const texts = changeTexts(counts);
  if (texts.length > 0) return texts.join(', ');
  const { compared, uncompared = [] } = scan.since;
  if (uncompared.length === 0) return 'no verdict got worse or better';
  return uncompared.length === compared
    ? 'no verdict could be compared'
    : `no verdict got worse or better, and none could be compared of ${counted(uncompared.length, 'host')}`;
}

/** `1 vCenter unreachable`; null where all were reached. What cannot be reached may be an ESXi host where others are. */
export function unreachableText({ targets }: Pick<Scan, 'targets'>): string | null {
  const blind = targets.filter(isBlind).length;
  if (blind === 0) return null;
  const isVcenter = targets.every(({ product }) => product === null || product.includes('vCenter'));
  return `${counted(blind, isVcenter ? 'vCenter' : 'target')} unreachable`;
}
