import type { EsxcheckError } from '../../model/errors.ts';
import { loadServerRules, type RulesSource, type ServerRules } from './server-rules.ts';

/** Milliseconds for which rules are taken as they were read. */
const PAUSE = 60_000;

/** The rules that shipments are judged by, one after the other: read again from time to time, and the last good ones where the newest have a mistake. */
export class RulesInForce implements AsyncDisposable {
  readonly #source: RulesSource;
  readonly #onMistake: (mistake: EsxcheckError) => void;
  #rules: ServerRules | null = null;
  #readAt = Number.NEGATIVE_INFINITY;
  #told = '';

  constructor(source: RulesSource, onMistake: (mistake: EsxcheckError) => void) {
    this.#source = source;
    this.#onMistake = onMistake;
  }

  /** Throws RULES_INVALID and RULES_UNSIGNED where there were no good ones yet. */
  async current(): Promise<ServerRules> {
    const before = this.#rules;
    if (before !== null && performance.now() - this.#readAt < PAUSE) return before;
    const rules = await loadServerRules(this.#source, before);
    this.#readAt = performance.now();
    this.#rules = rules;
    // The copy of rules that go on is theirs still.
    if (rules.mistake === null) await before?.[Symbol.asyncDispose]();
    this.#tell(rules.mistake);
    return rules;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#rules?.[Symbol.asyncDispose]();
  }

  /** Once, and not each minute. */
  #tell(mistake: EsxcheckError | null): void {
    const said = mistake?.message ?? '';
    if (mistake !== null && said !== this.#told) this.#onMistake(mistake);
    this.#told = said;
  }
}
