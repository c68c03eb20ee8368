import type { TrendPoint } from '../../src/model/trend.ts';

/**
 * The share of findings that pass or are waived among all that were judged, 0 to 1; null where nothing was judged.
 * What is unknown or warned of is not compliant; what does not apply does not count.
 */
export function complianceOf({ findings }: TrendPoint): number | null {
  const { pass, waived, fail, unknown, warn } = findings;
  const judged = pass + waived + fail + unknown + warn;
  return judged === 0 ? null : (pass + waived) / judged;
}
