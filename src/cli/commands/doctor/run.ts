import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { DOCTOR_REPORTERS } from '../../../../reports/doctor.ts';
import { counted } from '../../../../reports/text/wrap.ts';
import { examine } from '../../../doctor/examine.ts';
import { queriesFor, type RuleNeed } from '../../../doctor/needs.ts';
import { readForRecord } from '../../../doctor/record.ts';
import { roleScript, type RoleTool } from '../../../doctor/role-script.ts';
import { expectWritable, writeFileWhole } from '../../../files/atomic-write.ts';
import { baseId } from '../../../model/framework.ts';
import type { Checkup } from '../../../model/doctor-report.ts';
import type { Purpose } from '../../../model/privileges.ts';
import { demandOf } from '../../../rules/demand.ts';
import { loadPacks } from '../../../rules/load.ts';
import { tool } from '../../../shipped/installation.ts';
import { shippedRules } from '../../../shipped/shipped-rules.ts';
import { Capture } from '../../../support/capture.ts';
import type { ConfigArguments, ReportArguments, RuleArguments } from '../../common-options.ts';
import type { ConnectionArguments, ReadingArguments, ScopeArguments } from '../../connection-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import { type Io, note, print } from '../../shared/console.ts';
import { EXIT } from '../../shared/exit-code.ts';
import { findConfig } from '../../shared/load-config.ts';
import { chooseReports, writeReports } from '../../shared/report-output.ts';
import { gatherRequest } from '../../shared/scan-request.ts';
import { chooseRules, type Configured } from '../../shared/select-rules.ts';

/** Tells whether everything is there that esxcheck needs. Reads only. */
export async function run(args: DoctorArguments, io: Io): Promise<number> {
  return runDoctor(args, io);
}

export type DoctorArguments = ConnectionArguments &
  ReadingArguments &
  ScopeArguments &
  ConfigArguments &
  ReportArguments &
  Pick<RuleArguments, 'pack' | 'rule' | 'framework' | 'rules' | 'advisories'> & {
    readonly for: string;
    readonly role?: string | undefined;
    readonly record?: string | undefined;
  };

/** Whom a role is for where nobody is named. */
const SOMEBODY = 'audit@vsphere.local';

/** Examines all targets, or prints a script that makes a role. Resolves to the exit code. */
export async function runDoctor(args: DoctorArguments, io: Io): Promise<number> {
  const purpose = args.for as Purpose;
  if (args.role !== undefined) {
    if (args.target !== undefined) throw usageError('--role prints a script and asks nobody: leave --target out.');
    await print(io, roleScript(args.role as RoleTool, { purpose, principal: args.user ?? SOMEBODY }));
    return EXIT.done;
  }
  if (args.record !== undefined) {
    await recordCapture(args.record, args, io);
    return EXIT.done;
  }
  const reports = await chooseReports(DOCTOR_REPORTERS, args);
  const config = await findConfig(args, io);
  const rules = await needsOf(args, { config, io });
  const { request, stop } = await gatherRequest(args, io, config);
  const checkup = await examine({ ...request, rules, signal: io.signal, purpose }).finally(stop);
  await writeReports(reports, checkup, io);
  return exitCodeOf(checkup);
}

/** Of every rule that there is; those that a scan by the same flags would judge by are chosen. */
async function needsOf(args: DoctorArguments, configured: Configured): Promise<readonly RuleNeed[]> {
  const { pack, rule, framework, rules: folders, advisories } = args;
  const choice = await chooseRules({ pack, rule, framework, rules: folders, advisories }, configured);
  const chosen = new Set(choice.rules.map(({ id }) => baseId(id)));
  const all = await loadPacks(shippedRules(null, choice.advisories), ...(folders ?? []));
  return all.map((each) => ({
    rule: each.id,
    pack: each.pack,
    chosen: chosen.has(each.id),
    queries: queriesFor(demandOf([each])),
  }));
}

function exitCodeOf({ targets, state }: Checkup): number {
  if (targets.every(({ error }) => error !== null)) return EXIT.couldNotRun;
  if (state === 'able') return EXIT.done;
  return state === 'lacking' ? EXIT.violations : EXIT.incomplete;
}

/** Enough to see hosts that differ, few enough to be read by eye before it is sent. */
const MOST_HOSTS = 5;

/** Reads a few hosts of one target by every pack, and writes what went over the line, anonymised, to a file. */
export async function recordCapture(
  path: string,
  args: ConnectionArguments & ReadingArguments & ScopeArguments & ConfigArguments,
  io: Io,
): Promise<void> {
  await expectWritable(path);
  const { rules } = await chooseRules({}, null, 'all');
  const { request, stop } = await gatherRequest(args, io);
  const [connection, ...others] = request.connections;
  if (connection === undefined || others.length > 0) throw usageError('--record takes one --target.');
  const capture = new Capture();
  const { signal } = io;
  const witness = capture.witness(connection.credentials);
  const wanted = { scope: request.scope, demand: demandOf(rules), most: MOST_HOSTS, signal };
  const { apiVersion, hosts } = await readForRecord({ ...connection, witness }, wanted).finally(stop);
  const head = { schema: 'esxcheck.capture/1', tool: tool(), apiVersion } as const;
  await writeFileWhole(path, compressed(capture.lines(head)), 0o600);
  const calls = capture.calls.length;
  await note(
    io,
    `Wrote ${path}: ${counted(calls, 'call')}, ${counted(hosts, 'host')}, anonymised. Look through it (zcat) before you send it.`,
  );
}

async function* compressed(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  yield* Readable.from(lines).pipe(createGzip()) as AsyncIterable<Uint8Array>;
}
