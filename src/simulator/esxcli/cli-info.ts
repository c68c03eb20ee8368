import { escapeText } from '../wire/escape.ts';
import type { Command, Parameter } from './command.ts';
import { COMMANDS } from './registry.ts';

export const CLI_INFO_MOID = 'ha-dynamic-type-manager-local-cli-cliinfo';

/** What govc asks before it runs a command: the commands of a namespace and their parameters (protocol.md 3.4). */
export function fetchCliInfo(typeName: string): string | null {
  const namespace = typeName.replace(/^vim\.EsxCLI\./, '');
  const methods = COMMANDS.filter(({ name }) => name.slice(0, name.lastIndexOf('.')) === namespace);
  if (methods.length === 0) return null;
  return (
    '<obj xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="urn:vim25"' +
    ` versionId="5.0" xsi:type="VimCLIInfoInfo">${item(namespace.slice(namespace.lastIndexOf('.') + 1), namespace)}` +
    `${methods.map(method).join('')}</obj>`
  );
}

function item(name: string, help: string): string {
  return `<name>${escapeText(name)}</name><displayName>${escapeText(name)}</displayName><help>${escapeText(help)}</help>`;
}

function method({ name, help, parameters, formatter }: Command): string {
  const [kind, fields] = formatter.split(':');
  const hints = [hint('formatter', kind ?? 'simple'), ...(fields === undefined ? [] : [hint('fields:Row', fields)])];
  return `<method>${item(name.slice(name.lastIndexOf('.') + 1), help)}${parameters.map(parameter).join('')}${hints.join('')}</method>`;
}

function parameter({ name, type, help }: Parameter): string {
  const aliases = [`--${name}`, `-${name.charAt(0)}`].map((alias) => `<aliases>${alias}</aliases>`).join('');
  return `<param>${item(name, help)}${aliases}<flag>${String(type === 'boolean')}</flag></param>`;
}

function hint(key: string, value: string): string {
  return `<hints><key>${key}</key><value>${escapeText(value)}</value></hints>`;
}
