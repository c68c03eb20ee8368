import { esxcliKey, type HostFacts } from '../model/facts.ts';
import type { Firewall } from '../model/firewall.ts';
import type { Host } from '../model/host.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { factsIn, leavesOfRule } from '../model/leaves.ts';
import type { Problem } from '../model/problem.ts';
import { isPropertyFact } from '../model/property-facts.ts';
import { type Reading, unread } from '../model/reading.ts';
import type { Rule, SingleCheck } from '../model/rule.ts';

/** One thing that a host may keep to itself. */
export interface Hiding {
  readonly name: string;
  readonly of: (facts: HostFacts) => HostFacts;
}

const PROBLEM: Problem = { code: 'not-reported', detail: 'hidden by the rule tester' };

/** Everything the rule names that can go unread on its own: host facts, each value of a setting, the firewall and its parts. */
export function hidingsOf(rule: Rule): readonly Hiding[] {
  const variants = (rule.variants ?? []).flatMap(({ when }) => when);
  const clauses = [...rule.appliesTo, ...variants, ...rule.notes.flatMap((note) => note.when ?? [])];
  const leaves = leavesOfRule(rule);
  const hidings = [
    ...factsIn(clauses).map(hideHostFact),
    ...leaves.flatMap(partsOf),
    ...(leaves.length > 1 ? leaves.map(hideLeaf) : []),
    hideCheck(rule),
  ];
  return [...new Map(hidings.map((hiding) => [hiding.name, hiding])).values()];
}

/** Hides all that the rule's check reads, and what it hangs on. */
export function hideCheck(rule: Rule): Hiding {
  const all = leavesOfRule(rule).map(hideLeaf);
  const hidings = [...new Map(all.map((hiding) => [hiding.name, hiding])).values()];
  return {
    name: hidings.map(({ name }) => name).join(' and '),
    of: (facts) => hidings.reduce((left, hiding) => hiding.of(left), facts),
  };
}

/** Hides what a check of one thing reads. */
function hideLeaf(check: SingleCheck): Hiding {
  const hidden = unread(PROBLEM);
  switch (check.kind) {
    case 'kernelSetting':
      return {
        name: `kernel.${check.name}`,
        of: (facts) => ({ ...facts, kernel: new Map([...facts.kernel, [check.name, hidden]]) }),
      };
    case 'firewallAllows':
    case 'firewallRuleset':
      return { name: 'firewall', of: (facts) => ({ ...facts, firewall: hidden }) };
    case 'advancedOption':
      return {
        name: `option.${check.key}`,
        of: (facts) => ({ ...facts, options: new Map([...facts.options, [check.key, hidden]]) }),
      };
    case 'service':
      return { name: 'services', of: (facts) => ({ ...facts, services: hidden }) };
    case 'property':
      return hideProperty(check.name);
    case 'release':
      return hideRelease();
    case 'vib':
      return { name: 'vibs', of: (facts) => ({ ...facts, vibs: hidden }) };
    case 'esxcli': {
      const key = esxcliKey(check);
      return {
        name: `esxcli ${key}`,
        of: (facts) => ({ ...facts, esxcli: new Map([...facts.esxcli, [key, hidden]]) }),
      };
    }
  }
}

function hideProperty(name: string): Hiding {
  if (!isPropertyFact(name)) return hideHostFact(name);
  return {
    name,
    of: (facts) => ({ ...facts, properties: new Map([...facts.properties, [name, unread(PROBLEM)]]) }),
  };
}

function hideRelease(): Hiding {
  const nothing = { version: null, build: null, release: null, released: null };
  return { name: 'release', of: (facts) => ({ ...facts, host: { ...facts.host, ...nothing } }) };
}

function partsOf(check: SingleCheck): readonly Hiding[] {
  if (check.kind === 'firewallAllows') return FIREWALL_PARTS;
  if (check.kind !== 'kernelSetting') return [];
  return (['default', 'configured', 'runtime'] as const).map((value) => hideValue(check.name, value));
}

function hideHostFact(fact: string): Hiding {
  return {
    name: fact,
    of: (facts) => ({ ...facts, host: { ...facts.host, [fact.slice('host.'.length)]: null, ...tied(fact) } }),
  };
}

/** A host whose compute resource is known and whose cluster is not stands alone: both must go to hide the cluster. */
function tied(fact: string): Partial<Host> {
  return fact === 'host.cluster' ? { computeResource: null } : {};
}

function hideValue(name: string, value: 'default' | 'configured' | 'runtime'): Hiding {
  const hide = (setting: KernelSetting): KernelSetting => ({
    ...setting,
    [value]: null,
    problem: setting.problem ?? PROBLEM,
  });
  return {
    name: `kernel.${name} ${value}`,
    of: (facts) => ({
      ...facts,
      kernel: new Map([...facts.kernel].map(([key, reading]) => [key, key === name ? within(reading, hide) : reading])),
    }),
  };
}

const FIREWALL_PARTS: readonly Hiding[] = [
  hideInFirewall('firewall enabled', (firewall) => ({ ...firewall, enabled: unread(PROBLEM) })),
  hideInFirewall('firewall outgoingBlocked', (firewall) => ({ ...firewall, outgoingBlocked: null })),
  hideInFirewall('firewall incomingBlocked', (firewall) => ({ ...firewall, incomingBlocked: null })),
];

function hideInFirewall(name: string, hide: (firewall: Firewall) => Firewall): Hiding {
  return {
    name,
    of: (facts) => ({ ...facts, firewall: facts.firewall === null ? null : within(facts.firewall, hide) }),
  };
}

function within<Fact>(reading: Reading<Fact>, change: (fact: Fact) => Fact): Reading<Fact> {
  return reading.kind === 'read' ? { kind: 'read', value: change(reading.value) } : reading;
}
