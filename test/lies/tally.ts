import { ANSWER_WAYS, type Lie, nameOfLie } from '../../src/simulator/lies/lie.ts';
import { isExcepted } from './exceptions.ts';

/** One lie that was told, and what came of it. */
export interface Fate {
  readonly lie: Lie;
  /** Whom it was told about, or to which command. */
  readonly subject: string;
  readonly told: boolean;
  readonly unknown: readonly string[];
  readonly broken: readonly string[];
}

/** Every broken law that no exception allows, a line each. */
export function brokenIn(fates: readonly Fate[]): readonly string[] {
  return fates
    .filter(({ lie }) => isExcepted(lie) === null)
    .flatMap(({ lie, subject, broken }) => broken.map((what) => `${nameOfLie(lie)} [${subject}] ${what}`));
}

/** A Markdown table: how many lies were told in each way, and what became of what was said. */
export function tableOf(fates: readonly Fate[]): string {
  const told = fates.filter((fate) => fate.told);
  const rows = ANSWER_WAYS.map((way) =>
    rowOf(
      way,
      told.filter(({ lie }) => lie.way === way),
    ),
  );
  const head = ['way', 'told', 'said unknown', 'unchanged', 'cannot be told from the truth', 'believed'];
  return [head, head.map(() => '---'), ...rows.filter(([, count]) => count !== '0'), rowOf('all', told)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function rowOf(name: string, fates: readonly Fate[]): readonly string[] {
  const broken = fates.filter((fate) => fate.broken.length > 0);
  const excepted = broken.filter(({ lie }) => isExcepted(lie) !== null);
  const unknown = fates.filter((fate) => fate.broken.length === 0 && fate.unknown.length > 0);
  const counts = [
    fates.length,
    unknown.length,
    fates.length - broken.length - unknown.length,
    excepted.length,
    broken.length - excepted.length,
  ];
  return [name, ...counts.map(String)];
}

/** Requests that were seen against those that were lied about. */
export function coverageOf(seen: readonly string[], fates: readonly Fate[]): string {
  const lied = new Set(fates.filter(({ told }) => told).map(({ lie }) => lie.at));
  const spared = seen.filter((id) => !lied.has(id));
  return `${seen.length} requests seen, ${seen.length - spared.length} lied about${spared.length === 0 ? '' : `; not: ${spared.join(', ')}`}`;
}
