import { child, type VimElement } from './element.ts';
import { parseXml } from './xml-reader.ts';
import { textElement } from './xml-writer.ts';

/** An esxcli command as the server will read it. */
export interface SentCommand {
  readonly words: readonly string[];
  readonly arguments: readonly (readonly [name: string, value: string])[];
}

/** What a request asks the server to do, by its bytes and not by what was meant. */
export interface SentRequest {
  readonly method: string;
  /** Null unless the method carries a command, and where that is not of the one form that esxcheck writes. */
  readonly command: SentCommand | null;
}

const BODY = '<soapenv:Body>';

/**
 * Reads a request that is about to be sent. Null for one that is not exactly what esxcheck writes: one method of vim25 in one
 * body, without anything that two parsers might read in two ways.
 */
export function sentRequestOf(request: string): SentRequest | null {
  const body = request.slice(request.lastIndexOf(BODY));
  if (/<[!?]/.test(body)) return null;
  const parts = parsed(request)?.children ?? [];
  const [method, ...others] = parts[1]?.children ?? [];
  if (parts.map(({ name }) => name).join() !== 'Header,Body' || method === undefined || others.length > 0) return null;
  if (!body.startsWith(`${BODY}<${method.name} xmlns="urn:vim25"><_this type="`)) return null;
  return { method: method.name, command: method.name === 'ExecuteSoap' ? commandOf(method) : null };
}

/** Why it cannot be parsed is not told: the request may hold a password. */
function parsed(text: string): VimElement | null {
  try {
    return parseXml(text);
  } catch {
    return null;
  }
}

const METHOD = /^vim\.EsxCLI((?:\.[a-z][a-z0-9]*){2,20})$/;
const PARAMETERS = /^_this,moid,version,method(?:,argument)*$/;

function commandOf(method: VimElement): SentCommand | null {
  if (!PARAMETERS.test(method.children.map(({ name }) => name).join())) return null;
  const words =
    METHOD.exec(child(method, 'method')?.text ?? '')?.[1]
      ?.slice(1)
      .split('.') ?? [];
  const moid = `ha-cli-handler-${words.slice(0, -1).join('-')}`;
  if (words.length === 0 || child(method, 'moid')?.text !== moid) return null;
  const given = method.children.slice(4).map(argumentsOf);
  return given.includes(null) ? null : { words, arguments: given.flatMap((each) => each ?? []) };
}

/** A value is XML inside XML: nothing but elements of the argument's own name, each with a text. */
function argumentsOf({ children }: VimElement): readonly (readonly [string, string])[] | null {
  const [name, value, ...others] = children;
  if (name?.name !== 'name' || value?.name !== 'val' || others.length > 0) return null;
  const given = (parsed(`<val>${value.text}</val>`)?.children ?? []).map(({ text }) => [name.text, text] as const);
  const written = given.map(([, text]) => textElement(name.text, text)).join('');
  return given.length > 0 && written === value.text ? given : null;
}
