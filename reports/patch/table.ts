import type { PatchListing } from '../../src/model/patch-listing.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { harmless } from '../text/harmless.ts';
import { pageFor } from '../text/page.ts';
import { plain, prose, strong } from '../text/prose.ts';
import { incompleteLines, targetErrors } from '../text/target-errors.ts';
import { titleText } from '../text/title.ts';
import { changesText } from './changes.ts';
import { restText } from './rest.ts';

/** For people: the defaults that the patch changes and whom it may change, then the rest in numbers. */
export const table: Reporter<PatchListing> = {
  name: 'table',
  description: 'For people: the defaults that the patch changes, and which hosts may follow them.',
  extensions: ['.txt'],
  *render(listing, options) {
    const page = pageFor(options);
    const { name, build, measured } = listing.targetRelease;
    yield incompleteLines(listing.targets, page);
    yield titleText(listing, page);
    yield targetErrors(listing.targets, page);
    yield '\n';
    yield prose(
      [strong(`To ${harmless(name)} (build ${harmless(build)})`), plain(measured ? MEASURED : UNMEASURED)],
      page,
    );
    yield* changesText(listing, page);
    yield restText(listing, page);
  },
};

const MEASURED = '- its defaults were measured on a lab host.';
const UNMEASURED =
  '- it was not measured: what no other source tells is not known, and nothing is guessed from its neighbours.';
