import type { AllowedHosts } from './firewall.ts';

/** A change of one thing on one host, or the state that this thing is in: the two have one shape. */
export type Action =
  /** VMkernel boot setting: Configured changes now, Runtime with the next boot (docs/internals/wire.md 3.4). */
  | { readonly kind: 'kernelSetting'; readonly name: string; readonly value: string }
  /** Advanced option, written with exactly the type that the host has it in (docs/internals/wire.md 4). */
  | {
      readonly kind: 'advancedOption';
      readonly key: string;
      readonly type: 'string' | 'long' | 'int' | 'boolean';
      readonly value: string;
    }
  | { readonly kind: 'ruleset'; readonly ruleset: string; readonly enabled: boolean }
  | { readonly kind: 'allowedHosts'; readonly ruleset: string; readonly allowed: AllowedHosts }
  /** A null leaves that half of the service alone. */
  | {
      readonly kind: 'service';
      readonly service: string;
      readonly running: boolean | null;
      readonly policy: 'on' | 'off' | 'automatic' | null;
    };

/** The host of a step. Name and managed object id may change; hardware UUID and serial are what is compared before a write. */
export interface PlanHost {
  /** Target identity `/` managed object id, as in the scan. */
  readonly id: string;
  readonly moid: string;
  readonly name: string;
  readonly uuid: string | null;
  readonly serial: string | null;
  readonly cluster: string | null;
}

/** Why a step exists: the rule that failed, and what it said of this host. */
export interface StepReason {
  readonly rule: string;
  readonly title: string;
  readonly message: string;
  readonly references: readonly string[];
}

/** By which a host that has booted since the plan is told from one that has not. */
export interface RebootOnly {
  /** When the host had booted, as vCenter said; ISO 8601. */
  readonly bootTime: string;
  /** When that was read, by the clock of whoever planned; ISO 8601, UTC. */
  readonly readAt: string;
}

/** One change on one host. */
export interface Step {
  /** Unique in its plan: `1`, `2` ... Steps of one host are carried out in this order. */
  readonly id: string;
  readonly host: PlanHost;
  readonly action: Action;
  /** The same thing as the plan saw it. A host that differs from it when the step's turn comes is left alone. */
  readonly before: Action;
  /** That `before` is the stored value of a kernel setting, read where esxcli was not available; else it is the thing itself. */
  readonly readAs?: 'stored-value' | undefined;
  /** What puts it back. Equal to `before`, as an action. */
  readonly inverse: Action;
  /** What the inverse cannot undo, such as an explicit setting that remains where there was none; null: nothing. */
  readonly inverseLeaves: string | null;
  readonly why: StepReason;
  readonly needsReboot: boolean;
  /** Nothing is to be written: what is configured is right already, and only the reboot is left. With the boot that the plan saw. */
  readonly rebootOnly?: RebootOnly | undefined;
  /** What the step lets in or out that was not before, or closes, in words; null when neither. */
  readonly exposure: string | null;
}

/** Why a finding that wants a change has no step. Codes are part of the plan's contract. */
export type LeftOutReason =
  /** A value that the step needs was not read. */
  | 'unknown'
  | 'waived'
  /** Two rules, or two advisories, want different things. */
  | 'conflicting-advice'
  /** The ruleset belongs to the system (8.0.2 and newer). */
  | 'not-user-controllable'
  /** A cluster's image or configuration profile, or a host profile, owns the setting: change it there. */
  | 'owned-by-profile'
  /** Stateless, auto-deployed, boot device lost, bootbank on a RAM disk: gone with the next boot. */
  | 'would-not-last'
  /** The next boot is a patch that is already staged. */
  | 'patch-staged'
  /** Only a ruleset is there that opens far more than was asked for. */
  | 'broad-ruleset-only'
  /** A direct ESXi host that a vCenter manages: change it through that vCenter. */
  | 'managed-elsewhere'
  /** Only a reboot is due: nothing to write. */
  | 'reboot-only'
  /** The value is as wanted already, and `--pin` was not given. */
  | 'already-so'
  /** No rule remedy, or none that a machine should carry out. */
  | 'manual';

export interface LeftOut {
  readonly host: PlanHost;
  readonly rule: string;
  readonly reason: LeftOutReason;
  /** One sentence with what to do instead. */
  readonly detail: string;
}

/** What is to be changed on one target, for people to review and machines to apply (`esxcheck.plan/1`). */
export interface Plan {
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** The `instanceUuid` of a vCenter, the hardware UUID of an ESXi host. */
  readonly target: { readonly url: string; readonly identity: string };
  readonly rules: readonly { readonly id: string; readonly hash: string }[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly leftOut: readonly LeftOut[];
  /** SHA-256 over all of the above in canonical form, in hexadecimal. */
  readonly hash: string;
}

/** An action, or the state that it leaves, in a few words; they may hold text from a host. */
export function actionWords(action: Action): string {
  switch (action.kind) {
    case 'kernelSetting':
      return `${action.name} = ${action.value}`;
    case 'advancedOption':
      return `${action.key} = ${action.value}`;
    case 'ruleset':
      return `ruleset ${action.ruleset} ${action.enabled ? 'enabled' : 'disabled'}`;
    case 'allowedHosts':
      return `ruleset ${action.ruleset} for ${allowedWords(action.allowed)}`;
    case 'service':
      return `service ${action.service} ${serviceWords(action)}`;
  }
}

function allowedWords({ all, addresses, networks }: AllowedHosts): string {
  if (all) return 'all addresses';
  const listed = [...addresses, ...networks];
  return listed.length === 0 ? 'no address' : listed.join(', ');
}

function serviceWords({ running, policy }: Extract<Action, { kind: 'service' }>): string {
  const state = running === null ? [] : [running ? 'running' : 'stopped'];
  return [...state, ...(policy === null ? [] : [`policy ${policy}`])].join(', ');
}
