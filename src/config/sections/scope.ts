import { z } from 'zod';
import { closed } from '../../checks/schema/closed.ts';

const globs = z.array(z.string().min(1).max(200)).min(1).max(500);

/** Which hosts are looked at. */
export const scopeSection = closed({
  datacenters: globs.optional(),
  computeResources: globs.optional().describe('Clusters and standalone hosts.'),
  hosts: globs.optional(),
}).describe('Only these hosts, by globs over names, where the command line names none.');
