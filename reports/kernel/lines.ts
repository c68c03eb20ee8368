import type { KernelSetting } from '../../src/model/kernel-setting.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import type { KernelListing } from '../../src/model/scan.ts';
import { byLowerCaseName, kernelLine } from '../text/kernel-values.ts';
import { namedApart } from '../text/title.ts';

/** Exactly one line a host, and nothing else; no host, no line. */
export const lines: Reporter<KernelListing> = {
  name: 'lines',
  description: 'NAME (BUILD) -> Def:X-Con:Y-Run:Z, one line a host, by name.',
  extensions: ['.lines', '.log'],
  *render({ hosts, setting }) {
    const named = namedApart({ hosts: byLowerCaseName(hosts) });
    for (const host of named.hosts) yield `${kernelLine(host, setting)}\n`;
  },
};

/** A problem's code, or `absent` where the release does not have the setting, which is knowledge. */
export interface Missing {
  readonly code: string;
  readonly detail: string;
}

/** Why values are missing; null when all three were read. */
export function problemIn(reading: Reading<KernelSetting> | undefined): Missing | null {
  if (reading === undefined) return { code: 'not-reported', detail: 'the setting was not read' };
  if (reading.kind === 'absent') return { code: 'absent', detail: 'this release does not have the setting' };
  return reading.kind === 'read' ? reading.value.problem : reading.problem;
}
