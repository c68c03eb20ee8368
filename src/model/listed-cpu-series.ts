/**
 * Whether a source speaks of a series of processors for ESX 9: one of its lists names it, or it came after those that they
 * name (Broadcom KB 318697, as a copy of July 2026 has it). Of others, such as Opterons and the Atoms C2000, none says
 * whether a release still runs on them: silence is no support.
 */
export function isSpokenOf(series: string): boolean {
  return LISTED.has(series) || NEWER.some((pattern) => pattern.test(series));
}

/** Those of the rules `upgrade/cpu-*`: discontinued, to be discontinued, deprecated, older. */
export const LISTED: ReadonlySet<string> = new Set([
  'Xeon D-1500',
  'Xeon E5-1600 v4',
  'Xeon E5-2600 v4',
  'Xeon E5-4600 v4',
  'Xeon E7-4800 v4',
  'Xeon E7-8800 v4',
  'Xeon E3-1200 v6',
  'Xeon W-2100',
  'Xeon E3-1200 v5',
  'Xeon E3-1500 v5',
  'Xeon Platinum 8100',
  'Xeon Gold 6100',
  'Xeon Gold 5100',
  'Xeon Silver 4100',
  'Xeon Bronze 3100',
  'Xeon D-2100',
  'EPYC 7001',
  'EPYC 7002',
  'Xeon Platinum 8200',
  'Xeon Gold 6200',
  'Xeon Gold 5200',
  'Xeon Silver 4200',
  'Xeon Bronze 3200',
  'Xeon E-2100',
  'Xeon E-2200',
  'Atom C3000',
  'Xeon E5-1600 v3',
  'Xeon E5-2600 v3',
  'Xeon E5-4600 v3',
  'Xeon E7-4800 v3',
  'Xeon E7-8800 v3',
  'Xeon E3-1200 v3',
  'Xeon E5-1600 v2',
  'Xeon E5-2400 v2',
  'Xeon E5-2600 v2',
  'Xeon E5-4600 v2',
  'Xeon E7-2800 v2',
  'Xeon E7-4800 v2',
  'Xeon E7-8800 v2',
  'Xeon E3-1200 v2',
  'Xeon E5-1600',
  'Xeon E5-2400',
  'Xeon E5-2600',
  'Xeon E5-4600',
  'Xeon E3-1200',
  'Xeon E7-2800',
  'Xeon E7-4800',
  'Xeon E7-8800',
  'Xeon 3400',
  'Xeon 3500',
  'Xeon 3600',
  'Xeon 5500',
  'Xeon 5600',
  'Xeon 7500',
]);

/** What followed the series of the lists within their own families. */
const NEWER: readonly RegExp[] = [
  // Ice Lake and later: the second digit is the generation, and the lists end with 2.
  /^Xeon (?:Platinum|Gold|Silver|Bronze) [3-9][3-5]00$/,
  /^Xeon Max 9400$/,
  /^Xeon 6[3579]00[PE]$/,
  /^Xeon D-(?:17|18|27|28)00$/,
  /^Xeon E-2[34]00$/,
  /^Xeon W-3300$/,
  /^Xeon w[3579]-\d\d00$/,
  /^EPYC [4789]00[345]$/,
  /^Atom C5000$/,
];
