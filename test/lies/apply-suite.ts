import { applyWithLies, isConcerned, type Patient, type PatientLie, PATIENTS, truthOfApply } from './apply-law.ts';
import { liesAt } from './every-lie.ts';
import { type Choice, chosen } from './sample.ts';
import type { Fate } from './tally.ts';

const AT_ONCE = 250;

export interface Driven {
  readonly seen: readonly string[];
  readonly fates: readonly Fate[];
}

/** Tells every lie, or a sample, about hosts to which a plan is applied. */
export async function lieToApply(choice: Choice, flags: readonly string[]): Promise<Driven> {
  const { heard, twins } = await truthOfApply(flags);
  const patients = Object.keys(PATIENTS) as readonly Patient[];
  const all = heard
    .filter(({ ofHosts }) => ofHosts)
    .flatMap(liesAt)
    .flatMap((lie) =>
      patients
        .filter((patient) => isConcerned(patient, lie.at))
        .map((patient): PatientLie => ({ patient, lie: { ...lie } })),
    );
  const taken = chosen(all, ({ lie }) => lie.at, choice);
  const fates: Fate[] = [];
  for (let i = 0; i < taken.length; i += AT_ONCE)
    fates.push(...(await applyWithLies(taken.slice(i, i + AT_ONCE), twins, flags)));
  return { seen: heard.map(({ id }) => id), fates };
}
