import { COMPARE_DEMAND } from '../../../compare/listings.ts';
import { labelsOf } from '../../../config/labels.ts';
import type { Config } from '../../../config/parse-config.ts';
import { expectWritable } from '../../../files/atomic-write.ts';
import { esxcliKey, type FactDemand } from '../../../model/facts.ts';
import type { Rule } from '../../../model/rule.ts';
import { IMAGE_QUERY } from '../../../model/site-default.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { demandOf, demandOfProfiles, joinedDemand, namesOf } from '../../../rules/demand.ts';
import { loadPacks } from '../../../rules/load.ts';
import { joinedLabels } from '../../../scan/rule-labels.ts';
import { readEstate } from '../../../scan/scan-estate.ts';
import { shippedRules } from '../../../shipped/shipped-rules.ts';
import type { ConfigArguments, RuleArguments } from '../../common-options.ts';
import type {
  ConnectionArguments,
  LabelArguments,
  ProcessArguments,
  ReadingArguments,
  ScopeArguments,
} from '../../connection-options.ts';
import { usageError } from '../../parser/usage-error.ts';
import { readAdvisories } from '../../shared/advisories.ts';
import { type Io, note, warn } from '../../shared/console.ts';
import { couldNotBeRead, exitCodeOfSnapshot } from '../../shared/exit-code.ts';
import { findConfig } from '../../shared/load-config.ts';
import { gatherRequest } from '../../shared/scan-request.ts';
import { chooseRules, type Configured } from '../../shared/select-rules.ts';
import { writeSnapshot } from '../../shared/snapshot-file.ts';

/** Saves what rules need to know of each host, for `evaluate`. Reads only. */
export async function run(args: SnapshotArguments & ConfigArguments, io: Io): Promise<number> {
  return takeSnapshot(args, await findConfig(args, io), io);
}

export type SnapshotArguments = ConnectionArguments &
  ReadingArguments &
  ProcessArguments &
  ScopeArguments &
  LabelArguments &
  Omit<RuleArguments, 'vchAddress'> & {
    readonly everything?: boolean | undefined;
    readonly comparable?: boolean | undefined;
    readonly allSettings?: boolean | undefined;
    readonly output: string;
  };

/** Reads the facts that the flags ask for and keeps them in a file. Resolves to the exit code. */
export async function takeSnapshot(args: SnapshotArguments, config: Config | null, io: Io): Promise<number> {
  await expectWritable(args.output);
  const { demand: ofRules, ...purpose } = await purposeOf(args, { config, io });
  const demand = furtherDemands(args).reduce<FactDemand>(joinedDemand, ofRules);
  const { request, stop } = await gatherRequest(args, io);
  const labels = joinedLabels(labelsOf(config), request.labels);
  const facts = await readEstate({ ...request, labels }, demand).finally(stop);
  const snapshot = { ...facts, tool: request.tool, purpose, asked: namesOf(demand) };
  await writeSnapshot(args.output, snapshot);
  await tell(snapshot, args.output, io);
  if (args.allSettings === true) await note(io, `Learn from it: esxcheck catalog learn ${args.output}`);
  return exitCodeOfSnapshot(snapshot);
}

/** What is read beside what rules need. */
function furtherDemands({ comparable, allSettings }: SnapshotArguments): readonly Partial<FactDemand>[] {
  const all = { kernelList: true, esxcli: new Map([[esxcliKey(IMAGE_QUERY), IMAGE_QUERY]]) };
  return [...(comparable === true ? [COMPARE_DEMAND] : []), ...(allSettings === true ? [all] : [])];
}

interface Purpose {
  readonly everything: boolean;
  readonly rules: readonly Pick<Rule, 'id' | 'hash'>[];
  readonly demand: FactDemand;
}

async function purposeOf(args: SnapshotArguments, configured: Configured): Promise<Purpose> {
  const everything = args.everything === true;
  if (everything && (args.pack !== undefined || args.rule !== undefined)) {
    throw usageError('--everything reads for all rules: leave out --pack and --rule.');
  }
  const rules = everything
    ? await loadPacks(shippedRules(null, await readAdvisories(args, configured.config)), ...(args.rules ?? []))
    : (await chooseRules(args, configured)).rules;
  return {
    everything,
    rules: rules.map(({ id, hash }) => ({ id, hash })),
    demand: everything ? demandOfProfiles(rules) : demandOf(rules),
  };
}

async function tell({ facts, purpose }: Snapshot, path: string, io: Io): Promise<void> {
  const unread = facts.filter(couldNotBeRead).length;
  if (unread > 0) await warn(io, `not everything could be read of ${unread} of ${counted(facts, 'host')}`);
  await note(io, `Wrote ${path} (${counted(facts, 'host')}, read for ${counted(purpose.rules, 'rule')}).`);
  await note(io, `Judge them anywhere: esxcheck evaluate ${path}`);
}

function counted(things: readonly unknown[], name: string): string {
  return `${things.length} ${name}${things.length === 1 ? '' : 's'}`;
}
