import { isBlind, lossesOf } from '../../src/model/lost-target.ts';
import type { TargetReport } from '../../src/model/scan.ts';
import { harmless } from './harmless.ts';
import type { Page } from './page.ts';
import { list, plain, prose, strong } from './prose.ts';

/** `INCOMPLETE: vc01 was lost after 41 of 200 hosts; 159 hosts were not read (…)`, the first line of a report; nothing where no target was lost. */
export function incompleteLines(targets: readonly TargetReport[], page: Page): string {
  return lossesOf(targets)
    .map((loss) => prose([{ text: 'INCOMPLETE:', tone: 'bad' }, plain(harmless(loss))], page))
    .join('');
}

/** Targets that could not be asked, since nothing else in a report would speak of their hosts. */
export function targetErrors(targets: readonly TargetReport[], page: Page): string {
  const items = targets
    .filter(isBlind)
    .flatMap(({ url, error }) =>
      error === null ? [] : [[strong(harmless(url)), plain(`${harmless(error.code)}: ${harmless(error.message)}`)]],
    );
  return list('Could not be asked, so nothing here speaks of their hosts', items, page);
}

/** `Note: sentence.`, a paragraph each; nothing where there is nothing to remark. */
export function remarkLines(remarks: readonly string[], page: Page): string {
  return remarks
    .map((remark) => prose([{ text: 'Note:', tone: 'careful' }, plain(`${harmless(remark)}.`)], page))
    .join('');
}
