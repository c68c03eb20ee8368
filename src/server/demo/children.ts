import { type ChildProcess, spawn } from 'node:child_process';
import { EsxcheckError } from '../../model/errors.ts';

/** A program that the demo has started. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** What it has printed so far, both streams. */
  readonly printed: () => string;
  /** As a machine that loses its power ends it; resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

/** Most of the output of one program that is kept, in characters: the end of it. */
const KEPT = 20_000;
/** Milliseconds that a program has to end by itself. */
const PATIENCE = 10_000;

/** The programs of one demo: none of them outlives it. */
export class Children implements AsyncDisposable {
  readonly #all: { readonly process: ChildProcess; readonly ended: Promise<number | null> }[] = [];
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** Starts a program that goes on. */
  start(name: string, [program = '', ...words]: readonly string[]): Child {
    const { process, ended, printed } = this.#spawn(program, words, '');
    const kill = async (): Promise<void> => {
      process.kill('SIGKILL');
      await ended;
    };
    return { name, pid: process.pid ?? 0, printed, kill };
  }

  /** Runs a program to its end and answers with what it printed. Throws DEMO_FAILED where it does not end well. */
  async run(name: string, [program = '', ...words]: readonly string[], input = ''): Promise<string> {
    const { ended, printed } = this.#spawn(program, words, input);
    const status = await ended;
    if (status === 0) return printed();
    throw new EsxcheckError('DEMO_FAILED', `${name} ended with ${status ?? 'a signal'}.`, {
      details: printed().trim().split('\n').slice(-10),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { process } of this.#all) process.kill('SIGTERM');
    const timer = setTimeout(() => this.#all.forEach(({ process }) => process.kill('SIGKILL')), PATIENCE);
    await Promise.all(this.#all.map(({ ended }) => ended));
    clearTimeout(timer);
  }

  #spawn(program: string, words: readonly string[], input: string) {
    const child = spawn(program, words, { env: this.#env, stdio: ['pipe', 'pipe', 'pipe'] });
    let printed = '';
    const take = (text: string): void => {
      printed = (printed + text).slice(-KEPT);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const ended = new Promise<number | null>((done) => {
      child.on('close', (status) => done(status));
      child.on('error', (error) => {
        take(`${error.message}\n`);
        done(null);
      });
    });
    this.#all.push({ process: child, ended });
    return { process: child, ended, printed: () => printed };
  }
}
