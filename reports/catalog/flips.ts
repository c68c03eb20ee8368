import type { DefaultFlip, DefaultFlips, ListedRelease, ReleaseIdentity } from '../../src/model/catalog.ts';
import { cell, type Grid } from '../text/cells.ts';
import { drawGrid } from '../text/grid.ts';
import { harmless } from '../text/harmless.ts';
import { bearsGrid, type Page } from '../text/page.ts';
import { counted, plain, prose, strong } from '../text/prose.ts';
import { defaultText, flipConfidence, knownText } from './words.ts';

/** The defaults that differ between two releases; settings that only one of them has are named below. */
export function* flipsText(flips: DefaultFlips, releases: readonly ListedRelease[], page: Page): Iterable<string> {
  const changed = flips.flips.filter(({ change }) => change === 'default');
  yield prose([strong(`${releaseText(flips.from)} -> ${releaseText(flips.to)}`)], page);
  for (const release of releases) if (!release.measured) yield prose([plain(unmeasured(release))], page);
  if (changed.length > 0) yield* changedText(changed, page);
  yield onlyText('Only in the second', flips.flips, 'new', page);
  yield onlyText('Only in the first', flips.flips, 'gone', page);
  const differ = `${counted(changed.length, 'default')} ${changed.length === 1 ? 'differs' : 'differ'}`;
  const settings = counted(flips.same, flips.complete ? 'setting' : 'known setting');
  yield prose([plain(`${differ}; ${settings} with the same default in both.`)], page);
}

function* changedText(changed: readonly DefaultFlip[], page: Page): Iterable<string> {
  if (bearsGrid(page, changed.length)) yield `${drawGrid(gridOf(changed), page)}\n`;
  else {
    for (const { setting, from, to } of changed)
      yield prose([plain(`${harmless(setting)}: ${defaultText(from)} -> ${defaultText(to)}`)], page);
  }
}

function gridOf(changed: readonly DefaultFlip[]): Grid {
  const rows = changed.map((flip) => [
    cell(harmless(flip.setting)),
    cell(defaultText(flip.from)),
    cell(defaultText(flip.to)),
    cell(flipConfidence(flip)),
    cell(flip.labDependent ? "hangs on the lab's hardware" : '', 'faint'),
  ]);
  const head = [
    { title: 'Setting', comfort: 20 },
    { title: 'Default', comfort: 8 },
    { title: 'becomes', comfort: 8 },
    { title: 'Known', comfort: 10 },
    { title: 'Remark', comfort: 12 },
  ];
  return { head, sections: [{ heading: null, rows }] };
}

function onlyText(label: string, flips: readonly DefaultFlip[], change: DefaultFlip['change'], page: Page): string {
  const names = flips.filter((flip) => flip.change === change).map(({ setting }) => harmless(setting));
  if (names.length === 0) return '';
  return prose([strong(`${label} (${names.length}):`), plain(names.join(', '))], page);
}

function releaseText({ name, build }: ReleaseIdentity): string {
  return `${harmless(name)} (build ${harmless(build)})`;
}

function unmeasured(release: ListedRelease): string {
  const known = knownText(release);
  const told = known === '' ? 'nothing else tells of its defaults' : `known otherwise: ${known}`;
  return `${harmless(release.name)} was not measured; ${told}. Nothing is guessed from its neighbours.`;
}
