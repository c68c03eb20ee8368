/** API versions that a simulated server may speak, newest first (docs/internals/wire.md 1.2). */
const LADDER = [
  '9.0.0.0',
  '8.0.3.0',
  '8.0.2.0',
  '8.0.1.0',
  '8.0.0.2',
  '8.0.0.1',
  '8.0.0.0',
  '7.0.3.2',
  '7.0.3.1',
  '7.0.3.0',
  '7.0.2.1',
  '7.0.2.0',
  '7.0.1.1',
  '7.0.1.0',
  '7.0.0.2',
  '7.0.0.0',
  '6.9.1',
  '6.8.7',
  '6.7.3',
  '6.7.2',
  '6.7.1',
  '6.7',
  '6.5',
  '6.0',
  '5.5',
  '5.1',
  '5.0',
  '4.1',
  '4.0',
] as const;

/** Negative when `a` is older than `b`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): number[] {
  return version.split('.').map(Number);
}

export function isAtLeast(version: string, wanted: string): boolean {
  return compareVersions(version, wanted) >= 0;
}

/** What a server of this API version answers to, newest first. */
export function versionsUpTo(newest: string): readonly string[] {
  return [newest, ...LADDER.filter((version) => compareVersions(version, newest) < 0)];
}

/**
 * The version that a request is answered in, from its SOAPAction header (`"urn:vim25/8.0.2.0"`, quotes optional).
 *
 * Newer than the server is tolerated and answered in the server's own; null when the header names no vim25 version.
 */
export function negotiatedVersion(soapAction: string | undefined, newest: string): string | null {
  const action = (soapAction ?? '').replaceAll('"', '').trim();
  if (action === '' || action === 'urn:vim25') return newest;
  const asked = /^urn:(?:internal)?vim25\/(\d+(?:\.\d+){1,3})$/.exec(action)?.[1];
  if (asked === undefined) return null;
  return compareVersions(asked, newest) > 0 ? newest : asked;
}
