import { PassThrough, Writable } from 'node:stream';
import type { Command } from '../../src/cli/parser/command.ts';
import { COMMANDS } from '../../src/cli/registry.ts';
import { run } from '../../src/cli/run.ts';
import type { Io } from '../../src/cli/shared/console.ts';

/** What a command line run in this process came to. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A stream that keeps what is written; `columns` makes it a terminal. */
export function sink(columns?: number): Writable & { text: string } {
  const stream = new Writable({
    write(chunk: Buffer | string, _encoding, done) {
      kept.text += chunk.toString();
      done();
    },
  });
  const kept = Object.assign(stream, { text: '' }, columns === undefined ? {} : { isTTY: true, columns });
  return kept;
}

/** A console without a terminal, an empty environment and a home that is not there. */
export function capturedIo(given: Partial<Io> = {}) {
  return {
    env: {},
    platform: process.platform,
    homeDir: '/nonexistent',
    stdin: new PassThrough(),
    stdout: sink(),
    stderr: sink(),
    signal: new AbortController().signal,
    quiet: false,
    colour: true,
    ...given,
  };
}

/** Runs a command line in this process. */
export async function runIn(
  words: readonly string[],
  given: Partial<Io> = {},
  commands: readonly Command[] = COMMANDS,
): Promise<Outcome> {
  const stdout = sink();
  const stderr = sink();
  const exitCode = await run(commands, words, capturedIo({ stdout, stderr, ...given }));
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}
