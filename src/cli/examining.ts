import { DOCTOR_REPORTERS } from '../../reports/doctor.ts';
import { examine } from '../doctor/examine.ts';
import { queriesFor, type RuleNeed } from '../doctor/needs.ts';
import { roleScript, type RoleTool } from '../doctor/role-script.ts';
import type { Checkup } from '../model/checkup.ts';
import type { Purpose } from '../model/privileges.ts';
import { demandOf } from '../rules/demand.ts';
import { loadPacks } from '../rules/load.ts';
import { shippedRules } from '../shipped/shipped-rules.ts';
import { findConfig } from './config-file.ts';
import type { ConnectionArguments, ReadingArguments, ScopeArguments } from './connection-options.ts';
import { EXIT } from './exit-code.ts';
import { gatherRequest } from './gathering.ts';
import { type Io, print } from './io.ts';
import { misuse } from './misuse.ts';
import type { ConfigArguments, ReportArguments, RuleArguments } from './options.ts';
import { chooseReports } from './report-choice.ts';
import { writeReports } from './reports.ts';
import { chooseRules, type Configured } from './rule-choice.ts';

type DoctorArguments = ConnectionArguments &
  ReadingArguments &
  ScopeArguments &
  ConfigArguments &
  ReportArguments &
  Pick<RuleArguments, 'pack' | 'rule' | 'rules'> & {
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
    if (args.target !== undefined) throw misuse('--role prints a script and asks nobody: leave --target out.');
    await print(io, roleScript(args.role as RoleTool, { purpose, principal: args.user ?? SOMEBODY }));
    return EXIT.done;
  }
  if (args.record !== undefined) {
    const { recordCapture } = await import('./capturing.ts');
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
  const { pack, rule, rules: folders } = args;
  const chosen = new Set((await chooseRules({ pack, rule, rules: folders }, configured)).rules.map(({ id }) => id));
  const all = await loadPacks(shippedRules(), ...(folders ?? []));
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
