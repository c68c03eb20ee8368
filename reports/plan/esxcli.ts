import { escapeControlCharacters } from '../../src/model/control-characters.ts';
import type { Action, Plan, PlanHost, Step } from '../../src/model/plan.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { countsText, stepText } from './action-words.ts';
import { type ListChange, listChanges } from './fold.ts';
import { shellQuoted } from './quoting.ts';

/** A shell script for the ESXi Shell: it is given the hardware UUID of the host that it runs on, and runs that host's lines. */
export const esxcli: Reporter<Plan> = {
  name: 'esxcli',
  description: 'A shell script with the esxcli lines of each host, for people who must use other tools.',
  extensions: ['.sh'],
  *render(plan) {
    yield* headText(plan);
    yield 'case "${1:-}" in\n';
    for (const [host, steps] of hostsOf(plan)) yield* branch(host, steps);
    yield '*)\n  echo "usage: sh $0 UUID, the hardware UUID of the host that this runs on" >&2\n  exit 2\n  ;;\nesac\n';
  },
};

function* headText(plan: Plan): Iterable<string> {
  yield '#!/bin/sh\n';
  yield `# Plan ${escapeControlCharacters(plan.hash)} of ${escapeControlCharacters(plan.createdAt)}\n`;
  yield `# Target ${escapeControlCharacters(plan.target.url)}. ${countsText(plan)}\n`;
  yield '# Nothing here reads a host before it writes, or after: esxcheck apply does. A setting of the kernel needs a reboot.\n';
  yield 'set -eu\n';
}

function hostsOf({ steps }: Plan): ReadonlyMap<PlanHost, readonly Step[]> {
  const byId = new Map<string, { readonly host: PlanHost; readonly steps: Step[] }>();
  for (const step of steps) {
    const known = byId.get(step.host.id);
    if (known === undefined) byId.set(step.host.id, { host: step.host, steps: [step] });
    else known.steps.push(step);
  }
  return new Map([...byId.values()].map(({ host, steps }) => [host, steps]));
}

/** A host without a UUID, or with one that cannot be written, is told of and left out. */
function* branch(host: PlanHost, steps: readonly Step[]): Iterable<string> {
  const uuid = host.uuid === null || host.uuid === '' ? null : shellQuoted(host.uuid);
  if (uuid === null) {
    yield `# ${escapeControlCharacters(host.name)} is left out: its hardware UUID is not known or cannot be written.\n`;
    return;
  }
  yield `${uuid})\n  # ${escapeControlCharacters(host.name)}, serial ${escapeControlCharacters(host.serial ?? 'unknown')}\n`;
  for (const step of steps) yield* stepLines(step);
  yield '  ;;\n';
}

function* stepLines(step: Step): Iterable<string> {
  const { id, action, before } = step;
  yield `  # step ${escapeControlCharacters(id)}: ${stepText(step)}\n`;
  if (step.rebootOnly !== undefined) return;
  const lines = esxcliLines(action, before);
  if (lines === null) yield '  echo "this step cannot be written as esxcli: do it by hand" >&2\n  exit 1\n';
  else for (const line of lines) yield `  ${line}\n`;
  for (const line of esxcliLines(before, action) ?? []) yield `  #   undo: ${line}\n`;
}

/* oxlint-disable typescript/consistent-return -- every switch here is exhaustive, which the compiler and the linter check */

type Words = readonly string[];

/**
 * The esxcli lines that lead from one state to another (docs/internals/wire.md 3.4); null where esxcli cannot, or the text cannot
 * be written.
 */
function esxcliLines(action: Action, before: Action): readonly string[] | null {
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
