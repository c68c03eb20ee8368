import { rm } from 'node:fs/promises';
import type { Centre, Greeting, Speaker } from './centre.ts';
import { CentreError } from './centre-error.ts';
import {
  type EnrolledKey,
  makeSiteKey,
  nextKeyFile,
  readKeyFile,
  readKeyFileIfThere,
  writeKeyFile,
} from './key-file.ts';

/** A key that has no more than so many days left is renewed (docs/internals/server.md 2.4). */
const RENEWED_BEFORE_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * The key that a site signs with, renewed while it holds. The new key is on the disk before the centre hears of it, so that none is
 * lost whenever the process ends or an answer does not come.
 */
export class Keyring {
  readonly #site: string;
  readonly #path: string;
  #current: EnrolledKey;

  /** Throws what `readKeyFile` throws. */
  static async open(site: string, path: string): Promise<Keyring> {
    return new Keyring(site, path, await readKeyFile(path));
  }

  private constructor(site: string, path: string, current: EnrolledKey) {
    this.#site = site;
    this.#path = path;
    this.#current = current;
  }

  get speaker(): Speaker {
    return { site: this.#site, key: this.#current.key };
  }

  /** Takes a new key where it is time; true when it did. Throws a CentreError, FILE_NOT_WRITTEN, FILE_NOT_READ. */
  async renewIfDue(centre: Centre, { greeting, now, signal }: Renewal): Promise<boolean> {
    const begun = await readKeyFileIfThere(nextKeyFile(this.#path));
    if (begun !== null && (await this.#isTaken(centre, begun, { greeting, now, signal }))) {
      await this.#promote(begun);
      return true;
    }
    if (begun === null && !this.#isDue(now)) return false;
    const next = begun ?? { key: makeSiteKey(), expiresAt: null };
    if (begun === null) await writeKeyFile(nextKeyFile(this.#path), next);
    await this.#promote(await centre.rotate(this.speaker, next.key, signal));
    return true;
  }

  /** A renewal was cut off: the centre may have the key already. */
  async #isTaken(centre: Centre, { key }: EnrolledKey, { greeting, signal }: Renewal): Promise<boolean> {
    try {
      await centre.hello({ site: this.#site, key }, greeting, signal);
      return true;
    } catch (error) {
      if (error instanceof CentreError && error.fault === 'key') return false;
      throw error;
    }
  }

  #isDue(now: Date): boolean {
    const { expiresAt } = this.#current;
    return expiresAt === null || expiresAt.getTime() - now.getTime() <= RENEWED_BEFORE_DAYS * DAY_MS;
  }

  async #promote(key: EnrolledKey): Promise<void> {
    await writeKeyFile(this.#path, key);
    this.#current = key;
    await rm(nextKeyFile(this.#path), { force: true });
  }
}

/** When it is, and whom the centre is to greet. */
export interface Renewal {
  readonly greeting: Greeting;
  readonly now: Date;
  readonly signal: AbortSignal;
}
