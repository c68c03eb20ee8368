import { grouped, type NonEmpty } from '../../src/model/group-by.ts';
import { isLeftInMaintenance, type Reboot } from '../../src/model/rollout.ts';
import { type Cell, cell, type Grid, escapeControlCharacters, harmlessOr } from '../text/cells.ts';
import { drawGrid } from '../text/grid.ts';
import { bearsGrid, type Page } from '../text/page.ts';
import { plain, prose, someOf, strong } from '../text/wrap.ts';
import { leftInMaintenance, outcomeWords, rebootsText, rebootsWorstFirst } from './lines.ts';

/** The rolling reboot in a table: a row for all hosts of which the same is to be said, the counts, and who is left in maintenance mode. */
export function* rebootsSection(reboots: readonly Reboot[], page: Page): Iterable<string> {
  yield '\n';
  const groups = [...fold(rebootsWorstFirst(reboots))];
  if (groups.length > 0 && bearsGrid(page, groups.length)) yield `${drawGrid(gridOf(groups), page)}\n`;
  else for (const group of groups) yield prose([strong(namesText(group)), plain(lineOf(group))], page);
  yield prose([plain(rebootsText(reboots))], page);
  const left = leftInMaintenance(reboots);
  if (left.length > 0) yield prose([strong('Left in maintenance mode:'), plain(left.join(', '))], page);
}

/** Hosts of which the same is to be said. */
function fold(reboots: readonly Reboot[]): Iterable<NonEmpty<Reboot>> {
  return grouped(reboots, (reboot) =>
    JSON.stringify([reboot.kind, maintenanceText(reboot), reboot.reason, reboot.detail]),
  ).values();
}

function lineOf([first]: NonEmpty<Reboot>): string {
  const left = isLeftInMaintenance(first) ? ' [in maintenance mode]' : '';
  return `reboot: ${outcomeWords(first.kind)}: ${escapeControlCharacters(first.detail)}${left}`;
}

function gridOf(groups: readonly NonEmpty<Reboot>[]): Grid {
  return {
    head: [
      { title: 'Host', comfort: 16 },
      { title: 'Reboot', comfort: 12 },
      { title: 'Maintenance', comfort: 11 },
      { title: 'Why', comfort: 30 },
    ],
    sections: [{ heading: null, rows: groups.map(rowOf) }],
  };
}

/** More names in a cell do not help; JSON and lines hold them all. */
const NAMES = 40;

function namesText(group: NonEmpty<Reboot>): string {
  return someOf(
    group.map(({ host }) => harmlessOr(host.name, '?')),
    NAMES,
  );
}

function rowOf(group: NonEmpty<Reboot>): readonly Cell[] {
  const [first] = group;
  return [
    cell(namesText(group)),
    cell(outcomeWords(first.kind)),
    cell(maintenanceText(first)),
    cell(escapeControlCharacters(first.detail)),
  ];
}

function maintenanceText(reboot: Reboot): string {
  if (isLeftInMaintenance(reboot)) return 'left in';
  if (reboot.inMaintenance !== null) return 'out';
  // What was not begun was not looked at.
  return reboot.kind === 'failed' || reboot.kind === 'indeterminate' ? '?' : '';
}
