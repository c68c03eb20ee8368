import type { Outlook, Shown } from '../model/finding.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import type { Problem } from '../model/problem.ts';
import { read, type Reading } from '../model/reading.ts';
import { settingKey } from '../model/resource-key.ts';
import type { TriState } from '../model/tri-state.ts';
import { checkKind, type CheckOf } from './check-kind.ts';
import { because, type Judgement, judgement, notAskedFor, outlookOf, stateOf } from './judgement/judgement.ts';
import { adviceFor, type KernelCase, messageFor } from './judgement/kernel-words.ts';
import { withNextPatch } from './judgement/next-patch.ts';
import { clauseFor } from './judgement/problem-words.ts';
import { type Mask, MASK_PROBLEM, maskedIn, within } from './mask.ts';
import { DENIED_SETTINGS, deniedName } from './remediation-denylist.ts';
import type { SchemaTools } from './schema/tools.ts';
import { describeOperator, settingText, shownWanted } from './values/operator-words.ts';
import { buildOperator, holds, OPERATORS } from './values/operator.ts';
import { passesWithValue, settingAction, valueMismatch, wantedSetting } from './values/setting.ts';
import { valueTypeOf } from './values/value.ts';

type KernelCheck = CheckOf<'kernelSetting'>;

/** A VMkernel boot setting: its value now, after the next reboot and after the planned patch. */
export const kernelSetting = checkKind({
  kind: 'kernelSetting',
  schema: (tools) =>
    tools
      .exactlyOne({ name: nameSchema(tools), ...tools.operatorShape('untyped') }, OPERATORS)
      .describe('A VMkernel boot setting: its value now (Runtime) and after a reboot (Configured).'),
  build: ({ name, ...operator }) => ({ kind: 'kernelSetting', name, operator: buildOperator(operator) }),
  demand: ({ name }) => ({ kernelSettings: new Set([name]) }),
  reads: ['kernel.<name>'],
  judge: (check, facts) => judgeKernelSetting(check, facts.kernel.get(check.name) ?? notAskedFor(facts)),
  expected: ({ operator }) => shownWanted(operator),
  source: ({ name }) => `esxcli system settings kernel list: ${name}`,
  describe: ({ name, operator }) => `kernel setting ${name} ${describeOperator(operator)}`,
  mask: ({ name }) => ({
    name: `kernel.${name}`,
    apply: (facts) => ({ ...facts, kernel: maskedIn(facts.kernel, name) }),
  }),
  maskParts: ({ name }) => (['default', 'configured', 'runtime'] as const).map((value) => valueMask(name, value)),
  example: {
    about: 'a VMkernel boot setting: its value now and after the next reboot',
    title: 'HPE Gen8 hosts have iovDisableIR FALSE',
    appliesTo: "{ host.vendor: { matches: '^(HP|HPE)$' }, host.model: { matches: 'Gen8' } }",
    check: "kernelSetting: { name: iovDisableIR, equals: 'FALSE' }",
    remedy: "kernelSetting: { name: iovDisableIR, value: 'FALSE' }",
    examples: [
      [gen8("{ default: 'TRUE', configured: 'FALSE', runtime: 'FALSE' }"), 'pass'],
      [gen8("{ default: 'TRUE', configured: 'TRUE', runtime: 'TRUE' }"), 'fail'],
      [gen8('unread'), 'unknown'],
      ['{ host.vendor: Dell Inc., host.model: PowerEdge R640 }', 'not-applicable'],
    ],
  },
  twoHorizons: { withNextPatch },
  resource: {
    key: ({ name }) => settingKey(name),
    wanted: ({ name, operator }) => wantedSetting(name, operator),
    passesAfter: ({ operator }, action, type) => passesWithValue(operator, action, type),
  },
  remedy: {
    schema: (tools) => tools.closed({ name: nameSchema(tools), value: tools.scalar }),
    build: ({ name, value }) => ({ kind: 'kernelSetting', name, value: settingText(value) }),
    describe: ({ name, value }) => `set ${name} to ${value}, then reboot`,
    mismatch: (remedy, check) => valueMismatch(remedy, check.name, check.operator),
    denied: ({ name }) => deniedName(DENIED_SETTINGS, name),
    action: ({ name, value }) => settingAction(name, value),
  },
});

function nameSchema({ name }: SchemaTools) {
  return name(/^[A-Za-z][\w.-]{0,99}$/, 'the name of a VMkernel setting was expected, such as iovDisableIR');
}

function gen8(setting: string): string {
  return `{ host.vendor: HPE, host.model: ProLiant DL380p Gen8, kernel.iovDisableIR: ${setting} }`;
}

function valueMask(name: string, value: 'default' | 'configured' | 'runtime'): Mask {
  const hide = (setting: KernelSetting): KernelSetting => ({
    ...setting,
    [value]: null,
    problem: setting.problem ?? MASK_PROBLEM,
  });
  return {
    name: `kernel.${name} ${value}`,
    apply: (facts) => ({
      ...facts,
      kernel: new Map([...facts.kernel].map(([key, reading]) => [key, key === name ? within(reading, hide) : reading])),
    }),
  };
}

/** Judges a VMkernel setting by Runtime (now) and Configured (next boot). */
function judgeKernelSetting(check: KernelCheck, reading: Reading<KernelSetting>): Judgement {
  if (check.operator.op === 'present' || check.operator.op === 'absent') return judgePresence(check, reading);
  switch (reading.kind) {
    case 'absent':
      return judgement({
        verdict: 'not-applicable',
        expected: shownWanted(check.operator),
        message: `This release does not have the setting ${check.name}.`,
      });
    case 'unread':
      return judgeValues(check, unreadSetting(reading.problem));
    case 'read':
      return judgeValues(check, reading.value);
  }
}

function judgeValues(check: KernelCheck, setting: KernelSetting): Judgement {
  const now = outlookOf(truthOf(check, setting, setting.runtime));
  const nextBoot = outlookOf(truthOf(check, setting, setting.configured));
  const verdict = verdictOf(now, nextBoot);
  const problem = problemOf(setting, now, nextBoot);
  const kernelCase: KernelCase = { check, setting, now, nextBoot, problem };
  return judgement({
    verdict,
    state: stateOf(now, nextBoot),
    horizons: { now, nextBoot, nextPatch: null },
    observed: observed(setting),
    expected: shownWanted(check.operator),
    message: messageFor(kernelCase),
    advice: adviceFor(kernelCase),
    ...(problem === null ? {} : because(problem)),
    remediable: nextBoot === 'fail',
  });
}

/** Any known fail makes `fail`; else anything unread makes `unknown`; else `pass`. */
function verdictOf(now: Outlook, nextBoot: Outlook): 'fail' | 'unknown' | 'pass' {
  if (now === 'fail' || nextBoot === 'fail') return 'fail';
  return now === 'pass' && nextBoot === 'pass' ? 'pass' : 'unknown';
}

function truthOf(check: KernelCheck, setting: KernelSetting, value: string | null): TriState {
  return value === null ? undefined : holds(check.operator, read(value), valueTypeOf(setting.type));
}

function problemOf(setting: KernelSetting, now: Outlook, nextBoot: Outlook): Problem | null {
  if (now !== 'unknown' && nextBoot !== 'unknown') return null;
  if (setting.problem !== null) return setting.problem;
  const missing = setting.runtime === null || setting.configured === null;
  return missing
    ? { code: 'setting-not-reported', detail: 'a value was not reported' }
    : { code: 'unexpected-answer', detail: 'a value cannot be compared' };
}

function unreadSetting(problem: Problem): KernelSetting {
  return { type: null, default: null, configured: null, runtime: null, source: 'esxcli', problem };
}

function observed(setting: KernelSetting): Shown {
  return { default: setting.default, configured: setting.configured, runtime: setting.runtime };
}

/** Whether a release has the setting at all: the same now and after a reboot. */
function judgePresence(check: KernelCheck, reading: Reading<KernelSetting>): Judgement {
  const now = outlookOf(holds(check.operator, reading.kind === 'read' ? read('') : reading, 'text'));
  const horizons = { now, nextBoot: now, nextPatch: null };
  const expected = shownWanted(check.operator);
  if (reading.kind === 'unread') {
    const why = clauseFor(reading.problem);
    const message = `Whether the host has the setting ${check.name} could not be read: ${why}.`;
    return judgement({
      verdict: 'unknown',
      state: 'unknown',
      horizons,
      expected,
      message,
      ...because(reading.problem),
    });
  }
  return judgement({
    verdict: verdictOf(now, now),
    state: stateOf(now, now),
    horizons,
    observed: reading.kind === 'read' ? observed(reading.value) : null,
    expected,
    message: `The setting ${check.name} is ${reading.kind === 'read' ? 'present' : 'absent'}.`,
  });
}
