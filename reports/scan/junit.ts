import { remarksOn } from '../../src/model/erratum.ts';
import type { Advisory } from '../../src/model/advisory.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { isLost, type Scan, type ScannedHost, type TargetReport } from '../../src/model/scan.ts';
import { openTag, xmlText } from '../text/markup.ts';
import { namedApart } from '../text/title.ts';
import { someOf } from '../text/wrap.ts';
import { findingsByHost } from './order.ts';

/** One test suite a host and one test a rule. What could not be seen is an error, so that nothing unseen looks green. */
export const junit: Reporter<Scan> = {
  name: 'junit',
  description: 'For CI servers: one test suite a host, one test a rule; what could not be read is an error.',
  extensions: ['.junit.xml', '.xml'],
  *render(scan) {
    const suites = [...blindSuites(scan), ...remarkSuites(scan), ...hostSuites(scan)];
    yield '<?xml version="1.0" encoding="UTF-8"?>\n';
    yield `${openTag('testsuites', { name: 'esxcheck', ...totalOf(suites), time: secondsOf(scan) })}>\n`;
    for (const suite of suites) yield* suiteText(suite);
    yield '</testsuites>\n';
  },
};

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

interface Test {
  readonly classname: string;
  readonly name: string;
  readonly outcome: Outcome;
  /** Severity of the rule, or code of an error. */
  readonly type: string;
  readonly message: string;
}

interface Suite {
  readonly name: string;
  readonly hostname: string | null;
  readonly timestamp: string;
  readonly tests: readonly Test[];
}

/** A target that could not be asked, or not to the end, is a suite of its own with one error in it. */
function blindSuites({ targets, startedAt }: Scan): readonly Suite[] {
  return targets.flatMap(({ url, error }: TargetReport) => {
    if (error === null) return [];
    const lost = isLost({ error });
    const name = lost ? 'every host of the target was read' : 'the target can be asked';
    const message = lost ? `INCOMPLETE: ${error.message}` : `${error.message}. Nothing here speaks of its hosts.`;
    const test: Test = { classname: url, name, outcome: 'error', type: error.code, message };
    return [{ name: url, hostname: null, timestamp: stampOf(startedAt), tests: [test] }];
  });
}

/** What must be known of the whole is a test that was not made: neither green nor red. */
function remarkSuites(scan: Scan): readonly Suite[] {
  const tests = remarksOn(scan).map((message): Test => {
    return {
      classname: 'esxcheck',
      name: 'nothing speaks against these verdicts',
      outcome: 'skipped',
      type: '',
      message,
    };
  });
  return tests.length === 0 ? [] : [{ name: 'esxcheck', hostname: null, timestamp: stampOf(scan.startedAt), tests }];
}

function hostSuites({ hosts, findings, rules, startedAt }: Scan): readonly Suite[] {
  const advisories = new Map(rules.map(({ id, advisory }) => [id, advisory]));
  const byHost = findingsByHost({ hosts, findings });
  const named = namedApart({ hosts }).hosts;
  return hosts.map((host, index) => {
    const called = named[index] ?? host;
    return {
      name: suiteName(called, host),
      hostname: host.name,
      timestamp: stampOf(startedAt),
      tests: (byHost.get(host.id) ?? []).map((finding) => testOf(finding, called, advisories.get(finding.rule))),
    };
  });
}

/** The cluster stands before the name, for people; a path has it in it. */
function suiteName(called: ScannedHost, { name }: ScannedHost): string {
  return called.cluster === null || called.name !== name ? called.name : `${called.cluster}/${name}`;
}

/** A warning passes and says what it warns of; what is waived or does not apply is skipped. */
const OUTCOMES = {
  fail: 'failure',
  unknown: 'error',
  warn: 'passed',
  waived: 'skipped',
  pass: 'passed',
  'not-applicable': 'skipped',
} as const;

/** `VMSA-2025-0004, CVE-2025-22224, CVE-2025-22225 and 1 more`: a test is called after what people look for. */
function advisoryText({ id, cves }: Advisory): string {
  return [id, someOf(cves, CVES_NAMED)].filter((text) => text !== '').join(', ');
}

const CVES_NAMED = 6;

function testOf(
  { rule, verdict, severity, reason, message, evidence }: Finding,
  { name }: ScannedHost,
  advisory: Advisory | undefined,
): Test {
  const outcome = OUTCOMES[verdict];
  const type = outcome === 'error' ? (reason ?? 'unknown') : severity;
  const controls = evidence === undefined || evidence.controls.length === 0 ? '' : ` (${evidence.controls.join(', ')})`;
  const about = advisory === undefined ? '' : ` (${advisoryText(advisory)})`;
  return {
    classname: name,
    name: `${rule}${controls}${about}`,
    outcome,
    type,
    message: verdict === 'pass' ? '' : message,
  };
}

function totalOf(suites: readonly Suite[]) {
  const { tests, failures, errors } = countsOf(suites.flatMap((suite) => suite.tests));
  return { tests, failures, errors };
}

function countsOf(tests: readonly Test[]) {
  const count = (wanted: Outcome): number => tests.filter(({ outcome }) => outcome === wanted).length;
  return { tests: tests.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') };
}

function* suiteText({ name, hostname, timestamp, tests }: Suite): Iterable<string> {
  yield `  ${openTag('testsuite', { name, ...countsOf(tests), hostname, timestamp })}>\n`;
  for (const test of tests) yield testText(test);
  yield '  </testsuite>\n';
}

function testText({ classname, name, outcome, type, message }: Test): string {
  const open = openTag('testcase', { classname, name });
  const body = bodyText(outcome, type, message);
  return body === '' ? `    ${open}/>\n` : `    ${open}>${body}</testcase>\n`;
}

function bodyText(outcome: Outcome, type: string, message: string): string {
  if (outcome === 'passed') return message === '' ? '' : `<system-out>${xmlText(message)}</system-out>`;
  if (outcome === 'skipped') return `${openTag('skipped', { message })}/>`;
  return `${openTag(outcome, { type, message })}/>`;
}

/** Seconds, with three decimals, as the format has it. */
function secondsOf({ startedAt, finishedAt }: Scan): string | null {
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds.toFixed(3) : null;
}

/** The format knows no fractions of seconds and no zone; it is UTC. */
function stampOf(time: string): string {
  return time.replace(/(?:\.\d+)?Z$/, '');
}
