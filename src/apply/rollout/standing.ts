/** What a host has that a reboot could cost it. */
export interface Standing {
  /** Names of the datastores that are mounted and accessible. */
  readonly datastores: readonly string[];
  /** Storage paths that are active or on standby. */
  readonly paths: number;
  /** Network cards with a link. */
  readonly uplinks: readonly string[];
  /** VMkernel interfaces with their addresses: `vmk0 10.0.0.1`. */
  readonly addresses: readonly string[];
  /** Names of red alarms, or their ids. */
  readonly redAlarms: readonly string[];
}

/** What is missing or red after a reboot that was not before, one phrase each. Empty: nothing is worse. */
export function worseThan(before: Standing, after: Standing): readonly string[] {
  const lost = (what: string, list: (standing: Standing) => readonly string[]): readonly string[] =>
    list(before)
      .filter((each) => !list(after).includes(each))
      .map((each) => `${what} ${each} is missing`);
  return [
    ...lost('datastore', ({ datastores }) => datastores),
    ...(after.paths < before.paths ? [`${after.paths} storage paths instead of ${before.paths}`] : []),
    ...lost('the link of uplink', ({ uplinks }) => uplinks),
    ...lost('the address', ({ addresses }) => addresses),
    ...after.redAlarms.filter((each) => !before.redAlarms.includes(each)).map((each) => `the alarm ${each} is red`),
  ];
}
