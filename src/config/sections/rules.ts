import { z } from 'zod';
import { SEVERITIES } from '../../model/rule.ts';
import { OPERATORS } from '../../checks/values/operator.ts';
import { closed } from '../../checks/schema/closed.ts';
import { operatorShape } from '../../checks/schema/tools.ts';
import { groupShape } from './targets.ts';

const override = closed({
  enabled: z.boolean().optional().describe('false: nobody is judged by the rule.'),
  severity: z.enum(SEVERITIES).optional(),
  enforce: z
    .literal('remedy', { error: 'remedy was expected' })
    .optional()
    .describe('Of a rule with enforce: demanded: a fail counts as one, as it does by a framework.'),
  ...operatorShape('untyped'),
})
  .refine((value) => Object.keys(value).length > 0, { error: 'what is to change was expected, such as severity' })
  .refine((value) => operatorsIn(value).length <= 1, { error: `at most one of ${OPERATORS.join(', ')} was expected` })
  .meta({ minProperties: 1 });

/** What changes in rules, by their ids. */
export const rulesSection = z
  .record(z.string().max(200), override)
  .describe('Other severities and expectations, by the id of the rule.');

export type RuleOverride = z.output<typeof override>;

/** The operators that an override names: none or one in a config that fits its schema. */
export function operatorsIn(value: object): readonly (typeof OPERATORS)[number][] {
  const given = new Map<string, unknown>(Object.entries(value));
  return OPERATORS.filter((operator) => given.get(operator) !== undefined);
}

/** Names of packs, at least one; which packs there are is looked up later. */
export const packsSection = z
  .array(z.string().min(1).max(100))
  .min(1)
  .max(200)
  .describe('Packs that hosts are judged by; --pack and --rule on the command line win.');

/** Names of frameworks; which there are is looked up later. */
export const frameworksSection = z
  .array(z.string().min(1).max(100))
  .min(1)
  .max(20)
  .describe(
    'Frameworks whose controls hosts are judged by, such as stig-esxi-8; --framework on the command line wins.',
  );

const glob = z.string().min(1).max(200);
const label = z
  .string()
  .max(600)
  .regex(/^[^=]+=./s, { error: 'a label such as Environment=Production was expected' });
const words = z.string().trim().min(1).max(1_000);

const waiver = closed({
  rule: glob.describe('Glob over ids of rules, such as hpe/*.'),
  host: glob.optional().describe('Glob over names of hosts, or over paths such as DC1/Prod/esx-01.'),
  cluster: glob.optional().describe('Glob over names of clusters, or over paths such as DC1/Prod.'),
  datacenter: glob.optional().describe('Glob over names of datacenters.'),
  target: glob.optional().describe('Glob over targets: vc01.example.com, with the port where it is not 443.'),
  folder: glob.optional().describe('Folder that hosts lie below: Racks, Racks/A, DC1/Racks/A.'),
  tag: label.optional().describe('Tag of hosts and of what they lie below, such as Environment=Lab; globs.'),
  attribute: label
    .optional()
    .describe('Custom attribute of hosts and of what they lie below, such as Owner=Team A; globs.'),
  everywhere: z.literal(true, { error: 'true was expected' }).optional(),
  reason: words.describe('Why people live with it.'),
  owner: words.describe('Who answers for it.'),
  ticket: words.optional(),
  approvedBy: words.optional().describe('Who accepted the risk, such as the authorising official.'),
  poam: words.optional().describe('Number of the plan of action and milestones (POA&M) that it is in.'),
  expires: z.iso
    .date({ error: 'a date such as 2027-03-31 was expected' })
    .describe('The last day on which it holds, in UTC.'),
}).superRefine(checkScope);

/** Findings that people have decided to live with until a day. */
export const waiversSection = z.array(waiver).max(5_000).describe('Findings to live with until a day.');

/** What people attest of controls is a file of its own, since other tools read it too. */
export const attestationsSection = z
  .string()
  .min(1)
  .max(4_000)
  .describe('File of attestations in the form of MITRE SAF, relative to the config; --attestations wins.');

/** What the site learnt of releases is a file of its own, which esxcheck writes. */
export const catalogSection = z
  .string()
  .min(1)
  .max(4_000)
  .describe(
    'File that keeps what the site learnt of releases ("catalog learn"), relative to the config; the user\'s own where left out.',
  );

/** Newer advisories than come with the program, which other machines may share. */
export const advisoriesSection = z
  .string()
  .min(1)
  .max(4_000)
  .describe('File of advisories for the pack advisories, relative to the config; --advisories wins.');

/** Days that a missing fix may be missing. */
export const patchWithinSection = z
  .string()
  .regex(/^\d{1,4}d$/, { error: 'a number of days such as 30d was expected' })
  .describe('With advisories: a missing fix only warns until it has been available for so long; --patch-within wins.');

type WaiverFile = z.output<typeof waiver>;

/** A waiver without a scope would hide a rule on every host by an oversight. */
function checkScope(waiver: WaiverFile, context: z.core.$RefinementCtx<WaiverFile>): void {
  const { host, cluster, datacenter, target, folder, tag, attribute, everywhere } = waiver;
  const isNarrowed = [host, cluster, datacenter, target, folder, tag, attribute].some((each) => each !== undefined);
  if (!isNarrowed && everywhere === undefined) {
    const message = 'host, cluster, datacenter, target, folder, tag or attribute was expected, or everywhere: true';
    context.addIssue({ code: 'custom', message });
  }
  if (isNarrowed && everywhere !== undefined) {
    const message = 'everywhere goes without host, cluster, datacenter, target, folder, tag and attribute';
    context.addIssue({ code: 'custom', message, params: { key: 'everywhere' } });
  }
}

const clusterShape = {
  packs: packsSection.optional(),
  rules: rulesSection.optional(),
  targetRelease: z
    // Unquoted, 9.0 is the number 9 and 9.10 is 9.1: which release was written cannot be told any more.
    .string({ error: "a release such as '9.0' or 8.0U3 was expected (quote it: a bare 9.10 is read as 9.1)" })
    .min(1)
    .max(100)
    .optional()
    .describe(
      'The release that is planned for these hosts: a line such as 9.0, a name, a build, or image for what the image of the cluster brings; --target-release wins.',
    ),
};

const cluster = closed(clusterShape)
  .refine((value) => Object.keys(value).length > 0, { error: 'packs, rules or targetRelease were expected' })
  .meta({ minProperties: 1 });

/** What is different in some clusters, by globs over their names. */
export const clustersSection = z
  .record(z.string().max(200), cluster)
  .describe('What is different in some clusters, by globs over their names; of several that match, the first decides.');

export type ClusterSection = z.output<typeof cluster>;

const group = closed({
  where: closed(groupShape)
    .refine((value) => Object.keys(value).length > 0, { error: 'clusters, tags or another list was expected' })
    .meta({ minProperties: 1 })
    .describe('Which hosts: values of one list are alternatives, and all lists must match.'),
  ...clusterShape,
})
  .refine(({ packs, rules, targetRelease }) => [packs, rules, targetRelease].some((each) => each !== undefined), {
    error: 'packs, rules or targetRelease were expected',
  })
  .meta({ minProperties: 2 });

/** What is different for hosts that are told by more than their cluster. */
export const groupsSection = z
  .record(z.string().min(1).max(200), group)
  .describe(
    'What is different for some hosts, by a name of your own for them; goes before clusters, and of several that match, the first decides.',
  );
