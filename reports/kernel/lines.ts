import type { Reporter } from '../../src/model/reporter.ts';
import type { KernelListing } from '../../src/model/scan.ts';
import { byLowerCaseName, kernelLine } from '../text/kernel-line.ts';

/** Exactly one line a host, and nothing else; no host, no line. */
export const lines: Reporter<KernelListing> = {
  name: 'lines',
  description: 'NAME (BUILD) -> Def:X-Con:Y-Run:Z, one line a host, by name.',
  extensions: ['.lines', '.log'],
  *render({ hosts, setting }) {
    for (const host of byLowerCaseName(hosts)) yield `${kernelLine(host, setting)}\n`;
  },
};
