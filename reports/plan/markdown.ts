import type { Plan, Step } from '../../src/model/plan.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { markdownText, row } from '../text/markup.ts';
import { countsText, LEFT_OUT_WORDS, rebootText, stateText, subjectText } from './action-words.ts';
import { foldLeftOut, hostsApart } from './fold.ts';

/** A runbook for a change board: every step with host, before, after and undo; every host by name. */
export const markdown: Reporter<Plan> = {
  name: 'markdown',
  description: 'A runbook for a change board, every step and host named.',
  extensions: ['.md'],
  *render(given) {
    const plan = hostsApart(given);
    yield* headText(plan);
    yield* stepsText(plan.steps);
    yield* whyText(plan.steps);
    yield* leftOutText(plan);
    yield '\n## Carrying it out\n\n';
    yield '`esxcheck apply plan.json --target …` shows what would happen now and writes nothing; `--confirm` carries it out.\n';
    yield '`esxcheck verify plan.json` reads the hosts again, `esxcheck rollback plan.json` takes the steps back.\n';
  },
};

function* headText(plan: Plan): Iterable<string> {
  const { target, createdAt, tool, hash, parameters, rules } = plan;
  yield `# Change plan\n\n${countsText(plan)}\n\n`;
  yield row(['What', 'Value']) + row(['---', '---']);
  yield row(['Target', markdownText(target.url)]);
  yield row(['Identity of the target', markdownText(target.identity)]);
  yield row(['Made', `${markdownText(createdAt)} by ${markdownText(`${tool.name} ${tool.version}`)}`]);
  yield row(['Hash of the plan', markdownText(hash)]);
  for (const [name, value] of Object.entries(parameters)) yield row([markdownText(name), markdownText(value)]);
  for (const rule of rules) yield row(['Rule', `${markdownText(rule.id)}, hash ${markdownText(rule.hash)}`]);
}

function* stepsText(steps: readonly Step[]): Iterable<string> {
  if (steps.length === 0) return;
  yield '\n## Steps\n\n';
  yield row(['Step', 'Host', 'Serial', 'Cluster', 'Change', 'Before', 'After', 'Reboot']);
  yield row(Array.from({ length: 8 }, () => '---'));
  for (const step of steps) {
    const { id, host, action, before } = step;
    const names = [
      host.name,
      host.serial ?? '-',
      host.cluster ?? '-',
      subjectText(action),
      stateText(before),
      stateText(action),
    ];
    yield row([markdownText(id), ...names.map(markdownText), rebootText(step)]);
  }
  yield '\nTo undo a step, set what it changes to the value under Before.\n';
  yield* remarks('What that leaves behind', steps, ({ inverseLeaves }) => inverseLeaves);
  yield* remarks('What is opened or closed', steps, ({ exposure }) => exposure);
}

/** One line for a remark, with the steps that it is about. */
function* remarks(heading: string, steps: readonly Step[], of: (step: Step) => string | null): Iterable<string> {
  const byText = new Map<string, string[]>();
  for (const step of steps) {
    const text = of(step);
    if (text === null) continue;
    const ids = byText.get(text);
    if (ids === undefined) byText.set(text, [step.id]);
    else ids.push(step.id);
  }
  if (byText.size === 0) return;
  yield `\n### ${heading}\n\n`;
  for (const [text, ids] of byText) yield `- ${markdownText(text)} (step ${markdownText(ids.join(', '))})\n`;
}

function* whyText(steps: readonly Step[]): Iterable<string> {
  const rules = new Map(steps.map(({ why }) => [why.rule, why]));
  if (rules.size === 0) return;
  yield '\n## Why\n\n';
  for (const { rule, title, references } of rules.values()) {
    const sources = references.length === 0 ? '' : ` (${references.map(markdownText).join('; ')})`;
    yield `- ${markdownText(rule)}: ${markdownText(title)}${sources}\n`;
  }
}

function* leftOutText(plan: Plan): Iterable<string> {
  const folded = foldLeftOut(plan);
  if (folded.length === 0) return;
  yield '\n## Left out\n\n';
  yield row(['Reason', 'Rule', 'Hosts', 'What to do']) + row(['---', '---', '---', '---']);
  for (const { leftOut, hosts } of folded) {
    const names = hosts.map(({ name }) => name).join(', ');
    yield row([
      LEFT_OUT_WORDS[leftOut.reason][hosts.length === 1 ? 0 : 1],
      ...[leftOut.rule, names, leftOut.detail].map(markdownText),
    ]);
  }
}
