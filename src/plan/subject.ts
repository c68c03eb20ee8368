/* oxlint-disable typescript/consistent-return -- every switch here is exhaustive, which the compiler and the linter check */
import type { Action } from '../model/plan.ts';

/** What an action changes, without the value: equal texts mean the same thing on one host. */
export function subjectOf(action: Action): string {
  return JSON.stringify([action.kind, nameIn(action)]);
}

function nameIn(action: Action): string {
  switch (action.kind) {
    case 'kernelSetting':
      return action.name;
    case 'advancedOption':
      return `${action.type} ${action.key}`;
    case 'ruleset':
    case 'allowedHosts':
      return action.ruleset;
    case 'service':
      return action.service;
  }
}
