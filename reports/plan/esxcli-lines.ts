/* oxlint-disable typescript/consistent-return -- every switch here is exhaustive, which the compiler and the linter check */
import type { Action } from '../../src/model/plan.ts';
import { listChanges, type ListChange } from './list-changes.ts';
import { shellQuoted } from './quoting.ts';

type Words = readonly string[];

/** The esxcli lines that lead from one state to another (protocol.md 3.4); null where esxcli cannot, or the text cannot be written. */
export function esxcliLines(action: Action, before: Action): readonly string[] | null {
  const commands = commandsFor(action, before);
  const lines = commands?.map(lineOf) ?? [null];
  return lines.includes(null) ? null : lines.filter((line) => line !== null);
}

/** Words without `esxcli`; those that begin with `--` carry a value after the first `=`. */
function commandsFor(action: Action, before: Action): readonly Words[] | null {
  switch (action.kind) {
    case 'kernelSetting':
      return [['system', 'settings', 'kernel', 'set', `--setting=${action.name}`, `--value=${action.value}`]];
    case 'advancedOption': {
      const flag = action.type === 'string' ? '--string-value' : '--int-value';
      if (action.type === 'boolean') return null;
      const option = `--option=/${action.key.replaceAll('.', '/')}`;
      return [['system', 'settings', 'advanced', 'set', option, `${flag}=${action.value}`]];
    }
    case 'ruleset':
      return [rulesetSet(action.ruleset, 'enabled', action.enabled)];
    case 'allowedHosts': {
      if (before.kind !== 'allowedHosts') return null;
      return listChanges(action.allowed, before.allowed).map((change) => listCommand(action.ruleset, change));
    }
    case 'service':
      return null;
  }
}

function rulesetSet(ruleset: string, flag: string, value: boolean): Words {
  return ['network', 'firewall', 'ruleset', 'set', `--ruleset-id=${ruleset}`, `--${flag}=${value}`];
}

function listCommand(ruleset: string, change: ListChange): Words {
  if (change.kind === 'allowAll') return rulesetSet(ruleset, 'allowed-all', change.value);
  const words = ['network', 'firewall', 'ruleset', 'allowedip', change.kind];
  return [...words, `--ruleset-id=${ruleset}`, `--ip-address=${change.entry}`];
}

function lineOf(words: Words): string | null {
  const quoted = words.map((word) => (/^[a-z-]+$/.test(word) ? word : quotedFlag(word)));
  return quoted.includes(null) ? null : ['esxcli', ...quoted].join(' ');
}

/** `--setting='iovDisableIR'` */
function quotedFlag(word: string): string | null {
  const at = word.indexOf('=') + 1;
  const value = shellQuoted(word.slice(at));
  return value === null ? null : `${word.slice(0, at)}${value}`;
}
