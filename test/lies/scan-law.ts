import { EVERYTHING } from '../../src/collect/scope.ts';
import type { Finding } from '../../src/model/finding.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import type { Rule } from '../../src/model/rule.ts';
import type { Scan } from '../../src/model/scan.ts';
import { loadPacks } from '../../src/rules/load.ts';
import { makeCertificate, type ServerCertificate } from '../../src/simulator/certificate.ts';
import type { Estate } from '../../src/simulator/estate.ts';
import type { Lie } from '../../src/simulator/lies/lie.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { SoapFault } from '../../src/vim/fault.ts';
import { scanOf } from '../support/scans.ts';
import { connectionTo, simulatedVcenter } from '../support/simulated-vcenter.ts';
import { lyingEstate, nameOf, type Subject, SUBJECTS, type Telling } from './hosts.ts';

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

/** Tells each lie about what belongs to no host, one after the other. */
export async function scanWithServerLies(lies: readonly Lie[]): Promise<readonly Judged[]> {
  await using vcenter = await vcenterOf(lyingEstate([]));
  const rules = await everyRule();
  const truths = truthsIn(await scanAt(vcenter, rules), vcenter);
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

function refused(error: unknown): null {
  if (error instanceof EsxcheckError || error instanceof SoapFault) return null;
  throw error;
}

type Truths = ReadonlyMap<Subject, ReadonlyMap<string, Finding>>;

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
