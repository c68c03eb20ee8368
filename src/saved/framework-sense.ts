import type { AttestationReport } from '../model/attestation.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import { baseId, type Framework } from '../model/framework.ts';
import type { Scan } from '../model/scan.ts';

/**
 * What frameworks, findings and attestations of a saved scan say against each other, in a sentence; null where nothing. No scan
 * is written so: whoever changed one by hand must not get a control closed by it.
 */
export function frameworkNonsense(scan: Scan): string | null {
  const { frameworks = [], findings, attestations = [] } = scan;
  return ofFrameworks(frameworks) ?? ofEvidence(findings, frameworks) ?? ofAttestations(attestations, scan.startedAt);
}

function ofFrameworks(frameworks: readonly Framework[]): string | null {
  const twice = firstTwice(frameworks.map(({ name }) => name));
  if (twice !== undefined) return `Two frameworks are called ${named(twice)}.`;
  for (const { name, controls } of frameworks) {
    const again = firstTwice(controls.map(({ id }) => id));
    if (again !== undefined) return `The framework ${named(name)} has two controls ${named(again)}.`;
    const bare = controls.find(({ coverage, rules }) => coverage === 'rule' && rules.length === 0);
    if (bare !== undefined) return `The control ${named(bare.id)} is answered by rules, and names none.`;
  }
  return null;
}

/** Ids of the rules of each control, by framework and id of the control. */
type RulesOfControls = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

function ofEvidence(findings: readonly Finding[], frameworks: readonly Framework[]): string | null {
  const known: RulesOfControls = new Map(
    frameworks.map(({ name, controls }) => [name, new Map(controls.map(({ id, rules }) => [id, new Set(rules)]))]),
  );
  for (const { rule, evidence } of findings) {
    const said = evidence === undefined ? null : evidenceNonsense(rule, evidence, known);
    if (said !== null) return said;
  }
  return null;
}

/** Without a framework it answers nothing: the host was judged by none, or by which was not known. */
function evidenceNonsense(rule: string, { framework, controls }: Evidence, known: RulesOfControls): string | null {
  if (framework === null) return null;
  const own = known.get(framework);
  if (own === undefined) return `A finding of ${named(rule)} is of ${named(framework)}, which the scan does not hold.`;
  const stray = controls.find((id) => own.get(id)?.has(baseId(rule)) !== true);
  if (stray === undefined) return null;
  return `A finding of ${named(rule)} answers ${named(stray)}, which is no control of ${named(framework)} that names the rule.`;
}

/** Attestations are looked at before the first server is asked, and somebody may have to type a password in between. */
const BEFORE_THE_SCAN = 3_600_000;

function ofAttestations(attestations: readonly AttestationReport[], startedAt: string): string | null {
  const twice = firstTwice(attestations.map(scopeKey));
  const again = attestations.find((each) => scopeKey(each) === twice);
  if (again !== undefined) return `The control ${named(again.controlId)} is attested twice for the same hosts.`;
  const day = new Date(Date.parse(startedAt) - BEFORE_THE_SCAN).toISOString().slice(0, 10);
  const over = attestations.find(({ state, expires }) => state === 'holds' && expires < day);
  if (over === undefined) return null;
  return `The attestation of ${named(over.controlId)} is said to hold, and had expired before the scan, on ${over.expires}.`;
}

/** As a file of attestations tells them apart. */
function scopeKey({ controlId, hosts, clusters }: AttestationReport): string {
  return JSON.stringify([controlId.toLowerCase(), hosts?.toSorted(), clusters?.toSorted()]);
}

function firstTwice(texts: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return texts.find((text) => seen.size === seen.add(text).size);
}

const MOST_OF_A_NAME = 80;

function named(text: string): string {
  return JSON.stringify(text.slice(0, MOST_OF_A_NAME));
}
