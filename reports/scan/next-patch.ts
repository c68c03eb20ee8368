import type { Finding } from '../../src/model/finding.ts';

/** Right now and after a reboot, but the planned patch may break it or cannot be predicted: the catalog tells it, not the values. */
export function mayNotStayRight({ verdict, horizons: { now, nextBoot, nextPatch } }: Finding): boolean {
  const isRight = now === 'pass' && nextBoot === 'pass';
  return verdict === 'warn' && isRight && (nextPatch === 'risk' || nextPatch === 'unknown');
}
