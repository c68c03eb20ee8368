import { EsxcheckError } from '../model/errors.ts';
import { type Io, warn } from './io.ts';

/** What went wrong beside the scan itself: each is told once, and none keeps the others from being tried. */
export class Shortfalls {
  readonly #io: Io;
  #count = 0;

  constructor(io: Io) {
    this.#io = io;
  }

  get count(): number {
    return this.#count;
  }

  /** An error for people is told and counted; a bug is thrown on. */
  async attempt(work: () => Promise<void>): Promise<void> {
    await this.unlessFailed(undefined, work);
  }

  /** The same, with what takes the place of a result that there is not. */
  async unlessFailed<T>(instead: T, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EsxcheckError)) throw error;
      this.#count += 1;
      await warn(this.#io, [`${error.code}: ${error.message}`, ...error.details].join(' '));
      return instead;
    }
  }
}
