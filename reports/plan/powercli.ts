import { harmless } from '../../src/model/harmless.ts';
import type { Plan, Step } from '../../src/model/plan.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { stateText, stepText, subjectText } from './action-words.ts';
import { countsText } from './counts.ts';
import { powercliLines } from './powercli-lines.ts';
import { powershellQuoted } from './quoting.ts';

/** A PowerCLI script: run it with -WhatIf first, connected to the plan's vCenter. */
export const powercli: Reporter<Plan> = {
  name: 'powercli',
  description: 'A PowerCLI script with -WhatIf, for people who must use other tools.',
  extensions: ['.ps1'],
  *render(plan) {
    yield `# Plan ${harmless(plan.hash)} of ${harmless(plan.createdAt)}\n`;
    yield `# Target ${harmless(plan.target.url)}. ${countsText(plan)}\n`;
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
  yield `\n# step ${harmless(id)}, ${harmless(host.name)}: ${stepText(step)}\n`;
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
