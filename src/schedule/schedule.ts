/** A run that is to start by itself. Paths are absolute. */
export interface Schedule {
  /** Program, script and arguments. */
  readonly command: readonly string[];
  /** Time of day, on the clock of the machine. */
  readonly hour: number;
  readonly minute: number;
  readonly deadlineMinutes: number;
  /** Credentials that the config asks systemd for. */
  readonly credentials: readonly string[];
  /** Secrets in files that the user of a service cannot read, each with the credential that could take its place. */
  readonly unreadable: readonly { readonly credential: string; readonly path: string }[];
  /** Folders that the run writes to, beside its own state. */
  readonly writes: readonly string[];
}

/** Something to install: a file with its place, or lines to add somewhere. */
export interface Unit {
  readonly name: string;
  readonly text: string;
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
