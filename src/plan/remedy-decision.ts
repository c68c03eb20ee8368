import type { Shown } from '../model/finding.ts';
import { leavesOf } from '../model/leaves.ts';
import type { Action } from '../model/plan.ts';
import type { Remedy } from '../model/check.ts';
import { type Change, change, type Decision, NOTHING, type PlanCase, refuse } from './decision.ts';

/**
 * What to do about a finding whose remedy holds at once: an advanced option, a ruleset, a service. Only a `fail` is a
 * reason to write, and only over a value that was read.
 */
export function decideRemedy({ finding, rule, options }: PlanCase): Decision {
  if (finding.verdict !== 'fail') return NOTHING;
  const { remedy, check } = rule;
  if (remedy === null || rule.enforce === 'note' || finding.remedy === null) {
    return refuse('manual', `${finding.message} The rule has no remedy that a machine should carry out.`);
  }
  const decision = decisionFor(remedy, finding.observed);
  // A step that would not make its own check pass is none, whatever the rule says.
  const isVain = decision.changes.some(
    ({ action }) => !leavesOf(check).some((leaf) => options.wouldPass(leaf, action, null)),
  );
  return isVain
    ? refuse('manual', `${finding.message} What the rule would set does not satisfy it on this host: set it by hand.`)
    : decision;
}

function decisionFor(remedy: Remedy, observed: Shown): Decision {
  switch (remedy.kind) {
    case 'advancedOption':
      return setOption(remedy, observed);
    case 'firewallRuleset':
      return switchRuleset(remedy, observed);
    case 'service':
      return changeService(remedy, observed);
    case 'kernelSetting':
    case 'firewallAllows':
      throw new Error(`${remedy.kind} is decided elsewhere`);
  }
}

type Of<Kind extends Remedy['kind']> = Extract<Remedy, { readonly kind: Kind }>;

function setOption({ key, value }: Of<'advancedOption'>, observed: Shown): Decision {
  const type = optionType(member(observed, 'type'));
  const now = member(observed, 'value');
  if (type === null || typeof now !== 'string') return unread(key);
  const typed = typedValue(value, type);
  if (typed === null) {
    return refuse('manual', `${key} is of the type ${type} on this host, which cannot hold ${value}: set it by hand.`);
  }
  return change(
    step({ kind: 'advancedOption', key, type, value: typed }, { kind: 'advancedOption', key, type, value: now }),
  );
}

/** The value as an option of the type holds it: what looks boolean is a number in some namespaces (docs/internals/wire.md 4). */
function typedValue(value: string, type: OptionType): string | null {
  const word = value.trim().toLowerCase();
  if (type === 'string') return value;
  if (type === 'boolean') return BOOLEANS[word] ?? null;
  if (/^-?\d{1,18}$/.test(word)) return word;
  return word === 'true' || word === 'false' ? String(Number(word === 'true')) : null;
}

const BOOLEANS: Readonly<Record<string, string>> = { true: 'true', '1': 'true', false: 'false', '0': 'false' };

type OptionType = Extract<Action, { kind: 'advancedOption' }>['type'];

function optionType(shown: Shown | undefined): OptionType | null {
  return shown === 'string' || shown === 'long' || shown === 'int' || shown === 'boolean' ? shown : null;
}

function switchRuleset({ key, enabled }: Of<'firewallRuleset'>, observed: Shown): Decision {
  const now = member(observed, 'enabled');
  if (typeof now !== 'boolean') return unread(`the ruleset ${key}`);
  if (member(observed, 'userControllable') === false || (!enabled && member(observed, 'required') !== false)) {
    return refuse('not-user-controllable', `The system requires or owns ${key}: it cannot be switched.`);
  }
  const words = enabled ? `Lets through what ${key} is for.` : `Closes what ${key} lets through.`;
  const action = { kind: 'ruleset', ruleset: key } as const;
  return change({ ...step({ ...action, enabled }, { ...action, enabled: now }), exposure: words });
}

function changeService({ key, running, policy }: Of<'service'>, observed: Shown): Decision {
  const now = { running: member(observed, 'running'), policy: servicePolicy(member(observed, 'policy')) };
  if (typeof now.running !== 'boolean' || now.policy === null) return unread(`the service ${key}`);
  const action = { kind: 'service', service: key } as const;
  const before = { running: running === null ? null : now.running, policy: policy === null ? null : now.policy };
  return change(step({ ...action, running, policy }, { ...action, ...before }));
}

type Policy = Extract<Action, { kind: 'service' }>['policy'];

function servicePolicy(shown: Shown | undefined): Policy {
  return shown === 'on' || shown === 'off' || shown === 'automatic' ? shown : null;
}

function step(action: Action, before: Action): Change {
  return { action, before, inverseLeaves: null, needsReboot: false, exposure: null, remark: '' };
}

function unread(thing: string): Decision {
  return refuse('unknown', `What ${thing} is now was not read, so nothing is written over it.`);
}

/** What a finding shows as observed is loosely typed, and a saved one may hold anything. */
function member(shown: Shown, name: string): Shown | undefined {
  const isRecord = typeof shown === 'object' && shown !== null && !Array.isArray(shown);
  return isRecord && Object.hasOwn(shown, name) ? (shown as { readonly [key: string]: Shown })[name] : undefined;
}
