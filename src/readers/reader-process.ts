import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { escapeControlCharacters } from '../model/control-characters.ts';
import { Misfit } from '../snapshot/shape.ts';
import { linesIn } from '../snapshot/lines.ts';
import { type Answer, answerIn, MOST_ALIKE, withAlike } from './answer.ts';
import { type Order, orderLine, type ReadJob } from './job.ts';

/** How the program is started once more, so that it reads for this process. */
export interface ReaderProgram {
  /** Executable and words. No secret is among them: they are for everybody to see. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds without a word after which it is ended. */
  readonly silentMs: number;
}

/** A reader has ended before it was told to: what it was reading is not read. */
export class ReaderEnded extends Error {
  /** Whether it had begun to listen. One that had not has met no server. */
  readonly hadBegun: boolean;

  constructor(why: string, hadBegun: boolean) {
    super(why);
    this.name = 'ReaderEnded';
    this.hadBegun = hadBegun;
  }
}

/** Of one answer, the facts of a host; and of all, which debug lines of a long scan count to. */
const ANSWER_LIMITS = { line: 16 * 1024 * 1024, total: 64 * 1024 * 1024 * 1024, hosts: 0 } as const;
/** Characters of what it wrote on stderr that are looked at. */
const MOST_STDERR = 4_000;
const MOST_SHOWN = 200;
/** What a reader holds in servers it gives back within two seconds. */
const MOST_LEAVE_MS = 5_000;

type JobAnswer = Exclude<Answer, { kind: 'alive' | 'alike' }>;

interface Job {
  readonly onAnswer: (answer: JobAnswer) => void;
  readonly fail: (error: ReaderEnded) => void;
}

/** Another process of the program that reads targets. Whatever it does, this process goes on, and knows why it ended. */
export class ReaderProcess {
  readonly #program: ReaderProgram;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #jobs = new Map<number, Job>();
  readonly #ended: Promise<void>;
  readonly #alike: unknown[] = [];
  #timer: NodeJS.Timeout | null = null;
  #hadBegun = false;
  /** Why it was, or is being, ended by this process. */
  #why: string | null = null;
  #stderr = '';
  #over: ReaderEnded | null = null;

  constructor(program: ReaderProgram) {
    this.#program = program;
    const [file = process.execPath, ...words] = program.command;
    this.#child = spawn(file, words, { env: { ...program.env }, stdio: 'pipe', windowsHide: true });
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', (code, signal) => {
        this.#finish(this.#reasonFor(code, signal));
        resolve();
      });
    });
    // Where it cannot be started there may be no `close`, and what is written to one that died is lost.
    this.#child.once('error', (error) => this.#finish(`it cannot be started: ${error.message}`));
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = `${this.#stderr}${text}`.slice(0, MOST_STDERR);
    });
    this.#heard();
    void this.#listen();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * Hands a job over. `onAnswer` is told what is said of it, until it returns true, which ends the job; what it throws is taken for
   * an answer that cannot be read. Rejects with ReaderEnded.
   */
  read(job: ReadJob, onAnswer: (answer: JobAnswer) => boolean): Promise<void> {
    if (this.#over !== null) return Promise.reject(this.#over);
    return new Promise((resolve, reject) => {
      const settle = (answer: JobAnswer): void => {
        if (!onAnswer(answer)) return;
        this.#jobs.delete(job.id);
        resolve();
      };
      this.#jobs.set(job.id, { onAnswer: settle, fail: reject });
      this.#tell(job);
    });
  }

  /** Tells it that nothing more is wanted, and waits until it is gone; never throws. */
  async end(): Promise<void> {
    if (this.#over !== null) return;
    this.#tell({ kind: 'end' });
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#kill('it did not end when it was told to'), MOST_LEAVE_MS);
    await this.#ended;
    clearTimeout(timer);
  }

  #tell(order: Order): void {
    this.#child.stdin.write(orderLine(order));
  }

  async #listen(): Promise<void> {
    let line = 0;
    try {
      for await (const text of linesIn(this.#child.stdout, ANSWER_LIMITS)) {
        line += 1;
        this.#heard();
        this.#take(answerIn(text));
      }
    } catch (error) {
      const what = error instanceof Misfit || error instanceof SyntaxError ? error.message : String(error);
      this.#kill(`its answer ${line} cannot be read: ${what}`);
    }
  }

  #take(answer: Answer): void {
    this.#hadBegun = true;
    if (answer.kind === 'alive') return;
    if (answer.kind === 'alike') {
      if (answer.number !== this.#alike.length || answer.number >= MOST_ALIKE) throw new Misfit('the next number');
      this.#alike.push(answer.value);
      return;
    }
    const job = this.#jobs.get(answer.job);
    if (job === undefined) throw new Misfit('an answer to what was asked');
    job.onAnswer(answer.kind === 'host' ? { ...answer, facts: withAlike(answer.facts, this.#alike) } : answer);
  }

  /** A machine that slept wakes with its timers over: a reader gets half of the time again before it counts as silent. */
  #heard(left = 2): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (left > 1) this.#heard(left - 1);
      else this.#kill(`it said nothing for ${this.#program.silentMs / 1000} s`);
    }, this.#program.silentMs / 2).unref();
  }

  #kill(why: string): void {
    this.#why ??= why;
    this.#child.kill('SIGKILL');
  }

  #finish(why: string): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#over ??= new ReaderEnded(why, this.#hadBegun);
    for (const job of this.#jobs.values()) job.fail(this.#over);
    this.#jobs.clear();
  }

  #reasonFor(code: number | null, signal: NodeJS.Signals | null): string {
    if (this.#why !== null) return shown(this.#why);
    if (this.#stderr.includes('heap out of memory')) return 'it ran out of memory';
    const how = signal === null ? `it ended with code ${code ?? 0}` : `it was ended by ${signal}`;
    const [said = ''] = this.#stderr.split('\n');
    return said === '' ? how : shown(`${how}: ${said}`);
  }
}

function shown(text: string): string {
  return escapeControlCharacters(text.slice(0, MOST_SHOWN));
}
