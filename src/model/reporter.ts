import type { ScanView } from './scan-view.ts';

/** What the place that a report goes to can show. */
export interface RenderOptions {
  /** Columns of the terminal; null when there is none, and then nothing is cut. */
  readonly width: number | null;
  readonly colour: boolean;
  /** For reports of scans, how much of it; left out: as the format shows it by itself. */
  readonly view?: ScanView | undefined;
  /** True where signs outside of ASCII would not be shown, in frames as in sentences; absent: false. */
  readonly ascii?: boolean;
}

/**
 * A pure function from a document (a scan, a kernel listing) to text, in pieces so that a large one is never held whole.
 * The pieces together end in a newline; the same input gives the same text; hostile names come out harmless.
 */
export interface Reporter<Document> {
  readonly name: string;
  readonly description: string;
  /** Endings of file names that ask for it, such as `.csv`. */
  readonly extensions: readonly string[];
  /** Whether it can leave out what people do not want to see; documents for programs are always whole. */
  readonly takesView?: boolean;
  readonly render: (document: Document, options: RenderOptions) => Iterable<string>;
}
