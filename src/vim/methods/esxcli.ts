import { isReadingCommand } from '../../model/reading-commands.ts';
import { type Call, methodElement } from '../call.ts';
import { child, morefOf } from '../element.ts';
import { encodeArguments, type EsxcliAnswer, esxcliAnswerOf, type EsxcliArguments } from '../esxcli.ts';
import type { Moref } from '../moref.ts';
import { textElement } from '../xml-writer.ts';

/** Both constant since 5.0; a newer version would not be known to older hosts (docs/internals/wire.md 3.2). */
const VERSION = 'urn:vim25/5.0';

export interface EsxcliCommand {
  /** `['system', 'settings', 'kernel', 'list']` */
  readonly words: readonly string[];
  readonly arguments: EsxcliArguments;
  /** Whether it only reads; by the list of reading commands unless said. */
  readonly safe?: boolean;
}

/** The object that runs esxcli commands for a host; null where the server has none. */
export function retrieveManagedMethodExecuter(host: Moref): Call<Moref | null> {
  const method = 'RetrieveManagedMethodExecuter';
  return {
    method,
    body: methodElement(method, host),
    safe: true,
    decode: (response) => morefOf(response, 'returnval'),
  };
}

/** Throws for a word that esxcli has not: such a name could lead elsewhere than it says. */
export function executeSoap(executer: Moref, command: EsxcliCommand): Call<EsxcliAnswer> {
  const method = 'ExecuteSoap';
  const odd = command.words.find((word) => !/^[a-z][a-z0-9]*$/.test(word));
  if (odd !== undefined) throw new TypeError(`esxcli has no word ${JSON.stringify(odd)}`);
  const parameters =
    textElement('moid', `ha-cli-handler-${command.words.slice(0, -1).join('-')}`) +
    textElement('version', VERSION) +
    textElement('method', `vim.EsxCLI.${command.words.join('.')}`) +
    encodeArguments(command.arguments);
  return {
    method,
    about: command.words.join(' '),
    body: methodElement(method, executer, parameters),
    safe: command.safe ?? isReadingCommand(command.words),
    decode: (response) => esxcliAnswerOf(child(response, 'returnval')),
  };
}
