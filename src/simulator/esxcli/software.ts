import type { Command } from './command.ts';

/** Commands about the software of a host. */
export const SOFTWARE_COMMANDS: readonly Command[] = [
  {
    name: 'software.acceptance.get',
    help: 'Show the acceptance level of the host.',
    formatter: 'simple',
    parameters: [],
    run: ({ host }) => ({ shape: 'scalar', type: 'xsd:string', text: host.spec.standing.acceptanceLevel }),
  },
];
