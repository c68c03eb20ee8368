import { harmless } from '../../src/model/harmless.ts';
import type { Plan, PlanHost, Step } from '../../src/model/plan.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { stepText } from './action-words.ts';
import { countsText } from './counts.ts';
import { esxcliLines } from './esxcli-lines.ts';
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
  yield `# Plan ${harmless(plan.hash)} of ${harmless(plan.createdAt)}\n`;
  yield `# Target ${harmless(plan.target.url)}. ${countsText(plan)}\n`;
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
    yield `# ${harmless(host.name)} is left out: its hardware UUID is not known or cannot be written.\n`;
    return;
  }
  yield `${uuid})\n  # ${harmless(host.name)}, serial ${harmless(host.serial ?? 'unknown')}\n`;
  for (const step of steps) yield* stepLines(step);
  yield '  ;;\n';
}

function* stepLines(step: Step): Iterable<string> {
  const { id, action, before } = step;
  yield `  # step ${harmless(id)}: ${stepText(step)}\n`;
  const lines = esxcliLines(action, before);
  if (lines === null) yield '  echo "this step cannot be written as esxcli: do it by hand" >&2\n  exit 1\n';
  else for (const line of lines) yield `  ${line}\n`;
  for (const line of esxcliLines(before, action) ?? []) yield `  #   undo: ${line}\n`;
}
