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
import type { ConnectionArguments, ReadingArguments, ScopeArguments } from '../../connection-options.ts';
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
  ScopeArguments &
  ConfigArguments &
  CompareOptions &
  ReportArguments;

/** Says how hosts differ from one that people trust. Reads only. */
export async function run(args: CompareArguments, io: Io): Promise<number> {
  const reports = await chooseReports(comparisonReporters(args.all === true), args);
  requireSense(args);
  const kept = isSnapshot(args.to) ? await savedReference(args.to, args.toHost ?? null) : null;
  const others = args.from === undefined ? await readHosts(args, kept === null, io) : await savedHosts(args.from);
  const reference = kept ?? { ...referenceAmong(others, args.to), remarks: [] };
  const facts = kept === null ? others.facts.filter((each) => each !== reference.facts) : others.facts;
  if (facts.length === 0) throw nothingToCompare();
  const remarks = [...new Set([...reference.remarks, ...others.remarks])];
  for (const remark of remarks) await warn(io, remark);
  const comparison = compareHosts(reference, { ...others, facts, tool: tool(), remarks });
  await writeReports(reports, comparison, io);
  return exitCodeOfComparison(comparison);
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
