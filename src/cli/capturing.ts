import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { readForRecord } from '../doctor/record.ts';
import { demandOf } from '../rules/demand.ts';
import { Capture } from '../support/capture.ts';
import { gatherRequest } from './gathering.ts';
import { tool } from '../shipped/installation.ts';
import { type Io, note } from './io.ts';
import { misuse } from './misuse.ts';
import type { ConnectionArguments, ReadingArguments, ScopeArguments } from './connection-options.ts';
import type { ConfigArguments } from './options.ts';
import { chooseRules } from './rule-choice.ts';
import { expectWritable, writeFileWhole } from './whole-file.ts';

/** Enough to see hosts that differ, few enough to be read by eye before it is sent. */
const MOST_HOSTS = 5;

/** Reads a few hosts of one target by every pack, and writes what went over the line, anonymised, to a file. */
export async function recordCapture(
  path: string,
  args: ConnectionArguments & ReadingArguments & ScopeArguments & ConfigArguments,
  io: Io,
): Promise<void> {
  await expectWritable(path);
  const { rules } = await chooseRules({}, null, 'all');
  const { request, stop } = await gatherRequest(args, io);
  const [connection, ...others] = request.connections;
  if (connection === undefined || others.length > 0) throw misuse('--record takes one --target.');
  const capture = new Capture();
  const { signal } = io;
  const witness = capture.witness(connection.credentials);
  const wanted = { scope: request.scope, demand: demandOf(rules), most: MOST_HOSTS, signal };
  const { apiVersion, hosts } = await readForRecord({ ...connection, witness }, wanted).finally(stop);
  const head = { schema: 'esxcheck.capture/1', tool: tool(), apiVersion } as const;
  await writeFileWhole(path, compressed(capture.lines(head)), 0o600);
  const calls = capture.calls.length;
  await note(
    io,
    `Wrote ${path}: ${calls} calls, ${hosts} hosts, anonymised. Look through it (zcat) before you send it.`,
  );
}

async function* compressed(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  yield* Readable.from(lines).pipe(createGzip()) as AsyncIterable<Uint8Array>;
}
