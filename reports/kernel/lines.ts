import type { Reporter } from '../../src/model/reporter.ts';
import type { KernelListing } from '../../src/model/scan.ts';
import { byLowerCaseName, kernelLine } from '../text/kernel-line.ts';
import { namedApart } from '../text/named-apart.ts';

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
