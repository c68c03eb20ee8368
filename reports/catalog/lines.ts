import type { CatalogListing, DefaultFlip, ListedRelease } from '../../src/model/catalog.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { harmless } from '../text/harmless.ts';
import { defaultText, flipConfidence, knownText, nameText } from './words.ts';

/** `BUILD NAME (DATE)` a release; `CHANGE SETTING: FROM -> TO [confidence]` a flip. */
export const lines: Reporter<CatalogListing> = {
  name: 'lines',
  description: 'One line a release, or one a default that differs, to grep.',
  extensions: ['.lines', '.log'],
  *render({ releases, flips }) {
    if (flips === null) for (const release of releases) yield `${releaseLine(release)}\n`;
    else {
      for (const flip of flips.flips) yield `${flipLine(flip)}\n`;
      yield `summary flips=${flips.flips.length} same=${flips.same} complete=${flips.complete}\n`;
    }
  },
};

function releaseLine(release: ListedRelease): string {
  const known = knownText(release);
  const measured = `${release.recalled ? ' recalled' : ''}${release.measured ? ' measured' : ''}`;
  return `${harmless(release.build)} ${nameText(release)} (${harmless(release.released ?? '?')})${measured}${known === '' ? '' : ` [${known}]`}`;
}

function flipLine(flip: DefaultFlip): string {
  const { setting, change, from, to, labDependent } = flip;
  const remark = labDependent ? ' lab-dependent' : '';
  return `${change} ${harmless(setting)}: ${defaultText(from)} -> ${defaultText(to)} [${flipConfidence(flip)}${remark}]`;
}
