import type { TrendPoint } from '../../src/model/trend.ts';
import { complianceOf } from './compliance.ts';

const STEPS = '▁▂▃▄▅▆▇█';
const COLUMNS = 30;

/** How the share went, in a few characters: the lowest step is 0, the highest 100 %; a blank where nothing was judged. */
export function sparkline(points: readonly TrendPoint[]): string {
  const step = Math.max(1, points.length / COLUMNS);
  const count = Math.min(points.length, COLUMNS);
  return Array.from({ length: count }, (_, index) =>
    stepOf(points[Math.min(points.length - 1, Math.floor((index + 1) * step) - 1)]),
  ).join('');
}

function stepOf(point: TrendPoint | undefined): string {
  const share = point === undefined ? null : complianceOf(point);
  return share === null ? ' ' : (STEPS[Math.min(STEPS.length - 1, Math.floor(share * STEPS.length))] ?? '');
}
