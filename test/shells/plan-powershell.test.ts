import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { powercli } from '../../reports/plan/powercli.ts';
import type { Action, Plan } from '../../src/model/plan.ts';
import { hostileText } from '../reports/hostile.ts';
import { aPlan, fullPlan, PAIRS, planHost, stepsOn } from '../reports/plan/fixture.ts';
import { runs } from '../support/sample.ts';

function script(plan: Plan): string {
  return [...powercli.render(plan, { width: null, colour: false })].join('');
}

/** PowerShell ends a literal string at each of these, unless it is doubled. */
const QUOTES = "'\u2018\u2019\u201a\u201b";

interface Lexed {
  /** The program without comments, each literal string as one `S`. */
  readonly code: string;
  readonly strings: readonly string[];
}

/** Takes a script apart by the rules of PowerShell for comments and single-quoted strings. */
function lex(text: string): Lexed {
  const strings: string[] = [];
  let code = '';
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '#') at = Math.max(text.indexOf('\n', at), at + 1);
    else if (QUOTES.includes(character)) {
      const { value, end } = literal(text, at + 1);
      strings.push(value);
      code += 'S';
      at = end;
    } else {
      code += character;
      at += 1;
    }
  }
  return { code, strings };
}

function literal(text: string, start: number): { readonly value: string; readonly end: number } {
  let value = '';
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (!QUOTES.includes(character)) value += character;
    else if (QUOTES.includes(text.charAt(at + 1)) && text.charAt(at + 1) !== '') {
      value += character;
      at += 1;
    } else return { value, end: at + 1 };
  }
  throw new Error('a string does not end');
}

function planWith(text: string): Plan {
  const kernel: Action = { kind: 'kernelSetting', name: `x${text}`, value: text };
  const ruleset: Action = { kind: 'ruleset', ruleset: `x${text}`, enabled: true };
  const option: Action = { kind: 'advancedOption', key: `x${text}`, type: 'string', value: text };
  const service: Action = { kind: 'service', service: `x${text}`, running: true, policy: 'on' };
  const pairs = [kernel, ruleset, option, service].map((action) => [action, action] as const);
  return aPlan(stepsOn(planHost('esx-01', { name: text, uuid: `u${text}` }), pairs));
}

const PLAIN = lex(script(planWith('plain'))).code;

test('whatever the names and values, the program is the same and they stand in its strings, or the step is refused', () => {
  const texts = fc.oneof(
    hostileText(),
    fc.constantFrom("'", '\u2019; Remove-VM *; \u2019', "''", '\u201b\u2018', '$(Get-VM)', '`n', '"', '@{', '#>'),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const { code, strings } = lex(script(planWith(text)));
      if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)) {
        expect(code).not.toContain('Invoke');
        return;
      }
      expect(code).toBe(PLAIN);
      expect(strings).toContain(text);
      expect(strings).toContain(`x${text}`);
    }),
    { numRuns: runs(400) },
  );
});

test('each kind of step is the call that PowerCLI knows, on the host that the plan means', () => {
  const shown = script(fullPlan());
  expect(shown).toContain("Get-PlannedHost -Id 'HostSystem-host-03' -Uuid 'uuid-esx-03'");
  expect(shown).toContain(".system.settings.kernel.set.Invoke(@{ setting = 'iovDisableIR'; value = 'FALSE' })");
  expect(shown).toContain(".network.firewall.ruleset.set.Invoke(@{ rulesetid = 'vic-engine'; allowedall = $false })");
  expect(shown).toContain(
    ".network.firewall.ruleset.allowedip.add.Invoke(@{ rulesetid = 'vic-engine'; ipaddress = '10.1.1.1' })",
  );
  expect(shown).toContain(".network.firewall.ruleset.set.Invoke(@{ rulesetid = 'vic-engine'; enabled = $true })");
  expect(shown).toContain(
    "{ $_.Name -eq 'UserVars.SuppressShellWarning' } | Set-AdvancedSetting -Value ([long] '1') -Confirm:$false",
  );
  expect(shown).toContain("{ $_.Key -eq 'ntpd' } | Set-VMHostService -Policy 'on' -Confirm:$false");
  expect(shown).toContain("{ $_.Key -eq 'ntpd' } | Start-VMHostService -Confirm:$false");
  expect(shown.match(/if \(\$PSCmdlet\.ShouldProcess\(/g)).toHaveLength(fullPlan().steps.length);
});

test('a number that is none is refused', () => {
  const wrong: Action = { kind: 'advancedOption', key: 'a.b', type: 'long', value: '1); Remove-VM *' };
  const shown = script(aPlan(stepsOn(planHost('esx-01'), [[wrong, wrong]])));
  expect(lex(shown).code).not.toContain('Remove-VM');
  expect(shown).toContain("throw 'This step cannot be written as PowerCLI");
});

/** Named here, since it is no dependency: the test is skipped where it is not installed. */
const POWERSHELL = 'pwsh';
const hasPowerShell = spawnSync(POWERSHELL, ['-Version']).status === 0;

test.skipIf(!hasPowerShell)(
  "PowerShell's own parser finds no mistake (skipped where pwsh is not installed)",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'esxcheck-pwsh-'));
    const file = join(folder, 'plan.ps1');
    await writeFile(file, script(aPlan(stepsOn(planHost("esx'01\u2019"), PAIRS))));
    const parse =
      '$e = $null; $null = [System.Management.Automation.Language.Parser]::ParseFile($args[0], [ref] $null, [ref] $e); $e.Count';
    const { stdout } = spawnSync(POWERSHELL, ['-NoProfile', '-Command', `& { ${parse} } '${file}'`], {
      encoding: 'utf8',
    });
    await rm(folder, { recursive: true });
    expect(stdout.trim()).toBe('0');
  },
);
