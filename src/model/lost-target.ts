import type { TargetReport } from './scan.ts';

/** The code of a target that answered, and was lost before all of its hosts were read. Part of the JSON contract. */
const TARGET_LOST = 'TARGET_LOST';

type Faulty = Pick<TargetReport, 'error'>;

/** Its hosts are all listed; of some of them nothing, or not everything, was read. */
export function isLost({ error }: Faulty): boolean {
  return error?.code === TARGET_LOST;
}

/** It could not be asked at all: nothing that was read speaks of its hosts. */
export function isBlind(target: Faulty): boolean {
  return target.error !== null && !isLost(target);
}

/** Each lost target with how far it came, as its error says it; as it came from the document. */
export function lossesOf(targets: readonly Faulty[]): readonly string[] {
  return targets.flatMap(({ error }) => (error?.code === TARGET_LOST ? [error.message] : []));
}

/** `vc01 was lost after 41 of 200 hosts; 159 hosts were not read (CODE: why)`: the error of such a target. */
export function lostError(name: string, read: number, unread: number, cause: string): TargetReport['error'] {
  const all = `${read} of ${read + unread} host${read + unread === 1 ? '' : 's'}`;
  const missed = unread === 1 ? '1 host was not read' : `${unread} hosts were not read`;
  return { code: TARGET_LOST, message: `${name} was lost after ${all}; ${missed} (${cause})` };
}
