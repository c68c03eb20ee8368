/**
 * `8.0.3-0.70.24674464`, `9.1.0.0200.25557999`: the version, a level, and the build (docs/internals/rest.md 3.1). Null for a
 * version of another form.
 */
export function releaseOfBaseImage(version: string): { readonly version: string; readonly build: string } | null {
  const { release, build } = FORM.exec(version)?.groups ?? {};
  return release === undefined || build === undefined ? null : { version: release, build };
}

const FORM = /^(?<release>\d{1,3}\.\d{1,3}\.\d{1,3})(?:-\d{1,4}\.\d{1,4}|\.\d{1,4})\.(?<build>\d{5,12})$/;
