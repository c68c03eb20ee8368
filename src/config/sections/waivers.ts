import { z } from 'zod';
import { closed } from '../../checks/schema/closed.ts';

const glob = z.string().min(1).max(200);
const words = z.string().trim().min(1).max(1_000);

const waiver = closed({
  rule: glob.describe('Glob over ids of rules, such as hpe/*.'),
  host: glob.optional().describe('Glob over names of hosts, or over paths such as DC1/Prod/esx-01.'),
  cluster: glob.optional().describe('Glob over names of clusters, or over paths such as DC1/Prod.'),
  datacenter: glob.optional().describe('Glob over names of datacenters.'),
  target: glob.optional().describe('Glob over targets: vc01.example.com, with the port where it is not 443.'),
  everywhere: z.literal(true, { error: 'true was expected' }).optional(),
  reason: words.describe('Why people live with it.'),
  owner: words.describe('Who answers for it.'),
  ticket: words.optional(),
  expires: z.iso
    .date({ error: 'a date such as 2027-03-31 was expected' })
    .describe('The last day on which it holds, in UTC.'),
}).superRefine(checkScope);

/** Findings that people have decided to live with until a day. */
export const waiversSection = z.array(waiver).max(5_000).describe('Findings to live with until a day.');

type WaiverFile = z.output<typeof waiver>;

/** A waiver without a scope would hide a rule on every host by an oversight. */
function checkScope(waiver: WaiverFile, context: z.core.$RefinementCtx<WaiverFile>): void {
  const { host, cluster, datacenter, target, everywhere } = waiver;
  const isNarrowed = [host, cluster, datacenter, target].some((each) => each !== undefined);
  if (!isNarrowed && everywhere === undefined) {
    const message = 'host, cluster, datacenter or target was expected, or everywhere: true';
    context.addIssue({ code: 'custom', message });
  }
  if (isNarrowed && everywhere !== undefined) {
    const message = 'everywhere goes without host, cluster, datacenter and target';
    context.addIssue({ code: 'custom', message, params: { key: 'everywhere' } });
  }
}
