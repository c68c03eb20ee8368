import { EVERYTHING } from '../../src/collect/scope.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Scan } from '../../src/model/scan.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { makeCertificate, type ServerCertificate } from '../../src/simulator/certificate.ts';
import type { Estate } from '../../src/simulator/estate.ts';
import type { Lie } from '../../src/simulator/lies/lie.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { scanOf } from '../support/scans.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { estateWithLies, lyingEstate, nameOf, type Subject, SUBJECTS, type Telling } from './hosts.ts';

let rules: Promise<readonly Rule[]> | undefined;
let certificate: Promise<ServerCertificate> | undefined;

/** All rules of all packs. */
export function everyRule(): Promise<readonly Rule[]> {
  rules ??= loadPacks('rules');
  return rules;
}

export async function vcenterOf(estate: Estate, options: { readonly hears?: boolean } = {}): Promise<Simulator> {
  certificate ??= makeCertificate();
  return await simulatedVcenter(estate, { certificate: await certificate, gzip: false, ...options });
}

/** What became of one lie at one host. */
export interface Judged {
  readonly subject: Subject;
  readonly lie: Lie;
  /** Whether it changed an answer at all. */
  readonly told: boolean;
  /** Rules whose verdict became `unknown`. */
  readonly unknown: readonly string[];
  /** `rule: truth -> said` of every verdict that became something else. */
  readonly broken: readonly string[];
}

/** For the rules that want to know where a container host is. */
const PARAMETERS = new Map([['vch-address', '192.0.2.7']]);

/** Scans; of all hosts, or of those alone whose names fit. */
export async function scanAt(vcenter: Simulator, rules: readonly Rule[], hosts: readonly string[] = []): Promise<Scan> {
  const scope = { ...EVERYTHING, hosts };
  return await scanOf([connectionTo(vcenter, { timeoutMs: 60_000 })], {
    rules,
    scope,
    parameters: PARAMETERS,
    now: () => new Date(),
  });
}

/** Tells each lie about a host of its own, all in one vCenter, and holds what is said of it against its twin. */
export async function scanWithLies(
  tellings: readonly Telling[],
  rules: readonly Rule[],
  hosts: readonly string[] = [],
): Promise<readonly Judged[]> {
  await using vcenter = await vcenterOf(lyingEstate(tellings));
  const scan = await scanAt(vcenter, rules, hosts);
  const truth = truthsIn(scan, vcenter);
  const findings = byHost(scan);
  return tellings.map(({ subject, lie }, i) => {
    const { moid } = vcenter.hostNamed(nameOf(subject, i + 1));
    const said = findings.get(moid) ?? new Map<string, Finding>();
    return { subject, lie, told: vcenter.liesTold.has(lie), ...compared(truth.get(subject) ?? new Map(), said) };
  });
}

/** Tells one lie about what belongs to no host. */
export async function scanWithLie(lie: Lie, truths: Truths): Promise<readonly Judged[]> {
  await using vcenter = await vcenterOf(estateWithLies(SUBJECTS, [lie]));
  const findings = byHost(await scanAt(vcenter, await everyRule()).catch(() => null));
  return SUBJECTS.map((subject) => {
    const said = findings.get(vcenter.hostNamed(nameOf(subject, 0)).moid);
    const outcome =
      said === undefined
        ? { unknown: ['(nothing was said)'], broken: [] }
        : compared(truths.get(subject) ?? new Map(), said);
    return { subject, lie, told: vcenter.liesTold.has(lie), ...outcome };
  });
}

export type Truths = ReadonlyMap<Subject, ReadonlyMap<string, Finding>>;

/** What is said of every subject when nobody lies. */
export async function truths(): Promise<Truths> {
  await using vcenter = await vcenterOf(lyingEstate([]));
  return truthsIn(await scanAt(vcenter, await everyRule()), vcenter);
}

function truthsIn(scan: Scan, vcenter: Simulator): Truths {
  const findings = byHost(scan);
  return new Map(
    SUBJECTS.map((subject) => [subject, findings.get(vcenter.hostNamed(nameOf(subject, 0)).moid) ?? new Map()]),
  );
}

function byHost(scan: Scan | null): ReadonlyMap<string, ReadonlyMap<string, Finding>> {
  const found = new Map<string, Map<string, Finding>>();
  for (const finding of scan?.findings ?? []) {
    const moid = finding.host.slice(finding.host.lastIndexOf('/') + 1);
    const known = found.get(moid) ?? new Map<string, Finding>();
    found.set(moid, known.set(finding.rule, finding));
  }
  return found;
}

/** A verdict stays, or becomes unknown with a reason. */
function compared(
  truth: ReadonlyMap<string, Finding>,
  said: ReadonlyMap<string, Finding>,
): Pick<Judged, 'unknown' | 'broken'> {
  const unknown: string[] = [];
  const broken: string[] = [];
  for (const [rule, { verdict }] of truth) {
    const finding = said.get(rule);
    if (finding?.verdict === verdict) continue;
    if (finding?.verdict === 'unknown' && finding.reason !== null) unknown.push(rule);
    else broken.push(`${rule}: ${verdict} -> ${finding === undefined ? 'nothing' : said_(finding)}`);
  }
  return { unknown, broken };
}

function said_({ verdict, reason }: Finding): string {
  return verdict === 'unknown' ? `unknown without a reason (${String(reason)})` : verdict;
}
