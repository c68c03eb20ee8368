import type { ArgumentsOf } from '../../parser/command.ts';

const PLAN = 'Plan:';

/** Flags that say what a plan is made from and what it may do. */
export const PLAN_OPTIONS = {
  from: {
    type: 'string',
    requiresArg: true,
    group: PLAN,
    describe: 'Make the plan of a saved scan (scan --output scan.json), or show a plan; contacts nobody',
  },
  pin: {
    type: 'boolean',
    group: PLAN,
    describe: 'Also set kernel settings that are right and may only follow the default',
  },
  'reboot-pending': {
    type: 'boolean',
    group: PLAN,
    describe: 'Plan reboots alone: of hosts on which a kernel setting is configured rightly and waits for nothing else',
  },
  deny: { type: 'boolean', group: PLAN, describe: 'Close what a firewall rule would open, such as outbound tcp/2377' },
  'allow-broad-ruleset': {
    type: 'boolean',
    group: PLAN,
    describe: 'Allow vSPC, which opens all outbound TCP, where the host has no narrower ruleset',
  },
  export: {
    choices: ['esxcli', 'powercli', 'markdown'],
    requiresArg: true,
    group: 'Report:',
    describe: 'Print the steps for other tools or a change board',
  },
} as const;
export type PlanArguments = ArgumentsOf<typeof PLAN_OPTIONS>;
