import { KIND_NAMES } from '../../../model/rule.ts';
import { defineCommand } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';

/** The first minute of a rule of one's own. */
export const newRule = defineCommand({
  usage: 'new <rule>',
  summary: 'Write a rule to start from: valid, with a comment for each part, and never over a file that is there',
  examples: [
    ['$0 rules new ours/shell-timeout', './our-rules/ours/shell-timeout.yaml, about an advanced option'],
    ['$0 rules new ours/ntp-runs --kind service --dir /srv/rules', 'about a service, in a folder of your choice'],
  ],
  positionals: { rule: { type: 'string', demandOption: true, describe: 'PACK/NAME, such as ours/ntp-runs' } },
  options: {
    kind: {
      choices: KIND_NAMES,
      requiresArg: true,
      default: 'advancedOption',
      defaultDescription: 'advancedOption',
      group: 'Rules:',
      describe: 'What the rule checks',
    },
    dir: {
      type: 'string',
      requiresArg: true,
      default: './our-rules',
      defaultDescription: './our-rules',
      group: 'Rules:',
      describe: 'Folder of packs; it is made where it is missing',
    },
  },
  run: async ({ rule, kind, dir }, io) => {
    const { startRule } = await import('../../rule-starting.ts');
    const { nextSteps } = await import('../../rule-next-steps.ts');
    const { print } = await import('../../io.ts');
    await print(io, nextSteps(await startRule(rule, kind, dir)));
    return EXIT.done;
  },
});
