import type { Session } from '../connect/session.ts';
import type { Host } from '../model/host.ts';
import type { EsxcliAnswer } from '../vim/esxcli.ts';
import type { Moref } from '../vim/moref.ts';
import { executeSoap } from '../vim/methods/execute-soap.ts';
import { retrieveManagedMethodExecuter } from '../vim/methods/retrieve-managed-method-executer.ts';

/** The host has no door to esxcli (protocol.md 3.7): not a fault of the command, and nothing to retry. */
export class EsxcliUnavailable extends Error {
  override readonly name = 'EsxcliUnavailable';
}

/** One host's esxcli. The executer is asked for once, however many commands follow (protocol.md 3.1). */
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

  /** Runs a command, such as `['system', 'settings', 'kernel', 'list']`. Throws EsxcliUnavailable, EsxcliFault, SoapFault. */
  async run(words: readonly string[], args: Readonly<Record<string, string>> = {}): Promise<EsxcliAnswer> {
    this.#executer ??= this.#session.call(retrieveManagedMethodExecuter(this.#host), this.#options());
    const executer = await this.#executer;
    if (executer === null) throw new EsxcliUnavailable('the host gave no executer for esxcli');
    return this.#session.call(executeSoap(executer, { words, arguments: args }), this.#options());
  }

  #options(): { signal?: AbortSignal } {
    return this.#signal === undefined ? {} : { signal: this.#signal };
  }
}
