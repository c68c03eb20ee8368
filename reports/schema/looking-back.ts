import { z } from 'zod';
import { VERDICTS } from '../../src/model/finding.ts';
import { tool } from './host.ts';
import { changedHost, comparability, lone } from './scan.ts';

const count = z.int().nonnegative();
const moment = z.iso.datetime();
const findings = z.record(z.enum(VERDICTS), count);

const history = z.object({
  schema: z.literal('esxcheck.history/1'),
  tool,
  scans: z.array(
    z.object({
      id: z.int().positive(),
      startedAt: moment,
      finishedAt: moment,
      targets: z.array(
        z.object({
          url: z.string(),
          asked: z.boolean(),
          complete: z.boolean().describe('False: it could not be asked, or was lost before all of its hosts were read'),
        }),
      ),
      judgedBy: z.string().nullable().describe('Version of esxcheck that judged it; null: 1.0.0 or older'),
      hosts: count,
      unreachable: count,
      findings,
    }),
  ),
});

const diff = z.object({
  schema: z.literal('esxcheck.diff/1'),
  tool,
  before: moment.describe('When the earlier scan started'),
  after: moment.describe('When the later scan started'),
  compared: count.describe('Hosts that both scans hold'),
  changed: z.array(changedHost.extend({ name: z.string() })),
  onlyBefore: z.array(lone),
  onlyNow: z.array(lone),
  changedRules: z.array(z.string()),
  ...comparability,
  remarks: z.array(z.string()).describe('What to bear in mind: a scan that is incomplete, or may hold false verdicts'),
});

const trend = z.object({
  schema: z.literal('esxcheck.trend/1'),
  tool,
  trends: z.array(
    z.object({
      rule: z.string().nullable().describe('null: all rules'),
      cluster: z.string().nullable().describe('null: all clusters; empty: hosts in no cluster'),
      points: z.array(
        z.object({
          at: moment,
          hosts: count,
          complete: z.boolean().describe('False: a target could not be asked, or not to the end'),
          findings,
        }),
      ),
    }),
  ),
});

const audit = z.object({
  schema: z.literal('esxcheck.audit/1'),
  tool,
  scansInDoubt: count.describe('Scans that were judged by a release whose verdicts are in doubt'),
  findings: z.array(
    z.object({
      rule: z.string(),
      host: z.string().describe('Identity of the target, a slash, the managed object id'),
      name: z.string(),
      cluster: z.string().nullable(),
      target: z.string(),
      verdict: z.enum(VERDICTS).describe('As it was told'),
      doubt: z.string().describe('A code: see docs/security.md#erratum'),
      why: z.string(),
      scans: count.describe('How many scans say so'),
      firstAt: moment,
      lastAt: moment,
      since: z.enum(VERDICTS).nullable().describe('What the newest scan by a mended release says; null: none yet'),
    }),
  ),
});

/** The JSON Schema (2020-12) of `history --format json`. Keys may be added in later releases; none is taken away. */
export function historySchema(): object {
  return z.toJSONSchema(history.meta({ title: 'Scans of the history, esxcheck.history/1' }), { io: 'input' });
}

/** The same of `diff`. */
export function diffSchema(): object {
  return z.toJSONSchema(diff.meta({ title: 'What changed between two scans, esxcheck.diff/1' }), { io: 'input' });
}

/** The same of `trend`. */
export function trendSchema(): object {
  return z.toJSONSchema(trend.meta({ title: 'Findings over time, esxcheck.trend/1' }), { io: 'input' });
}

/** The same of `history audit`. */
export function auditSchema(): object {
  return z.toJSONSchema(audit.meta({ title: 'What scans may have told wrongly, esxcheck.audit/1' }), { io: 'input' });
}
