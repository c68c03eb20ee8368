import { escapeControlCharacters } from '../../src/model/control-characters.ts';
import type { Action, Plan, Step } from '../../src/model/plan.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { countsText, stateText, stepText, subjectText } from './action-words.ts';
import { type ListChange, listChanges } from './fold.ts';
import { powershellQuoted } from './quoting.ts';

/** A PowerCLI script: run it with -WhatIf first, connected to the plan's vCenter. */
export const powercli: Reporter<Plan> = {
  name: 'powercli',
  description: 'A PowerCLI script with -WhatIf, for people who must use other tools.',
  extensions: ['.ps1'],
  *render(plan) {
    yield `# Plan ${escapeControlCharacters(plan.hash)} of ${escapeControlCharacters(plan.createdAt)}\n`;
    yield `# Target ${escapeControlCharacters(plan.target.url)}. ${countsText(plan)}\n`;
    yield '# Connect-VIServer first, then run this with -WhatIf. It does not read before it writes, or after: esxcheck apply does.\n';
    yield FRAME;
    for (const step of plan.steps) yield* stepLines(step);
  },
};

/** A host is found by its managed object id and must have the hardware UUID of the plan. */
const FRAME = `[CmdletBinding(SupportsShouldProcess)]
param()
$ErrorActionPreference = 'Stop'

function Get-PlannedHost {
  param([string] $Id, [string] $Uuid)
  $found = Get-VMHost -Id $Id
  if ($found.ExtensionData.Summary.Hardware.Uuid -ne $Uuid) {
    throw ('This is another host than the plan names: ' + $found.Name)
  }
  $found
}
`;

function* stepLines(step: Step): Iterable<string> {
  const { id, host, action, before } = step;
  const words = `${subjectText(action)}, ${stateText(before)} to ${stateText(action)}`;
  yield `\n# step ${escapeControlCharacters(id)}, ${escapeControlCharacters(host.name)}: ${stepText(step)}\n`;
  if (step.rebootOnly !== undefined) return;
  const lines = powercliLines(action, before);
  const moref = powershellQuoted(`HostSystem-${host.moid}`);
  const uuid = powershellQuoted(host.uuid ?? '');
  const what = powershellQuoted(words);
  if (lines === null || moref === null || uuid === null || what === null) {
    yield "throw 'This step cannot be written as PowerCLI: do it by hand.'\n";
    return;
  }
  yield `$planned = Get-PlannedHost -Id ${moref} -Uuid ${uuid}\n`;
  yield `if ($PSCmdlet.ShouldProcess($planned.Name, ${what})) {\n`;
  for (const line of lines) yield `  ${line}\n`;
  yield '}\n';
}

/* oxlint-disable typescript/consistent-return -- every switch here is exhaustive, which the compiler and the linter check */

type AdvancedOption = Extract<Action, { kind: 'advancedOption' }>;
type Service = Extract<Action, { kind: 'service' }>;

/**
 * PowerCLI lines for the host in `$planned`; null where the text cannot be written. Arguments of esxcli go by name
 * (docs/internals/wire.md 3.5).
 */
function powercliLines(action: Action, before: Action): readonly string[] | null {
  const lines = linesFor(action, before);
  return lines.includes(null) ? null : lines.filter((line) => line !== null);
}

function linesFor(action: Action, before: Action): readonly (string | null)[] {
  switch (action.kind) {
    case 'kernelSetting':
      return [invoked('system.settings.kernel.set', { setting: action.name, value: action.value })];
    case 'advancedOption':
      return [optionLine(action)];
    case 'ruleset':
      return [invoked('network.firewall.ruleset.set', { rulesetid: action.ruleset, enabled: action.enabled })];
    case 'allowedHosts': {
      if (before.kind !== 'allowedHosts') return [null];
      return listChanges(action.allowed, before.allowed).map((change) => listLine(action.ruleset, change));
    }
    case 'service':
      return serviceLines(action);
  }
}

function listLine(ruleset: string, change: ListChange): string | null {
  if (change.kind === 'allowAll') {
    return invoked('network.firewall.ruleset.set', { rulesetid: ruleset, allowedall: change.value });
  }
  const command = `network.firewall.ruleset.allowedip.${change.kind}`;
  return invoked(command, { rulesetid: ruleset, ipaddress: change.entry });
}

function invoked(command: string, values: Readonly<Record<string, string | boolean>>): string | null {
  const members = Object.entries(values).map(([name, value]) => {
    const literal = typeof value === 'boolean' ? truth(value) : powershellQuoted(value);
    return literal === null ? null : `${name} = ${literal}`;
  });
  if (members.includes(null)) return null;
  return `$null = (Get-EsxCli -VMHost $planned -V2).${command}.Invoke(@{ ${members.join('; ')} })`;
}

function optionLine({ key, type, value }: AdvancedOption): string | null {
  const name = powershellQuoted(key);
  const literal = valueLiteral(type, value);
  if (name === null || literal === null) return null;
  return `Get-AdvancedSetting -Entity $planned | Where-Object { $_.Name -eq ${name} } | Set-AdvancedSetting -Value ${literal} -Confirm:$false`;
}

function valueLiteral(type: AdvancedOption['type'], value: string): string | null {
  if (type === 'string') return powershellQuoted(value);
  if (type === 'boolean') return /^(true|false)$/i.test(value) ? truth(value.toLowerCase() === 'true') : null;
  return /^-?\d{1,19}$/.test(value) ? `([long] ${powershellQuoted(value) ?? ''})` : null;
}

function serviceLines({ service, running, policy }: Service): readonly (string | null)[] {
  const key = powershellQuoted(service);
  if (key === null) return [null];
  const found = `Get-VMHostService -VMHost $planned | Where-Object { $_.Key -eq ${key} }`;
  const verb = running === true ? 'Start' : 'Stop';
  return [
    ...(policy === null ? [] : [`${found} | Set-VMHostService -Policy '${policy}' -Confirm:$false`]),
    ...(running === null ? [] : [`${found} | ${verb}-VMHostService -Confirm:$false`]),
  ];
}

function truth(value: boolean): string {
  return value ? '$true' : '$false';
}
