import { apiVersionOf } from '../estate/expand.ts';
import { type Call, holds } from '../methods/method.ts';
import { childrenOf, type Element, parseXml, textOf } from '../wire/element.ts';
import { escapeText } from '../wire/escape.ts';
import { invalidArgument, noPermission, type VimFault } from '../wire/fault.ts';
import {
  type Command,
  CommandError,
  DONE,
  hostUnderstands,
  type Parameter,
  renderCommandFault,
  renderResult,
  renderTypedFault,
} from './command.ts';
import { ALLOWED_COMMANDS } from './firewall-allowed.ts';
import { FIREWALL_COMMANDS } from './firewall.ts';
import { KERNEL_COMMANDS } from './kernel.ts';
import { ACCESS_COMMANDS } from './access.ts';
import { hasCommand, PROTECTION_COMMANDS } from './protection.ts';
import { privilegeOf, troubleFault } from './refusals.ts';
import { SYSTEM_COMMANDS } from './system.ts';

const NOT_FOUND = 'The object or item referred to could not be found.';
const REFUSED = 'EsxCLI.CLIFault.summary';

/** ExecuteSoap: everything that esxcli itself refuses comes back as HTTP 200 with a fault inside. */
export function executeCommand(call: Call): string {
  const { host } = call.self;
  if (host === undefined) throw new Error('ExecuteSoap was called on something without a host');
  if (host.trouble.esxcli === 'nil') return '';
  if (host.trouble.esxcli === 'fault' || host.esxcliDead)
    return fault(REFUSED, renderCommandFault(['Unable to reach the command line service']));
  const asked = commandIn(call);
  const refusal = troubleFault(host, 'execute', asked);
  if (refusal !== null) throw refusal;
  const told = troubleFault(host, 'detail', asked);
  if (told !== null) return typedFault(told, call);
  const version = textOf(call.request, 'version') ?? '';
  if (!hostUnderstands(apiVersionOf(host.spec.version), version)) throw invalidArgument('version');
  return run(call, host);
}

function commandIn(call: Call): string {
  return (textOf(call.request, 'method') ?? '').replace(/^vim\.EsxCLI\./, '');
}

function run(call: Call, host: NonNullable<Call['self']['host']>): string {
  const moid = textOf(call.request, 'moid') ?? '';
  const method = textOf(call.request, 'method') ?? '';
  const given = childrenOf(call.request, 'argument');
  if (moid === CLI_INFO_MOID && method === 'vim.CLIInfo.FetchCLIInfo') {
    const info = fetchCliInfo(readArguments(given).get('typeName')?.[0] ?? '');
    return info === null ? fault(NOT_FOUND, renderCommandFault([NOT_FOUND])) : response(info);
  }
  const command = commandNamed(commandIn(call));
  if (command === undefined || moid !== moidOf(command) || !hasCommand(command, host.spec.version))
    return fault(NOT_FOUND, renderCommandFault([NOT_FOUND]));
  if (!isGranted(call, command)) return refused(call, command);
  try {
    const named = readArguments(given);
    checkArguments(command, named);
    if (command.writes === true) recordWrite(call, command, named);
    if (isIneffective(command, host)) return response(renderResult(command.name, DONE));
    return response(
      renderResult(command.name, command.run({ world: call.world, host, arguments: named }), host.trouble.extraMembers),
    );
  } catch (error) {
    if (error instanceof CommandError) return fault(REFUSED, renderCommandFault([error.message]));
    throw error;
  }
}

/** What hostd checks; an account that may only read is refused every write, whatever it holds. */
function isGranted({ session }: Call, { name, writes }: Command): boolean {
  if (session === null) return false;
  return holds(session.account, privilegeOf(name)) && !(writes === true && session.account.readOnly);
}

/** Where a refusal for want of a privilege shows, no one has seen: inside the answer, or in place of it. */
function refused(call: Call, { name }: Command): string {
  const missing = noPermission({ type: 'HostSystem', id: 'ha-host' }, privilegeOf(name));
  if (call.world.estate.esxcli.refusals === 'soap') throw missing;
  return typedFault(missing, call);
}

/** Some writes are accepted and change nothing. */
function isIneffective({ name, writes }: Command, { trouble }: NonNullable<Call['self']['host']>): boolean {
  return writes === true && trouble.ineffective?.includes(name) === true;
}

function moidOf({ name }: Command): string {
  return `ha-cli-handler-${name.split('.').slice(0, -1).join('-')}`;
}

function response(document: string): string {
  return `<returnval><response>${escapeText(document)}</response></returnval>`;
}

function fault(message: string, detail: string): string {
  return `<returnval><fault><faultMsg>${escapeText(message)}</faultMsg><faultDetail>${escapeText(detail)}</faultDetail></fault></returnval>`;
}

function typedFault(told: VimFault, call: Call): string {
  return fault(told.message, renderTypedFault(told, call.version));
}

/** Each `val` is XML itself: one element for every value, with or without a namespace. */
function readArguments(given: readonly Element[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    given.map((argument) => {
      const name = textOf(argument, 'name') ?? '';
      const values = parseXml(`<values>${textOf(argument, 'val') ?? ''}</values>`).children;
      if (values.some((value) => value.name !== name)) throw invalidArgument(name);
      return [name, values.map(({ text }) => text)];
    }),
  );
}

function checkArguments(command: Command, given: ReadonlyMap<string, readonly string[]>): void {
  for (const name of given.keys()) {
    if (!command.parameters.some((parameter) => parameter.name === name)) throw invalidArgument(name);
  }
  const missing = command.parameters.find(({ name, required }) => required === true && !given.has(name));
  if (missing !== undefined) throw new CommandError(`Missing required parameter ${missing.name}`);
}

function recordWrite(call: Call, { name }: Command, given: ReadonlyMap<string, readonly string[]>): void {
  const values = [...given].map(([key, texts]) => [key, texts.join(',')]);
  call.counters.writes.push({
    method: name,
    host: call.self.host?.spec.name ?? null,
    arguments: Object.fromEntries(values) as Record<string, string>,
  });
}

const CLI_INFO_MOID = 'ha-dynamic-type-manager-local-cli-cliinfo';

/** What govc asks before it runs a command: the commands of a namespace and their parameters (docs/internals/wire.md 3.4). */
function fetchCliInfo(typeName: string): string | null {
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

/** Every esxcli command that a simulated host answers. */
export const COMMANDS: readonly Command[] = [
  ...KERNEL_COMMANDS,
  ...FIREWALL_COMMANDS,
  ...ALLOWED_COMMANDS,
  ...SYSTEM_COMMANDS,
  ...PROTECTION_COMMANDS,
  ...ACCESS_COMMANDS,
];

const BY_NAME = new Map(COMMANDS.map((command) => [command.name, command]));

function commandNamed(name: string): Command | undefined {
  return BY_NAME.get(name);
}
