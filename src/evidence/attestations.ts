import type { Attestation, AttestationEffect, AttestationReport } from '../model/attestation.ts';
import type { Finding } from '../model/finding.ts';
import type { Control, Framework } from '../model/framework.ts';
import { clusterGlob, hostGlob } from '../model/glob.ts';
import { grouped } from '../model/group-by.ts';
import type { Host } from '../model/host.ts';
import { type ControlAnswer, controlAnswers } from './control-answers.ts';

/** The attestations with their state on a day; days are those of UTC, and the last one counts. */
export function attestationsOn(attestations: readonly Attestation[], now: Date): readonly AttestationReport[] {
  const today = now.toISOString().slice(0, 10);
  return attestations.map((each) => ({ ...each, state: today <= each.expires ? 'holds' : 'expired' }));
}

/**
 * What is to be said of every control of a framework on a host, what people attested beside what was read. Pure: whether an
 * attestation holds is its state, which a saved scan keeps, so that it answers the same whenever it is asked.
 *
 * An attestation answers what no read can: manual and unreadable controls, and the rest of partly read ones. What was read
 * wins over it, and where a read failed a passed attestation closes nothing. Of a host that was not judged by the framework, such as one
 * whose version was not read, nothing is answered: whether its controls are for that host is not known. Neither is of one that could
 * not be read.
 */
export function answersWithAttestations(
  framework: Framework,
  host: Host,
  findings: readonly Finding[],
  attestations: readonly AttestationReport[],
): readonly ControlAnswer[] {
  const read = controlAnswers(framework, findings);
  const { trouble } = host;
  const answers = trouble === null ? read : read.map((answer) => withoutMemory(answer, trouble.detail));
  if (attestations.length === 0 || trouble !== null) return answers;
  const byControl = indexed(attestations);
  const isJudged = findings.some(({ evidence }) => evidence?.framework === framework.name);
  return answers.map((answer) => {
    const speaking = namesOf(answer.control).flatMap((name) => byControl.get(name) ?? []);
    const [attestation, ...others] = [...new Set(speaking)].filter((each) => speaksOf(each, host)).toSorted(byWeight);
    return attestation === undefined ? answer : attestedAnswer(answer, { attestation, others, isJudged });
  });
}

/** What vCenter remembers of a host that does not answer closes nothing, and neither does what a person saw of it once. */
function withoutMemory(answer: ControlAnswer, detail: string): ControlAnswer {
  if (answer.status === 'open' || answer.status === 'not_reviewed') return answer;
  return { ...answer, status: 'not_reviewed', because: `The host could not be read: ${detail}`, awaitsPerson: false };
}

/** What a control may be called in a file of attestations, in lower case. */
export function namesOf({ id, vulnId, ruleId }: Control): readonly string[] {
  return [id, vulnId, ruleId].flatMap((name) => (name === null ? [] : [name.toLowerCase()]));
}

type ByControl = ReadonlyMap<string, readonly AttestationReport[]>;

/** Hosts are asked for one after the other, with one list. */
const INDICES = new WeakMap<readonly AttestationReport[], ByControl>();

function indexed(attestations: readonly AttestationReport[]): ByControl {
  const known = INDICES.get(attestations);
  if (known !== undefined) return known;
  const made = grouped(attestations, ({ controlId }) => controlId.toLowerCase());
  INDICES.set(attestations, made);
  return made;
}

const SCOPES = new WeakMap<Attestation, (host: Host) => boolean>();

function speaksOf(attestation: Attestation, host: Host): boolean {
  const scope = SCOPES.get(attestation) ?? attestationScope(attestation);
  SCOPES.set(attestation, scope);
  return scope(host);
}

/** Which hosts an attestation speaks of. A name that was not read matches nothing but where nothing is asked. */
function attestationScope({ hosts, clusters }: Pick<Attestation, 'hosts' | 'clusters'>): (host: Host) => boolean {
  const [ofHosts, ofClusters] = [hosts?.map(hostGlob), clusters?.map(clusterGlob)];
  return (host) =>
    (ofHosts === undefined || ofHosts.some((matches) => matches(host) === true)) &&
    (ofClusters === undefined ||
      (host.cluster !== null && ofClusters.some((matches) => matches({ ...host, name: host.cluster }) === true)));
}

/** Of several the first speaks: one that holds, then one that failed, then the newest. */
function byWeight(one: AttestationReport, other: AttestationReport): number {
  if (one.state !== other.state) return one.state === 'holds' ? -1 : 1;
  if (one.status !== other.status) return one.status === 'failed' ? -1 : 1;
  return other.updated < one.updated ? -1 : Number(other.updated > one.updated);
}

/** The attestation that speaks of a host, those that it speaks before, and whether the framework is for the host. */
interface Speaking {
  readonly attestation: AttestationReport;
  readonly others: readonly AttestationReport[];
  readonly isJudged: boolean;
}

function attestedAnswer(answer: ControlAnswer, { attestation, others, isJudged }: Speaking): ControlAnswer {
  const known = effectOf(answer, attestation);
  const effect = known === 'answers' && !isJudged ? 'unread' : known;
  const attested = { ...answer, attested: { attestation, effect } };
  if (effect !== 'answers') return { ...attested, because: wordsBeside(answer, attestation, effect) };
  const status = attestation.status === 'passed' ? 'not_a_finding' : 'open';
  const because = [attestedWords(answer, attestation), ...disagreement(attestation, others)].join(' ');
  return { ...attested, status, because, awaitsPerson: false };
}

function effectOf({ control, status, awaitsPerson }: ControlAnswer, attestation: AttestationReport): AttestationEffect {
  if (attestation.state === 'expired') return 'expired';
  if (awaitsPerson) return 'answers';
  const isFailed = attestation.status === 'failed';
  // Whoever saw it fail saw more than a read that came to nothing.
  if (status === 'not_reviewed') return isFailed && control.coverage === 'partly' ? 'answers' : 'unread';
  return isFailed === (status === 'open') ? 'agrees' : 'contradicted';
}

function attestedWords({ awaitsPerson, control, because }: ControlAnswer, attestation: AttestationReport): string {
  const { status, updatedBy, updated, expires, explanation } = attestation;
  const by = `attested as ${status} by ${updatedBy} on ${dayOf(updated)}, until ${expires}: ${ended(explanation)}`;
  if (!awaitsPerson) return `Not read, but ${by} ${because}`;
  return control.coverage === 'partly' || control.coverage === 'rule'
    ? `What can be read is right; the rest is not read, but ${by}`
    : `Not read, but ${by}`;
}

function wordsBeside({ because }: ControlAnswer, attestation: AttestationReport, effect: AttestationEffect): string {
  const { status, updatedBy, updated, expires, explanation } = attestation;
  const said = `${updatedBy} attested it as ${status} on ${dayOf(updated)}`;
  if (effect === 'expired') {
    return `The attestation as ${status} by ${updatedBy} expired on ${expires}: ${ended(explanation)} ${because}`;
  }
  if (effect === 'contradicted') return `${because} ${said}, which what was read contradicts.`;
  if (effect === 'unread') return `${because} ${said}, which does not stand in for what could not be read.`;
  return `${because} ${said}, too.`;
}

function disagreement({ status }: AttestationReport, others: readonly AttestationReport[]): readonly string[] {
  const other = others.find((each) => each.state === 'holds' && each.status !== status);
  return other === undefined ? [] : [`${other.updatedBy} attested it as ${other.status} on ${dayOf(other.updated)}.`];
}

function dayOf(moment: string): string {
  return moment.slice(0, 10);
}

function ended(text: string): string {
  return `${text.replace(/[.\s]+$/, '')}.`;
}
