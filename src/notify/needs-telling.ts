import type { Occasion } from '../model/notification.ts';
import { SEVERITIES } from '../model/rule.ts';
import type { Scan } from '../model/scan.ts';

/**
 * Whether a scan is one that a channel wants to be told of. What could not be seen counts as what fails, and so does a default
 * that a patch changed where no rule judges it: nobody else would notice, and nobody knows how severe it is. Pure.
 */
export function needsTelling(scan: Scan, { when, atLeast }: Occasion): boolean {
  const troubled = scan.findings.filter(({ verdict }) => verdict === 'fail' || verdict === 'unknown');
  const isBlind = scan.targets.some(({ error }) => error !== null);
  const ranks = troubled.map(({ severity }) => SEVERITIES.indexOf(severity));
  const hasFlipped = hasOpenFlip(scan);
  const isSevere =
    atLeast === null || isBlind || hasFlipped || ranks.some((rank) => rank <= SEVERITIES.indexOf(atLeast));
  if (!isSevere) return false;
  switch (when) {
    case 'always':
      return true;
    case 'fail':
      return isBlind || hasFlipped || troubled.length > 0;
    case 'change':
      return isBlind || hasChanged(scan);
  }
}

/** One that no rule covers on some of its hosts, or of which that is not known; drift and settings that are new or gone are none. */
function hasOpenFlip({ since }: Scan): boolean {
  const flips = (since?.flips?.steps ?? []).flatMap((step) => step.flips);
  return flips.some(({ kind, uncovered }) => kind === 'default' && uncovered !== 0);
}

/** The first scan of all is news; a mere reboot is none. */
function hasChanged({ since }: Scan): boolean {
  if (since === null) return true;
  const verdicts = since.changed.some(({ changes }) => changes.some(({ kind }) => kind !== 'reboot'));
  const hosts = [...since.onlyBefore, ...since.onlyNow].some(({ asked }) => asked);
  return verdicts || hosts || since.changedRules.length > 0;
}
