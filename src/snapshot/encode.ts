import { createHash } from 'node:crypto';
import { EsxcheckError } from '../model/errors.ts';
import type { EsxcliFacts, HostFacts } from '../model/facts.ts';
import type { Reading } from '../model/reading.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { SNAPSHOT_LIMITS } from './lines.ts';
import { SNAPSHOT_SCHEMA_NAME } from './shape.ts';

/**
 * A snapshot as lines of JSON, each with its end: the header, a host a line, and last the count of hosts and the SHA-256
 * of all lines before. Throws SNAPSHOT_TOO_LARGE for what could not be read back.
 */
export function* snapshotLines(snapshot: Snapshot, limits = SNAPSHOT_LIMITS): Iterable<string> {
  const seal = createHash('sha256');
  let total = 0;
  for (const record of recordsOf(snapshot)) {
    const line = `${JSON.stringify(record)}\n`;
    const length = Buffer.byteLength(line);
    total += length;
    if (length > limits.line || total > limits.total) throw tooLarge();
    seal.update(line);
    yield line;
  }
  yield `${JSON.stringify({ end: { hosts: snapshot.facts.length, sha256: seal.digest('hex') } })}\n`;
}

function* recordsOf({ facts, tool, startedAt, finishedAt, targets, purpose, asked }: Snapshot): Iterable<object> {
  yield { schema: SNAPSHOT_SCHEMA_NAME, tool, startedAt, finishedAt, targets, purpose, asked };
  for (const host of facts) yield hostRecord(host);
}

/** All facts of one host as plain data for JSON. Maps are lists of pairs: a name may be any text, and `__proto__` as a key of an object would be lost. */
export function hostRecord(facts: HostFacts): Readonly<Record<Exclude<keyof HostFacts, keyof HostLists>, unknown>> {
  const { host, kernel, firewall, options, services, properties, vibs, esxcli, kernelList, optionList } = facts;
  const answers = [...esxcli].map(([key, answer]) => [key, esxcliRecord(answer)]);
  return {
    host,
    kernel: [...kernel],
    firewall,
    options: [...options],
    services,
    properties: [...properties],
    vibs,
    esxcli: answers,
    ...(kernelList === undefined ? {} : { kernelList: listRecord(kernelList) }),
    ...(optionList === undefined ? {} : { optionList: listRecord(optionList) }),
  };
}

/** Whole lists, which no rule asks for, are in snapshots that were taken to be compared only. */
type HostLists = Pick<HostFacts, 'kernelList' | 'optionList'>;

function listRecord(reading: Reading<ReadonlyMap<string, unknown>>): unknown {
  return reading.kind === 'read' ? { kind: 'read', value: [...reading.value] } : reading;
}

function esxcliRecord(reading: Reading<EsxcliFacts>): unknown {
  if (reading.kind !== 'read') return reading;
  const { rows, scalar } = reading.value;
  return { kind: 'read', value: { rows: rows.map((row) => Object.entries(row)), scalar } };
}

function tooLarge(): EsxcheckError {
  return new EsxcheckError('SNAPSHOT_TOO_LARGE', 'The facts are more than one snapshot may hold.', {
    details: ['Take several: one for each --datacenter or --compute-resource, or for fewer rules (--pack).'],
  });
}
