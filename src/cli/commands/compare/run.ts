import { stat } from 'node:fs/promises';
import { comparisonReporters } from '../../../../reports/compare.ts';
import { chooseReference } from '../../../compare/choose-reference.ts';
import { compareHosts, type Reference } from '../../../compare/compare-hosts.ts';
import { COMPARE_DEMAND } from '../../../compare/listings.ts';
import type { Scope } from '../../../collect/scope.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { erratumOfFacts } from '../../../model/erratum.ts';
import type { EstateFacts, Snapshot } from '../../../model/snapshot.ts';
import { byName } from '../../../scan/judge-facts.ts';
import { readEstate } from '../../../scan/scan-estate.ts';
import { tool } from '../../../shipped/installation.ts';
import type { ConfigArguments, ReportArguments } from '../../common-options.ts';
import type {
  ConnectionArguments,
  ProcessArguments,
  ReadingArguments,
  ScopeArguments,
} from '../../connection-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import { type Io, warn } from '../../shared/console.ts';
import { exitCodeOfComparison } from '../../shared/exit-code.ts';
import { findConfig } from '../../shared/load-config.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { gatherRequest } from '../../shared/scan-request.ts';
import { readSnapshot } from '../../shared/snapshot-file.ts';
import type { CompareOptions } from './options.ts';

type CompareArguments = ConnectionArguments &
  ReadingArguments &
  ProcessArguments &
  ScopeArguments &
  ConfigArguments &
  CompareOptions &
  ReportArguments;

/** Says how hosts differ from one that people trust. Reads only. */
export async function run(args: CompareArguments, io: Io): Promise<number> {
  const reports = await chooseReports(comparisonReporters(args.all === true), args);
  requireSense(args);
  await refuseSavedScan(args.to);
  const kept = isSnapshot(args.to) ? await savedReference(args.to, args.toHost ?? null) : null;
  const { others, reference } = await orFileOf(args.to, gather(args, kept, io));
  const facts = kept === null ? others.facts.filter((each) => each !== reference.facts) : others.facts;
  if (facts.length === 0) throw nothingToCompare();
  const remarks = [...new Set([...reference.remarks, ...others.remarks])];
  for (const remark of remarks) await warn(io, remark);
  const comparison = compareHosts(reference, { ...others, facts, tool: tool(), remarks });
  await writeReports(reports, comparison, io);
  return exitCodeOfComparison(comparison);
}

async function gather(args: CompareArguments, kept: KeptReference | null, io: Io) {
  const others = args.from === undefined ? await readHosts(args, kept === null, io) : await savedHosts(args.from);
  return { others, reference: kept ?? { ...referenceAmong(others, args.to), remarks: [] } };
}

/** How snapshots are called, so that no file in the folder changes what a name of a host means. */
function isSnapshot(to: string): boolean {
  return to.toLowerCase().endsWith('.esxsnap');
}

/** Flags that say what to read: facts that were read are as they are. */
const WITHOUT_EFFECT = {
  '--target': 'target',
  '--properties-only': 'propertiesOnly',
  '--datacenter': 'datacenter',
  '--compute-resource': 'computeResource',
  '--host': 'host',
} as const satisfies Readonly<Record<string, keyof CompareArguments>>;

function requireSense(args: CompareArguments): void {
  const given = Object.entries(WITHOUT_EFFECT).find(([, name]) => args[name] !== undefined);
  if (args.from !== undefined && given !== undefined)
    throw usageError(`${given[0]} has no effect with --from: the hosts of the snapshot are compared.`);
  if (args.toHost !== undefined && !isSnapshot(args.to))
    throw usageError('--to-host names a host of a snapshot: --to names the host itself here.');
}

type KeptReference = Reference & { readonly remarks: readonly string[] };

async function savedReference(path: string, host: string | null): Promise<KeptReference> {
  const snapshot = await readSnapshot(path);
  return {
    facts: chooseReference(snapshot.facts, host),
    readAt: snapshot.finishedAt,
    remarks: remarksOn(snapshot),
  };
}

function referenceAmong({ facts, finishedAt }: EstateFacts, to: string): Reference {
  return { facts: chooseReference(facts, to), readAt: finishedAt };
}

const NO_SUCH_HOST: readonly string[] = ['HOST_NOT_FOUND', 'SCOPE_MATCHES_NOTHING'];

/** Where no host is meant, or several are, what stands in the folder by that name may tell what went wrong. */
async function orFileOf<T>(to: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof EsxcheckError) || !NO_SUCH_HOST.includes(error.code)) throw error;
    const file = await fileSentence(to);
    if (file === null) throw error;
    throw new EsxcheckError(error.code, error.message, { details: [file, ...error.details], cause: error });
  }
}

/** No host is called so: a file is told of before anybody is asked. Throws USAGE. */
async function refuseSavedScan(to: string): Promise<void> {
  const file = to.toLowerCase().endsWith('.json') ? await fileSentence(to) : null;
  if (file === null) return;
  throw usageError(file, [
    'Save a host to compare to: esxcheck snapshot --comparable --host NAME --output golden.esxsnap',
  ]);
}

/** What a path that is no snapshot is; null where nothing is there. */
async function fileSentence(path: string): Promise<string | null> {
  if (isSnapshot(path)) return null;
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  return `${JSON.stringify(path)} is ${found.isDirectory() ? 'a folder' : 'a file'}, and what is a snapshot ends in .esxsnap.`;
}

type ReadHosts = EstateFacts & { readonly remarks: readonly string[] };

async function savedHosts(path: string): Promise<ReadHosts> {
  const snapshot = await readSnapshot(path);
  return { ...snapshot, facts: snapshot.facts.toSorted(byName), remarks: remarksOn(snapshot) };
}

function remarksOn({ tool }: Snapshot): readonly string[] {
  const erratum = erratumOfFacts(tool);
  return erratum === null ? [] : [erratum];
}

/** `withReference`: the host to compare to is one of them, so that it is read whatever hosts the flags name. */
async function readHosts(args: CompareArguments, withReference: boolean, io: Io): Promise<ReadHosts> {
  const config = await findConfig(args, io);
  const { request, stop } = await gatherRequest(args, io, config);
  const scope = withReference ? including(request.scope, args.to) : request.scope;
  const facts = await readEstate({ ...request, scope }, COMPARE_DEMAND).finally(stop);
  return { ...facts, remarks: [] };
}

function including(scope: Scope, host: string): Scope {
  return scope.hosts.length === 0 ? scope : { ...scope, hosts: [...scope.hosts, host] };
}

function nothingToCompare(): EsxcheckError {
  return new EsxcheckError('NOTHING_TO_COMPARE', 'There is no other host to compare to that one.', {
    details: ['Widen the scope (--datacenter, --compute-resource, --host), or name another target.'],
  });
}
