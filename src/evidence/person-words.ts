import type { TemplateRule } from '../model/checklist.ts';
import { CONTROL_STATUSES, type ControlStatus } from '../model/framework.ts';
import { OURS } from './checklists.ts';
import { line, OUR_WORDS } from './item-details.ts';

/** Begins our line that tells what a person said; it is read back in the next round. */
const SAID = 'A person had said';
/** Above what a person wrote in the finding details. */
const KEPT = 'Written by a person:';

const CONTRADICTED = 'esxcheck read a failure';
const CLOSES_NOTHING = 'it does not stand in for what could not be read';

/** What becomes of the status that a person gave, beside ours; `isUnread`: some of what can be read was not. */
export function mergedStatus(ours: ControlStatus, theirs: ControlStatus, isUnread: boolean): ControlStatus {
  if (ours === 'open' || theirs === 'open') return 'open';
  return isUnread ? ours : theirs;
}

/** Tells both, as a line of ours that `personStatus` reads back. */
export function saidLine(ours: ControlStatus, theirs: ControlStatus, isUnread: boolean): string {
  return line(SAID, `${theirs}; ${mergedWords(ours, theirs, isUnread)}`);
}

function mergedWords(ours: ControlStatus, theirs: ControlStatus, isUnread: boolean): string {
  if (ours === theirs) return 'esxcheck says the same';
  if (ours === 'open') return `${CONTRADICTED}, so it is open again`;
  if (theirs === 'open') return 'what a person opened is not closed by esxcheck';
  return isUnread ? CLOSES_NOTHING : `it is kept, and esxcheck itself says ${ours}`;
}

/** The status that a person gave, now or in an earlier round; null where it is the one that we gave, or where nobody has looked. */
export function personStatus(rule: TemplateRule): ControlStatus | null {
  const { status, details } = rule;
  const earlier = earlierStatus(rule);
  if (earlier !== null) return earlier;
  return status === 'not_reviewed' || isOurs(status, partsOf(details).above) ? null : status;
}

const SAID_LINE = new RegExp(`^${SAID}: (\\w+); (.*)$`);

/** What a person said in a round before; null where they changed the status since, or where a failure was read meanwhile. */
function earlierStatus({ status, details }: TemplateRule): ControlStatus | null {
  const found = partsOf(details).above.flatMap((text) => {
    const [, given, words = ''] = SAID_LINE.exec(text.trim()) ?? [];
    const theirs = CONTROL_STATUSES.find((one) => one === given);
    return theirs === undefined || words.startsWith(CONTRADICTED) ? [] : [{ theirs, words }];
  });
  const said = found.find(({ theirs }) => theirs === 'open') ?? found.at(-1);
  if (said === undefined) return null;
  const written = said.words.startsWith(CLOSES_NOTHING) ? 'not_reviewed' : said.theirs;
  return status === written ? said.theirs : null;
}

/** MITRE's converters put words of their own before our first line. */
const JUDGED = /^(?:(?:failed|passed|skipped) :: TEST .{1,2000} :: (?:SKIP_)?MESSAGE )?Judged by esxcheck as (\w+)$/;
const NAMED = /Judged by esxcheck as (\w+)/;

/**
 * Whether a status is the one that we gave. Of a closed one our line counts wherever a person moved it or wrote beside it; an open one
 * is ours only where our own line is whole: in doubt a person opened it, and nobody closed it.
 */
function isOurs(status: ControlStatus, above: readonly string[]): boolean {
  if (status !== 'open') return above.some((text) => !isOfHost(text) && NAMED.exec(text)?.[1] === status);
  const judged = above.flatMap((text) => JUDGED.exec(text.trim())?.[1] ?? []);
  return judged.length > 0 && judged.every((one) => one === status);
}

/** Whether it begins with a word of ours, after which a host may say what it likes. */
function isOfHost(text: string): boolean {
  return [...OUR_WORDS, SAID, NAMESAKE].some((word) => text.trim().startsWith(`${word.trim()}:`));
}

/** The lines above the heading of what a person wrote, and those below; all are above where there is none. */
function partsOf(details: string): { readonly above: readonly string[]; readonly below: readonly string[] } {
  const lines = details.split('\n');
  const heading = lines.indexOf(KEPT);
  return heading < 0
    ? { above: lines, below: [] }
    : { above: lines.slice(0, heading), below: lines.slice(heading + 1) };
}

/** The finding details of a person under their heading: what is no line of ours, and all of what stands under it already. */
export function personDetails({ details }: TemplateRule): readonly string[] {
  const { above, below } = partsOf(details);
  const hasOurs = above.some((text) => JUDGED.test(text.trim()));
  const beside = above.filter((text) => text.trim() !== '' && !isOfHost(text) && !JUDGED.test(text.trim()));
  const theirs = hasOurs ? [...beside, ...below] : details.split('\n');
  return theirs.every((text) => text.trim() === '') ? [] : [KEPT, ...theirs];
}

/** The comments without what we wrote there ourselves. */
export function personComments({ comments }: TemplateRule): readonly string[] {
  const lines = comments.split('\n').filter((text) => !text.startsWith(OURS));
  return lines.every((text) => text.trim() === '') ? [] : lines;
}

const NAMESAKE = 'Said of a host of this name';

/** What a person said of a host that may be another: told, and never read back. */
export function namesakeLine(theirs: ControlStatus): string {
  return line(
    NAMESAKE,
    `${theirs}; it is not kept, since this host told no UUID and the template is of a host with one`,
  );
}
