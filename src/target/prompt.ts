import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { EsxcheckError } from '../model/errors.ts';
import type { Environment } from './environment.ts';

/** Where people are asked: on stderr, so that stdout carries the report alone. */
export type Console = Pick<Environment, 'stdin' | 'stderr' | 'signal'>;

/** Whether somebody sits there to be asked. */
export function canAsk({ stdin, stderr }: Pick<Console, 'stdin' | 'stderr'>): boolean {
  return stdin.isTTY === true && stderr.isTTY === true;
}

/** Asks what is answered by yes or no; whatever is not yes, or y, is no. Throws as `ask`. */
export async function askYesNo(question: string, console: Console): Promise<boolean> {
  return /^y(?:es)?$/i.test((await ask(`${question} yes/no: `, console)).trim());
}

/** Asks for one line. Throws EsxcheckError INTERRUPTED on Ctrl-C and Ctrl-D. Only for a terminal: see `canAsk`. */
export function ask(question: string, console: Console): Promise<string> {
  return readLine(question, console, console.stderr);
}

/** Asks for one line that is not shown while it is typed. */
export async function askSecretly(question: string, console: Console): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    return await readLine(question, console, nowhere);
  } finally {
    console.stderr.write('\n');
  }
}

/** What is typed is shown on `output`. */
async function readLine(question: string, { stdin, stderr, signal }: Console, output: Writable): Promise<string> {
  signal.throwIfAborted();
  // This switches the terminal's own echo off, so it comes before the question: people may type at once.
  const reader = createInterface({ input: stdin, output, terminal: true, historySize: 0 });
  const giveUp = () => reader.close();
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      reader.once('SIGINT', giveUp);
      reader.once('close', () => reject(new EsxcheckError('INTERRUPTED', 'No answer was given.')));
      reader.question(output === stderr ? question : '', resolve);
      if (output !== stderr) stderr.write(question);
    });
  } finally {
    signal.removeEventListener('abort', giveUp);
    reader.close();
  }
}
