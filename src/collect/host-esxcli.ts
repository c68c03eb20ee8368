import type { Session } from '../connect/session.ts';
import type { Host } from '../model/host.ts';
import type { EsxcliAnswer } from '../vim/esxcli.ts';
import { EsxcliFault } from '../vim/esxcli-fault.ts';
import type { Moref } from '../vim/moref.ts';
import { executeSoap, retrieveManagedMethodExecuter } from '../vim/methods/esxcli.ts';

/** Whoever reads properties only chose so; an account without the privileges for esxcli is then enough. */
const NOT_ASKED_FOR = 'esxcli was not asked: properties only were to be read';

/** One host's esxcli. The executer is asked for once, however many commands follow (docs/internals/wire.md 3.1). */
export class HostEsxcli {
  readonly #session: Session;
  readonly #host: Moref;
  readonly #signal: AbortSignal | undefined;
  #executer: Promise<Moref | null> | undefined;

  constructor(session: Session, host: Pick<Host, 'moid'>, signal?: AbortSignal) {
    this.#session = session;
    this.#host = { type: 'HostSystem', value: host.moid };
    this.#signal = signal;
  }

  /** Runs a command, such as `['system', 'settings', 'kernel', 'list']`. Throws EsxcliFault, SoapFault and what the session throws. */
  async run(words: readonly string[], args: Readonly<Record<string, string>> = {}): Promise<EsxcliAnswer> {
    if (this.#session.propertiesOnly) throw new EsxcliFault(null, NOT_ASKED_FOR);
    this.#executer ??= this.#session.call(retrieveManagedMethodExecuter(this.#host), this.#options());
    const executer = await this.#executer;
    if (executer === null) throw EsxcliFault.noAnswer();
    return this.#session.call(executeSoap(executer, { words, arguments: args }), this.#options());
  }

  #options(): { signal?: AbortSignal } {
    return this.#signal === undefined ? {} : { signal: this.#signal };
  }
}

/**
 * esxcli of a host that is being read: a command that several facts hang on is run once. What is read after a write
 * needs a new one.
 */
export class HostEsxcliOnce extends HostEsxcli {
  readonly #told = new Map<string, Promise<EsxcliAnswer>>();

  override run(words: readonly string[], args: Readonly<Record<string, string>> = {}): Promise<EsxcliAnswer> {
    const key = JSON.stringify([words, args]);
    const known = this.#told.get(key);
    if (known !== undefined) return known;
    const telling = super.run(words, args);
    this.#told.set(key, telling);
    return telling;
  }
}
