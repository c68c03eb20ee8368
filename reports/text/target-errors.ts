import type { TargetReport } from '../../src/model/scan.ts';
import { harmless } from './harmless.ts';
import type { Page } from './page.ts';
import { list, plain, strong } from './prose.ts';

/** Targets that could not be asked, since nothing else in a report would speak of their hosts. */
export function targetErrors(targets: readonly TargetReport[], page: Page): string {
  const items = targets.flatMap(({ url, error }) =>
    error === null ? [] : [[strong(harmless(url)), plain(`${harmless(error.code)}: ${harmless(error.message)}`)]],
  );
  return list('Could not be asked, so nothing here speaks of their hosts', items, page);
}
