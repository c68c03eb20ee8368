import { isLeftInMaintenance, type Reboot } from '../../src/model/rollout.ts';
import { cell, type Grid, escapeControlCharacters } from '../text/cells.ts';
import { drawGrid } from '../text/grid.ts';
import { bearsGrid, type Page } from '../text/page.ts';
import { plain, prose, strong } from '../text/wrap.ts';
import { leftInMaintenance, rebootLine, rebootsText, rebootsWorstFirst } from './lines.ts';

/** The rolling reboot in a table: a row a host, the counts, and who is left in maintenance mode. */
export function* rebootsSection(reboots: readonly Reboot[], page: Page): Iterable<string> {
  yield '\n';
  const rows = rebootsWorstFirst(reboots);
  if (rows.length > 0 && bearsGrid(page, rows.length)) yield `${drawGrid(gridOf(rows), page)}\n`;
  else for (const reboot of rows) yield prose([plain(rebootLine(reboot))], page);
  yield prose([plain(rebootsText(reboots))], page);
  const left = leftInMaintenance(reboots);
  if (left.length > 0) yield prose([strong('Left in maintenance mode:'), plain(left.join(', '))], page);
}

function gridOf(reboots: readonly Reboot[]): Grid {
  return {
    head: [
      { title: 'Host', comfort: 16 },
      { title: 'Reboot', comfort: 12 },
      { title: 'Maintenance', comfort: 11 },
      { title: 'Why', comfort: 30 },
    ],
    sections: [
      {
        heading: null,
        rows: reboots.map((reboot) => [
          cell(escapeControlCharacters(reboot.host.name)),
          cell(reboot.kind),
          cell(maintenanceText(reboot)),
          cell(
            reboot.reason === null
              ? escapeControlCharacters(reboot.detail)
              : `${reboot.reason}: ${escapeControlCharacters(reboot.detail)}`,
          ),
        ]),
      },
    ],
  };
}

function maintenanceText(reboot: Reboot): string {
  if (isLeftInMaintenance(reboot)) return 'left in';
  if (reboot.inMaintenance !== null) return 'out';
  // What was not begun was not looked at.
  return reboot.kind === 'failed' || reboot.kind === 'indeterminate' ? '?' : '';
}
