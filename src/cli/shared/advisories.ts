import type { AdvisoryFile } from '../../advisories/advisory-file.ts';
import { ADVISORY_PACK } from '../../advisories/advisory-rules.ts';
import { advisoriesOf, loadAdvisories } from '../../advisories/load.ts';
import type { Config } from '../../config/parse-config.ts';
import { ADVISORIES_OLD_AFTER } from '../../model/advisory.ts';
import type { Rule } from '../../model/rule.ts';
import { shippedAdvisories } from '../../shipped/shipped-advisories.ts';
import { type Io, warn } from './console.ts';

/**
 * The advisories of `--advisories`, else of the config; null: those that come with the program.
 * Throws ADVISORIES_INVALID and FILE_NOT_READ.
 */
export async function readAdvisories(
  { advisories: named }: { readonly advisories?: string | undefined },
  config: Config | null,
): Promise<AdvisoryFile | null> {
  const file = named ?? (config === null ? null : advisoriesOf(config));
  return file === null ? null : loadAdvisories(file);
}

interface AdvisoryFlags {
  readonly advisories?: string | undefined;
  readonly patchWithin?: number | undefined;
}

/** Says on stderr which flags about advisories change nothing, since no rule that judges is of one. */
export async function warnOfIdleFlags(
  { advisories, patchWithin }: AdvisoryFlags,
  rules: readonly Pick<Rule, 'pack' | 'advisory'>[],
  io: Io,
): Promise<void> {
  const isJudged = rules.some(({ pack }) => pack === ADVISORY_PACK);
  const idle = [
    ...(patchWithin === undefined || rules.some(({ advisory }) => advisory !== undefined) ? [] : ['--patch-within']),
    ...(advisories === undefined || isJudged ? [] : ['--advisories']),
  ];
  if (idle.length === 0) return;
  const have = idle.length === 1 ? 'has' : 'have';
  await warn(io, `${idle.join(' and ')} ${have} no effect: no rule of an advisory judges here; add --pack advisories.`);
}

/** Names in a warning. */
const SHOWN = 10;

const DAY = 24 * 60 * 60 * 1000;

/** Says on stderr what people must know of the advisories that they judge by: that they are old, or name what the catalog lacks. */
export async function warnOfAdvisories(given: AdvisoryFile | null, io: Io, now: Date): Promise<void> {
  const { asOf } = given ?? shippedAdvisories();
  const days = Math.floor((now.getTime() - Date.parse(asOf)) / DAY);
  if (days > ADVISORIES_OLD_AFTER) {
    await warn(
      io,
      `The advisories are of ${asOf}, ${days} days ago: what came out since is not looked for (--advisories FILE).`,
    );
  }
  if (given === null) return;
  const { unknownBuilds, unknownVersions } = await import('../../advisories/parse-advisories.ts');
  for (const [what, names] of [
    ['versions', unknownVersions(given)],
    ['fixes', unknownBuilds(given)],
  ] as const) {
    if (names.length === 0) continue;
    const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
    await warn(
      io,
      `The advisories name ${what} that the catalog does not hold: ${names.slice(0, SHOWN).join(', ')}${more}.`,
    );
  }
}
