import type { Trend, TrendPoint } from '../../src/model/trend.ts';

/**
 * The share of findings that pass or are waived among all that were judged, 0 to 1; null where nothing was judged.
 * What is unknown or warned of is not compliant; what does not apply does not count.
 */
export function complianceOf({ findings }: TrendPoint): number | null {
  const { pass, waived, fail, unknown, warn } = findings;
  const judged = pass + waived + fail + unknown + warn;
  return judged === 0 ? null : (pass + waived) / judged;
}

/**
 * Those that speak of everything that was to be read: what charts draw. Where there is none, as beside a target that has
 * been gone all along, all of them.
 */
export function wholePoints({ points }: Trend): readonly TrendPoint[] {
  const whole = points.filter(({ complete }) => complete);
  return whole.length > 0 ? whole : points;
}
