/** What a snapshot may hold: above all that an estate of 10,000 hosts comes to, below what would exhaust a machine. */
export interface SnapshotLimits {
  /** Bytes of one line: the header, or all facts of a host. */
  readonly line: number;
  /** Bytes of all lines, so that a small file cannot swell without end. */
  readonly total: number;
  readonly hosts: number;
}

export const SNAPSHOT_LIMITS: SnapshotLimits = {
  line: 4 * 1024 * 1024,
  total: 1024 * 1024 * 1024,
  hosts: 100_000,
};
