import type { Framework } from '../model/framework.ts';
import type { Host } from '../model/host.ts';

const VERSION = /^\d{1,4}(?:\.\d{1,4}){1,3}$/;

/**
 * The frameworks whose release is the host's, or could be: all of them where the host told no version. None where it is of
 * another release.
 */
export function frameworksOf<Kind extends Pick<Framework, 'releases'>>(
  { version }: Pick<Host, 'version'>,
  frameworks: readonly Kind[],
): readonly Kind[] {
  if (version === null || !VERSION.test(version)) return frameworks;
  return frameworks.filter(({ releases }) => releases.some((release) => isOf(version, release)));
}

/** `8.0.3` is of `8.0`; `8.01` is not. */
function isOf(version: string, release: string): boolean {
  return version === release || version.startsWith(`${release}.`);
}
