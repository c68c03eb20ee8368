/** What an event in a log is told with; never a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Where a run writes what it does, for whoever has to find out later what went wrong. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** Whether each call that went well is to be told as well. */
  readonly wantsCalls: boolean;
  close(): void;
}
