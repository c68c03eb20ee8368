import { z } from 'zod';
import { STATES, VERDICTS } from '../../model/finding.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string().max(1_000_000);
const name = z.string().max(4_000);
const place = z.number().int().min(0);
const counts = z.record(z.string(), place);
const moment = z.iso.datetime();

const host = z.strictObject({
  scanId: name,
  name,
  cluster: name.nullable(),
  datacenter: name.nullable(),
  model: name.nullable(),
  release: name.nullable(),
  build: name.nullable(),
  /** JSON. */
  document: text,
});

const rule = z.strictObject({ name, title: text, severity: name, /** JSON. */ report: text });

/** Places in the lists of hosts, rules and bodies, verdict, state, and whether it is unknown, waived or not: nothing was read for it. */
const finding = z.tuple([place, place, place, z.enum(VERDICTS), z.enum(STATES).nullable(), z.boolean()]);

/** What the process that judges answers: it has read what is hostile, so that nothing of it is taken unseen. */
export const judgementShape = z.strictObject({
  rulesHash: hash,
  readAt: moment,
  error: z.strictObject({ code: name, message: text }).nullable(),
  isLost: z.boolean(),
  unreachable: place,
  verdicts: counts,
  states: counts,
  hosts: z.array(host).max(100_000),
  rules: z.array(rule).max(10_000),
  /** `identity`: the hash of the content without numbers that move by themselves; null where it holds none. */
  bodies: z.array(z.strictObject({ hash, identity: hash.nullable(), content: text })),
  findings: z.array(finding).max(10_000_000),
});

/** One scan of one target, each body once. Times are ISO 8601 in UTC. */
export type Judgement = z.infer<typeof judgementShape>;
export type JudgedFinding = Judgement['findings'][number];

/** Why no judgement came: as the process told it. */
export const failureShape = z.strictObject({ code: name, message: text });
