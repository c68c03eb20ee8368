import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type JournalRecord, lineOf, nextRecord, parseJournal } from '../../src/apply/journal/format.ts';
import { judgeRecord } from '../../src/apply/journal/read-runs.ts';
import { configureRules } from '../../src/config/configure-rules.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { EsxcheckError } from '../../src/model/errors.ts';
import type { Plan } from '../../src/model/plan.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';
import { planText, sealed } from '../../src/plan/plan-text.ts';
import { loadRules } from '../../src/rules/load.ts';
import { parseRule } from '../../src/rules/parse-rule.ts';
import { parseScan } from '../../src/saved/saved-scan.ts';
import { parseEstate } from '../../src/simulator/estate.ts';
import { decodeSnapshot } from '../../src/snapshot/decode.ts';
import { anonymise } from '../../src/support/anonymise.ts';
import { Pseudonyms } from '../../src/support/pseudonyms.ts';
import { parseKnownHosts } from '../../src/target/known-hosts.ts';
import { parseToken } from '../../src/target/saml-token.ts';
import { EsxcliFault } from '../../src/vim/esxcli-fault.ts';
import { esxcliAnswerOf } from '../../src/vim/esxcli.ts';
import { SoapFault } from '../../src/vim/fault.ts';
import { executeSoap } from '../../src/vim/methods/esxcli.ts';
import { retrieveServiceContent } from '../../src/vim/methods/session.ts';
import { objectContentOf, pageOf } from '../../src/vim/object-content.ts';
import { ResponseReader } from '../../src/vim/response-reader.ts';
import { negotiateVersion } from '../../src/vim/version.ts';
import { WireError } from '../../src/vim/wire-error.ts';
import { parseXml } from '../../src/vim/xml-reader.ts';
import { lyingServer } from './lying-server.ts';
import { answersOfServer, configs, journals, plans, ruleFiles, scans, snapshots } from './seeds.ts';

/** Something that reads what others wrote. */
export interface FuzzTarget {
  readonly name: string;
  readonly seeds: readonly Buffer[];
  /** Inputs in a short run: what talks to a server takes its time. */
  readonly share: number;
  /** Takes an input, or throws. */
  readonly take: (bytes: Buffer) => unknown;
}

/** Errors that are an answer to a bad input; everything else is a find. */
export function isAnswer(error: unknown): boolean {
  return [EsxcheckError, WireError, SoapFault, EsxcliFault].some((kind) => error instanceof kind);
}

/** Every reader of what others wrote. */
export async function fuzzTargets(): Promise<readonly FuzzTarget[]> {
  const answers = await answersOfServer();
  const bodies = answers.map(({ body }) => body);
  const esxcli = answers.filter(({ method }) => method === 'ExecuteSoap').map(({ body }) => body);
  const pages = answers.filter(({ method }) => method.endsWith('RetrievePropertiesEx')).map(({ body }) => body);
  const loaded = await loadRules('rules');
  const server = await lyingServer();
  const known = Buffer.from('vc01 3F:6E:2F:C3:4A:01\n[::1]:8443 AA:BB\n');
  const token = readFileSync('test/fuzz/token.xml');
  return [
    { name: 'xml', seeds: bodies, share: 1, take: (bytes) => parseXml(bytes.toString('utf8')) },
    { name: 'soap', seeds: pages, share: 1, take: takePage },
    { name: 'esxcli', seeds: esxcli, share: 1, take: takeEsxcli },
    { name: 'service content', seeds: bodies.slice(0, 2), share: 1, take: takeServiceContent },
    { name: 'versions', seeds: [VERSIONS], share: 1, take: (bytes) => negotiateVersion(bytes.toString('utf8')) },
    {
      name: 'anonymised',
      seeds: bodies,
      share: 1,
      take: (bytes) => anonymise(bytes.toString('utf8'), new Pseudonyms()),
    },
    { name: 'rule', seeds: ruleFiles(), share: 0.5, take: takeRule },
    {
      name: 'config',
      seeds: configs(),
      share: 0.5,
      take: (bytes) => {
        const config = parseConfig(bytes.toString('utf8'), 'esxcheck.yaml');
        return 'sections' in config
          ? configureRules(loaded, config, { packs: true, enabled: true, usual: null })
          : config;
      },
    },
    {
      name: 'estate',
      seeds: [readFileSync('src/simulator/estates/demo.yaml')],
      share: 0.03,
      take: (bytes) => parseEstate(bytes.toString('utf8'), 'e'),
    },
    { name: 'plan', seeds: await plans(), share: 1, take: (bytes) => parsePlan(bytes.toString('utf8')) },
    { name: 'plan, sealed again', seeds: await plans(), share: 1, take: takeResealedPlan },
    { name: 'journal', seeds: journals(), share: 1, take: (bytes) => parseJournal(bytes, 'j') },
    { name: 'journal, sealed again', seeds: journals(), share: 1, take: takeResealedJournal },
    { name: 'scan', seeds: scans(), share: 0.2, take: (bytes) => parseScan(bytes.toString('utf8')) },
    {
      name: 'snapshot',
      seeds: snapshots(),
      share: 1,
      take: (bytes) => decodeSnapshot(bytes.toString('utf8').split('\n')),
    },
    { name: 'snapshot, sealed again', seeds: snapshots(), share: 1, take: takeResealedSnapshot },
    { name: 'known hosts', seeds: [known], share: 1, take: (bytes) => parseKnownHosts(bytes.toString('utf8')) },
    { name: 'token', seeds: [token], share: 1, take: (bytes) => parseToken(bytes.toString('utf8'), 'token.xml', 0) },
    { name: 'a vCenter that lies', seeds: bodies, share: 0.03, take: (bytes) => server.scanWith(bytes) },
  ];
}

const VERSIONS = Buffer.from(
  '<namespaces version="1.0"><namespace><name>urn:vim25</name><version>8.0.3.0</version><priorVersions><version>8.0.2.0</version></priorVersions></namespace></namespaces>',
);

function takePage(bytes: Buffer): unknown {
  const reader = new ResponseReader('objects');
  const items = [...reader.write(bytes)].map(({ element }) => objectContentOf(element));
  return [items, pageOf(reader.end().children[0] ?? null)];
}

const EXECUTER = { type: 'ReflectManagedMethodExecuter', value: 'x' };

function takeEsxcli(bytes: Buffer): unknown {
  const reader = new ResponseReader();
  reader.write(bytes);
  const response = reader.end();
  const decoded = executeSoap(EXECUTER, { words: ['a', 'get'], arguments: {} }).decode(response);
  return [decoded, esxcliAnswerOf(response.children[0] ?? null)];
}

function takeServiceContent(bytes: Buffer): unknown {
  const reader = new ResponseReader();
  reader.write(bytes);
  return retrieveServiceContent().decode(reader.end());
}

function takeRule(bytes: Buffer): unknown {
  return parseRule({ file: 'rules/a/b.yaml', id: 'a/b', text: bytes.toString('utf8') });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EsxcheckError('NO_JSON', 'no JSON');
  }
}

/** Somebody who changes a plan can compute its hash as well. */
function takeResealedPlan(bytes: Buffer): unknown {
  const plan = json(bytes.toString('utf8'));
  if (typeof plan !== 'object' || plan === null) throw new EsxcheckError('NO_JSON', 'no object');
  let text: string;
  try {
    text = planText(sealed(plan as Plan));
  } catch {
    throw new EsxcheckError('NO_PLAN', 'too far from a plan to be written as one');
  }
  const parsed = parsePlan(text);
  if (planText(parsed) !== text) throw new Error('what was read is not what is written');
  return parsed;
}

function takeResealedJournal(bytes: Buffer): unknown {
  let last: JournalRecord | null = null;
  const lines: string[] = [];
  for (const line of bytes.toString('utf8').split('\n')) {
    if (line === '') continue;
    const record = json(line) as JournalRecord | null;
    if (typeof record !== 'object' || record === null) throw new EsxcheckError('NO_JSON', 'no object');
    last = nextRecord(last, record.at, record.entry);
    lines.push(lineOf(last));
  }
  return parseJournal(Buffer.from(lines.join('')), 'j').records.map(judgeRecord);
}

function takeResealedSnapshot(bytes: Buffer): unknown {
  const lines = bytes.toString('utf8').split('\n').slice(0, -2);
  const seal = createHash('sha256');
  for (const line of lines) seal.update(`${line}\n`);
  const end = JSON.stringify({ end: { hosts: lines.length - 1, sha256: seal.digest('hex') } });
  return decodeSnapshot([...lines, end]);
}
