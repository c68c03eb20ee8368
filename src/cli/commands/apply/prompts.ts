import { table } from '../../../../reports/apply/table.ts';
import { escapeControlCharacters } from '../../../model/control-characters.ts';
import type { ApplyReport, Outcome } from '../../../model/outcome.ts';
import { actionWords, type Step } from '../../../model/plan.ts';
import { ask, askYesNo } from '../../../target/prompt.ts';
import { type Io, note, widthOf, write } from '../../shared/console.ts';

/** Shows the dry run and asks for the number of hosts that will be written to: a habitual yes is not enough. */
export async function askForHosts(dryRun: ApplyReport, io: Io): Promise<boolean> {
  const width = widthOf(io.stderr);
  for (const piece of table.render(dryRun, { width, colour: io.colour, ascii: io.ascii === true }))
    await write(io.stderr, piece);
  const hosts = hostsOf(dryRun).size;
  if (hosts === 0) {
    await note(io, 'There is nothing to write.');
    return false;
  }
  const what = dryRun.reboots === null ? 'changed' : 'changed or rebooted';
  const answer = await ask(`\nType the number of hosts that will be ${what}, to go on: `, io);
  return answer.trim() === String(hosts);
}

/** After the canaries: whether the other hosts are to follow. */
export async function askToGoOn(outcomes: readonly Outcome[], io: Io): Promise<boolean> {
  const hosts = new Set(outcomes.map(({ step }) => step.host.name)).size;
  return askYesNo(`The first ${hosts} of them are done. Go on with the others?`, io);
}

/** Only a person can know what came of a write that was never answered and cannot be read. */
export async function askWhetherItTookEffect({ host, action }: Step, problem: string, io: Io): Promise<boolean> {
  await note(io, `${host.name}: ${actionWords(action)}: ${problem}`);
  return askYesNo(`Does ${escapeControlCharacters(host.name)} show the new value?`, io);
}

/** Of hosts that the run would do something to, by id. */
function hostsOf({ outcomes, reboots }: ApplyReport): ReadonlySet<string> {
  const changed = outcomes.filter(({ kind }) => kind === 'would-change').map(({ step }) => step.host.id);
  const rebooted = (reboots ?? []).filter(({ kind }) => kind.startsWith('would-')).map(({ host }) => host.id);
  return new Set([...changed, ...rebooted]);
}
