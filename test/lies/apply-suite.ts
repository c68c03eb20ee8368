import { applyWithLies, isConcerned, type Patient, type PatientLie, PATIENTS, truthOfApply } from './apply-law.ts';
import { keysOfLie, liesAt, requestsOf } from './every-lie.ts';
import { type Choice, chosen } from '../support/sample.ts';
import type { Fate } from './tally.ts';

const AT_ONCE = 250;
/** One host profile that cannot be read leaves open whose it is. */
const SPREADING = /^property HostProfile/;

/** What was asked, and what became of the lies. */
export interface Driven {
  readonly seen: readonly string[];
  /** Requests that there are lies about: each of them is to be lied about. */
  readonly open: ReadonlySet<string>;
  readonly fates: readonly Fate[];
}

/** Tells every lie, or a sample, about hosts to which a plan is applied. */
export async function lieToApply(choice: Choice): Promise<Driven> {
  const { heard, twins } = await truthOfApply();
  const patients = Object.keys(PATIENTS) as readonly Patient[];
  const all = heard
    .filter(({ ofHosts }) => ofHosts)
    .flatMap(liesAt)
    .flatMap((lie) =>
      patients
        .filter((patient) => isConcerned(patient, lie.at))
        .map((patient): PatientLie => ({ patient, lie: { ...lie } })),
    );
  const taken = chosen(all, keysOfLie, choice);
  const fates: Fate[] = [];
  const apart = taken.filter(({ lie }) => SPREADING.test(lie.at));
  for (const each of apart) fates.push(...(await applyWithLies([each], twins)));
  const together = taken.filter(({ lie }) => !SPREADING.test(lie.at));
  for (let i = 0; i < together.length; i += AT_ONCE)
    fates.push(...(await applyWithLies(together.slice(i, i + AT_ONCE), twins)));
  return { seen: heard.map(({ id }) => id), open: requestsOf(all), fates };
}
