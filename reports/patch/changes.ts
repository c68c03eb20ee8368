import type { PatchListing, SettingAhead } from '../../src/model/patch-listing.ts';
import { defaultText } from '../catalog/words.ts';
import { cell, type Grid } from '../text/cells.ts';
import { drawGrid } from '../text/grid.ts';
import { harmless } from '../text/harmless.ts';
import { bearsGrid, type Page } from '../text/page.ts';
import { plain, prose } from '../text/prose.ts';
import { changeText, fromText, isChanging, type Naming, namingOf, whoText } from './words.ts';

/** A row a default that becomes another one; nothing where none does. */
export function* changesText(listing: PatchListing, page: Page): Iterable<string> {
  const changing = listing.settings.filter(isChanging);
  const nameOf = namingOf(listing);
  if (changing.length === 0) yield prose([plain('No default is known to change.')], page);
  else if (bearsGrid(page, changing.length)) yield `${drawGrid(gridOf(changing, nameOf), page)}\n`;
  else {
    for (const setting of changing) {
      const text = `${harmless(setting.setting)}: default ${changeText(setting)}; ${whoText(setting, nameOf)}`;
      yield prose([plain(text)], page);
    }
  }
}

function gridOf(changing: readonly SettingAhead[], nameOf: Naming): Grid {
  const rows = changing.map((setting) => [
    cell(harmless(setting.setting)),
    cell(fromText(setting.from)),
    cell(defaultText(setting.to)),
    cell(setting.to?.confidence ?? ''),
    [...cell(whoText(setting, nameOf)), ...(setting.labDependent ? cell("hangs on the lab's hardware", 'faint') : [])],
  ]);
  const head = [
    { title: 'Setting', comfort: 16 },
    { title: 'Default', comfort: 8 },
    { title: 'becomes', comfort: 8 },
    { title: 'Known', comfort: 8 },
    { title: 'Hosts', comfort: 30 },
  ];
  return { head, sections: [{ heading: null, rows }] };
}
