import { z } from 'zod';
import { closed } from '../checks/schema/closed.ts';
import { type Attestation, ATTESTATION_STATUSES } from '../model/attestation.ts';
import { type Diagnostic, invalid } from '../yaml/diagnostic.ts';
import { parseYaml, type YamlDocument } from '../yaml/document.ts';
import { describeIssue, locate } from '../yaml/schema-issue.ts';
import { spanOfFrequency, FREQUENCY, lastDay } from './frequency.ts';

const words = z.string().trim().min(1).max(2_000);
const globs = z.array(z.string().min(1).max(200)).min(1).max(500);
const DAY_OR_MOMENT = 'a date such as 2026-11-30, or a time such as 2026-11-30T08:00:00Z, was expected';

const scope = closed({
  hosts: globs.optional().describe('Globs over names of hosts, or over paths such as DC1/Prod/esx-01.'),
  clusters: globs.optional().describe('Globs over names of clusters, or over paths such as DC1/Prod.'),
})
  .refine((value) => Object.keys(value).length > 0, { error: 'hosts or clusters were expected' })
  .meta({ minProperties: 1 });

const attestation = closed({
  control_id: z.string().trim().min(1).max(100).describe('Id of the control, its V- number or its SV- number.'),
  explanation: words.describe('What the person saw.'),
  frequency: z
    .string()
    .max(40)
    .refine((text) => spanOfFrequency(text) !== null, { error: FREQUENCY })
    .optional()
    .describe('How often it must be looked at: annually, quarterly, 6m, 1y. It, expires, or both.'),
  status: z.enum(ATTESTATION_STATUSES),
  updated: z
    .union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], { error: DAY_OR_MOMENT })
    .describe('When the person looked.'),
  updated_by: words.describe('Who looked, and answers for it.'),
  expires: z.iso
    .date({ error: 'a date such as 2027-03-31 was expected' })
    .optional()
    .describe('The last day on which it holds, in UTC.'),
  scope: scope.optional().describe('The hosts that it speaks of; every host where it is left out.'),
}).refine(({ frequency, expires }) => frequency !== undefined || expires !== undefined, {
  error: 'frequency or expires was expected, since no attestation holds for ever',
});

const MOST = 5_000;
const attestationFile = z.array(attestation).min(1).max(MOST);
type AttestationFile = z.output<typeof attestation>;

/** The JSON Schema (2020-12) of a file of attestations, for editors. */
export function attestationsJsonSchema(): object {
  return z.toJSONSchema(attestationFile.meta({ title: 'Attestations for esxcheck, as MITRE SAF has them' }), {
    io: 'input',
  });
}

const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Reads a file of attestations: YAML or JSON, a list as MITRE's `saf attest create` writes it. Pure. Throws ATTESTATIONS_INVALID,
 * each mistake with its line: what does not fit, what is said twice of the same hosts, and what is of a day that has not come.
 */
export function parseAttestations(text: string, file: string, now: Date): readonly Attestation[] {
  const document = parseYaml(text, file, { noun: 'file of attestations', maxBytes: MAX_BYTES });
  if (!('value' in document)) throw invalid(CODE, document);
  const fitted = attestationFile.safeParse(document.value);
  if (!fitted.success) throw invalid(CODE, locate(document, fitted.error.issues.flatMap(describeIssue)));
  const read = fitted.data.map((each, index) => attestationFrom(each, document.diagnosticAt([index], '')));
  const mistakes = [...early(read, document, now), ...doubled(read, document)];
  if (mistakes.length > 0) throw invalid(CODE, mistakes);
  return read;
}

const CODE = 'ATTESTATIONS_INVALID';

function attestationFrom(given: AttestationFile, { file, line }: Diagnostic): Attestation {
  const { control_id, explanation, frequency = null, status, updated, updated_by } = given;
  const ends = [given.expires, frequency === null ? undefined : lastDay(updated, frequency)];
  return {
    controlId: control_id,
    status,
    explanation,
    updated,
    updatedBy: updated_by,
    frequency,
    hosts: given.scope?.hosts ?? null,
    clusters: given.scope?.clusters ?? null,
    // Both hold: what must be looked at every month does not hold for a year.
    expires: ends.filter((day) => day !== undefined).toSorted()[0] ?? updated.slice(0, 10),
    place: `${file}:${line}`,
  };
}

/** At this many hours after UTC a day begins on earth. */
const FIRST_HOURS = 14;

function early(read: readonly Attestation[], document: YamlDocument, now: Date): readonly Diagnostic[] {
  const today = new Date(now.getTime() + FIRST_HOURS * 3_600_000).toISOString().slice(0, 10);
  return read.flatMap(({ controlId, updated }, index) =>
    updated.slice(0, 10) <= today
      ? []
      : [document.diagnosticAt([index, 'updated'], `${controlId} is attested on ${updated}, which has not come yet`)],
  );
}

/** Of two words for one control and the same hosts nobody can tell which is meant. */
function doubled(read: readonly Attestation[], document: YamlDocument): readonly Diagnostic[] {
  const seen = new Map<string, string>();
  return read.flatMap(({ controlId, hosts, clusters, place }, index) => {
    const key = JSON.stringify([controlId.toLowerCase(), hosts?.toSorted(), clusters?.toSorted()]);
    const first = seen.get(key);
    seen.set(key, first ?? place);
    if (first === undefined) return [];
    const text = `${controlId} is attested already at ${first}, for the same hosts: keep the one that holds`;
    return [document.diagnosticAt([index, 'control_id'], text)];
  });
}
