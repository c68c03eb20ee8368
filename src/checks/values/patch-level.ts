/** `8.0.3-0.70.24674464`: version, patch level and build of the package esx-base (Broadcom KB 395110). */
const PACKAGE = /^(?<version>\d{1,3}\.\d{1,3}\.\d{1,3})-(?<level>\d{1,4}\.\d{1,4})\.(?<build>\d{1,12})$/;

/** What the version of the package esx-base tells of the release that it makes; null where it is of another form. */
export function releaseOfPackage(base: string): { readonly version: string; readonly build: number } | null {
  const { version, build } = PACKAGE.exec(base)?.groups ?? {};
  return version === undefined || build === undefined ? null : { version, build: Number(build) };
}

/** The patch level of a running package esx-base, where it is that of the release that runs. */
export function levelOfPackage(running: {
  readonly version: string;
  readonly build: number;
  readonly base: string | null;
}): string | null {
  const { version, level, build } = PACKAGE.exec(running.base ?? '')?.groups ?? {};
  return version === running.version && Number(build) === running.build ? (level ?? null) : null;
}
