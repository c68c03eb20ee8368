import type { Check, Clause, Condition, Operator, ReleaseWish, Remedy, Rule, SingleCheck } from '../model/rule.ts';

/** A condition in words: `host.vendor = HP and host.model matches /Gen8/`. */
export function describeCondition(condition: Condition): string {
  return condition.length === 0 ? 'every host' : condition.map(describeClause).join(' and ');
}

function describeClause(clause: Clause): string {
  switch (clause.kind) {
    case 'fact':
      return `${clause.fact} ${describeOperator(clause.operator)}`;
    case 'not':
      return `not (${describeCondition(clause.condition)})`;
    case 'all':
    case 'any': {
      const parts = clause.conditions.map((condition) => `(${describeCondition(condition)})`);
      return parts.join(clause.kind === 'all' ? ' and ' : ' or ');
    }
  }
}

/** A check in words. */
export function describeCheck(check: Check): string {
  if (check.kind === 'not') return `not (${describeCheck(check.check)})`;
  if (!('checks' in check)) return describeSingle(check);
  return check.checks.map((part) => `(${describeCheck(part)})`).join(check.kind === 'all' ? ' and ' : ' or ');
}

function describeSingle(check: SingleCheck): string {
  switch (check.kind) {
    case 'kernelSetting':
      return `kernel setting ${check.name} ${describeOperator(check.operator)}`;
    case 'firewallAllows': {
      const destination = check.destinationParameter === null ? '' : ` to --${check.destinationParameter}`;
      return `firewall allows ${check.direction} ${check.protocol}/${check.port}${destination}`;
    }
    case 'firewallRuleset':
      return `${check.key === null ? 'every ruleset' : `ruleset ${check.key}`} ${describeWish(check)}`;
    case 'advancedOption':
      return `advanced option ${check.key} ${describeOperator(check.operator)}`;
    case 'service':
      return `service ${check.key} is ${halves(check)}`;
    case 'property':
      return `${check.name} ${describeOperator(check.operator)}`;
    case 'release':
      return `release ${describeRelease(check.wish)}`;
    case 'vib':
      return `VIB ${check.name}${check.vendor === null ? '' : ` of ${check.vendor}`} ${describeOperator(check.operator)}`;
    case 'esxcli': {
      const where = Object.entries(check.where).map(([name, value]) => ` where ${name} is ${value}`);
      const field = check.field === null ? '' : ` ${check.field}`;
      const given = Object.entries(check.arguments).map(([name, value]) => ` ${name}=${value}`);
      return `esxcli ${check.command.join(' ')}${given.join('')}${where.join('')}:${field} ${describeOperator(check.operator)}`;
    }
  }
}

function describeWish({ wish }: Extract<SingleCheck, { kind: 'firewallRuleset' }>): string {
  if (wish.kind === 'enabled') return wish.enabled ? 'is enabled' : 'is disabled';
  if (wish.kind === 'limited') return 'lets only listed addresses through';
  return `lets only addresses inside --${wish.parameter} through`;
}

function describeRelease(wish: ReleaseWish): string {
  switch (wish.kind) {
    case 'atLeast': {
      const lines = Object.entries(wish.builds).map(([key, build]) => `${key}: build ${build}`);
      return `is at least ${lines.join(', ')}`;
    }
    case 'notOlderThan':
      return `is of ${wish.date} or later`;
    case 'oneOf':
      return `is one of the builds ${wish.builds.join(', ')}`;
    case 'notOneOf':
      return `is none of the builds ${wish.builds.join(', ')}`;
  }
}

/** What the rule is for, in words: the facts of a host, and what it must pass beside them. */
export function describeScope({ appliesTo, appliesIf }: Rule): string {
  const condition = describeCondition(appliesTo);
  return appliesIf === undefined ? condition : `${condition}, where ${describeCheck(appliesIf)}`;
}

/** What a rule would do, in words. */
export function describeRemedy({ remedy, enforce }: Pick<Rule, 'remedy' | 'enforce'>): string {
  return enforce === 'note' || remedy === null ? 'none: only told' : wordsFor(remedy);
}

function wordsFor(remedy: Remedy): string {
  switch (remedy.kind) {
    case 'kernelSetting':
      return `set ${remedy.name} to ${remedy.value}, then reboot`;
    case 'firewallAllows':
      return 'open the narrowest ruleset that the host has';
    case 'advancedOption':
      return `set ${remedy.key} to ${remedy.value}`;
    case 'firewallRuleset':
      return `${remedy.enabled ? 'enable' : 'disable'} the ruleset ${remedy.key}`;
    case 'service':
      return `make the service ${remedy.key} ${halves(remedy)}`;
  }
}

function halves({ running, policy }: Extract<Remedy, { kind: 'service' }>): string {
  const state = running === null ? [] : [running ? 'running' : 'stopped'];
  return [...state, ...(policy === null ? [] : [`policy ${policy}`])].join(', ');
}

/** An operator in words, to follow what it is about. */
function describeOperator(operator: Operator): string {
  switch (operator.op) {
    case 'equals':
      return `= ${operator.value}`;
    case 'oneOf':
      return `is one of ${operator.values.join(', ')}`;
    case 'notOneOf':
      return `is none of ${operator.values.join(', ')}`;
    case 'matches':
      return `matches /${operator.pattern}/`;
    case 'atLeast':
      return `>= ${operator.value}`;
    case 'atMost':
      return `<= ${operator.value}`;
    case 'between':
      return `is from ${operator.low} to ${operator.high}`;
    case 'present':
    case 'absent':
      break;
  }
  return `is ${operator.op}`;
}
