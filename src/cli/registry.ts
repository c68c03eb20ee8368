import { apply } from './commands/apply/command.ts';
import { catalog } from './commands/catalog/command.ts';
import { compare } from './commands/compare/command.ts';
import { completion } from './commands/completion/command.ts';
import { config } from './commands/config/command.ts';
import { demo } from './commands/demo/command.ts';
import { diff } from './commands/diff/command.ts';
import { doctor } from './commands/doctor/command.ts';
import { enrol } from './commands/enrol/command.ts';
import { evaluate } from './commands/evaluate/command.ts';
import { gate } from './commands/gate/command.ts';
import { history } from './commands/history/command.ts';
import { host } from './commands/host/command.ts';
import { kernel } from './commands/kernel/command.ts';
import { notify } from './commands/notify/command.ts';
import { plan } from './commands/plan/command.ts';
import { prepatch } from './commands/prepatch/command.ts';
import { report } from './commands/report/command.ts';
import { rollback } from './commands/rollback/command.ts';
import { rules } from './commands/rules/command.ts';
import { run } from './commands/run/command.ts';
import { scan } from './commands/scan/command.ts';
import { schedule } from './commands/schedule/command.ts';
import { ship } from './commands/ship/command.ts';
import { simulate } from './commands/simulate/command.ts';
import { snapshot } from './commands/snapshot/command.ts';
import { trend } from './commands/trend/command.ts';
import { trust } from './commands/trust/command.ts';
import { verify } from './commands/verify/command.ts';
import { worker } from './commands/worker/command.ts';
import type { Command } from './parser/command.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  scan,
  host,
  kernel,
  snapshot,
  evaluate,
  compare,
  report,
  plan,
  apply,
  verify,
  rollback,
  prepatch,
  gate,
  run,
  notify,
  schedule,
  enrol,
  worker,
  ship,
  history,
  diff,
  trend,
  rules,
  catalog,
  config,
  trust,
  doctor,
  completion,
  simulate,
  demo,
];
