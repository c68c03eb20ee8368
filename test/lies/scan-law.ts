import { EVERYTHING } from '../../src/collect/scope.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Scan } from '../../src/model/scan.ts';
import { advisoryRules } from '../../src/advisories/advisory-rules.ts';
import { shippedAdvisories } from '../../src/shipped/shipped-advisories.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { makeCertificate, type ServerCertificate } from '../../src/simulator/certificate.ts';
import type { Estate } from '../../src/simulator/estate.ts';
import type { Lie } from '../../src/simulator/lies/lie.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { SoapFault } from '../../src/vim/fault.ts';
import { scanOf } from '../support/scans.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { lyingEstate, nameOf, type Subject, SUBJECTS, type Telling } from './hosts.ts';

/** Of advisories, one without a workaround and the two whose workarounds are read: the others ask no more. */
const ADVISORIES = advisoryRules(shippedAdvisories()).filter(({ id }) => /2025-0004|2021-0002|cve-2024-37085/.test(id));

let rules: Promise<readonly Rule[]> | undefined;
let certificate: Promise<ServerCertificate> | undefined;

/** All rules of all packs. */
export function everyRule(): Promise<readonly Rule[]> {
  rules ??= loadPacks({ dir: 'rules', packs: null, made: ADVISORIES });
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

/** For the rules that want to know where a container host is, and what the site has said: `good` is as it says, `bad` is not. */
const PARAMETERS = new Map([
  ['vch-address', '192.0.2.7'],
  ['certificate-issuers', '["O=Example"]'],
  ['log-hosts', '["logs.example.com"]'],
  ['native-vlans', '["4095"]'],
  // ESX 9.0.0.0: rules of upgrades are for a release.
  ['target-release', '24755229'],
  ['reserved-vlans', '["4094-4095"]'],
  ['time-servers', '["192.0.2.123", "192.0.2.124"]'],
]);

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

/**
 * Tells each lie about a host of its own, all in one vCenter, and holds what is said of it against the truth. A lie that
 * spreads, so that honest hosts beside it are not judged any more, is told apart from the others.
 */
export async function scanWithLies(
  tellings: readonly Telling[],
  truths: Truths,
  rules: readonly Rule[],
  hosts: readonly string[] = [],
): Promise<readonly Judged[]> {
  await using vcenter = await vcenterOf(lyingEstate(tellings));
  const findings = byHost(await scanAt(vcenter, rules, hosts));
  const ids = new Set(rules.map(({ id }) => id));
  const outcomeOf = (subject: Subject, number: number) => {
    const said = findings.get(vcenter.hostNamed(nameOf(subject, number)).moid) ?? new Map<string, Finding>();
    return compared(truths.get(subject) ?? new Map(), said, ids);
  };
  const spreads = SUBJECTS.some((subject) => {
    const { unknown, broken } = outcomeOf(subject, 0);
    return unknown.length + broken.length > 0;
  });
  if (spreads && tellings.length > 1) {
    const middle = Math.ceil(tellings.length / 2);
    const halves = [tellings.slice(0, middle), tellings.slice(middle)];
    return [
      ...(await scanWithLies(halves[0] ?? [], truths, rules, hosts)),
      ...(await scanWithLies(halves[1] ?? [], truths, rules, hosts)),
    ];
  }
  return tellings.map(({ subject, lie }, i) => ({
    subject,
    lie,
    told: vcenter.liesTold.has(lie),
    ...outcomeOf(subject, i + 1),
  }));
}

/** Tells each lie about what belongs to no host, one after the other. */
export async function scanWithServerLies(lies: readonly Lie[], truths: Truths): Promise<readonly Judged[]> {
  await using vcenter = await vcenterOf(lyingEstate([]));
  const rules = await everyRule();
  const judged: Judged[] = [];
  for (const lie of lies) {
    vcenter.lieAbout(lie);
    const findings = byHost(await scanAt(vcenter, rules, TWINS).catch(refused));
    for (const subject of SUBJECTS) {
      const said = findings.get(vcenter.hostNamed(nameOf(subject, 0)).moid);
      const outcome = said === undefined ? NOTHING_SAID : compared(truths.get(subject) ?? new Map(), said);
      judged.push({ subject, lie, told: vcenter.liesTold.has(lie), ...outcome });
    }
  }
  return judged;
}

const TWINS = SUBJECTS.map((subject) => nameOf(subject, 0));
/** A scan that could not be done says so, and nothing of any host. */
const NOTHING_SAID = { unknown: ['(the scan was refused)'], broken: [] };

/** What cannot be done says so; anything else is a bug. */
export function refused(error: unknown): null {
  if (error instanceof EsxcheckError || error instanceof SoapFault) return null;
  throw error;
}

/** What is said of every subject when nobody lies. */
export type Truths = ReadonlyMap<Subject, ReadonlyMap<string, Finding>>;

export async function truthsOfScan(): Promise<Truths> {
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
  rules?: ReadonlySet<string>,
): Pick<Judged, 'unknown' | 'broken'> {
  const unknown: string[] = [];
  const broken: string[] = [];
  for (const [rule, { verdict }] of truth) {
    if (rules?.has(rule) === false) continue;
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
