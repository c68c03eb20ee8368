import type { TargetReport } from '../model/scan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { flag, list, matching, Misfit, orNull, record, type Shape, text, whole } from './shape.ts';

export const SNAPSHOT_SCHEMA_NAME = 'esxcheck.snapshot/1';

export type Header = Omit<Snapshot, 'facts'>;

const ISO = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'a time in UTC');

const time: Shape<string> = (value) => {
  const written = ISO(value);
  if (Number.isNaN(Date.parse(written))) throw new Misfit('a time in UTC');
  return written;
};

const target = record<TargetReport>({
  url: text,
  identity: orNull(text),
  product: orNull(text),
  version: orNull(text),
  build: orNull(text),
  apiVersion: orNull(text),
  error: orNull(record({ code: text, message: text })),
});

/** The first line, behind its schema. */
export const header = record<Header>({
  tool: record({ name: text, version: text }),
  startedAt: time,
  finishedAt: time,
  targets: list(target),
  purpose: record({ everything: flag, rules: list(record({ id: text, hash: text })) }),
  asked: list(text),
});

/** The last line. */
export const end = record({
  end: record({ hosts: whole, sha256: matching(/^[0-9a-f]{64}$/, 'a SHA-256 in hexadecimal') }),
});
