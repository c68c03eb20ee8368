import type { Command } from './command.ts';
import { apply } from './commands/apply.ts';
import { catalog } from './commands/catalog.ts';
import { completion } from './commands/completion.ts';
import { config } from './commands/config.ts';
import { demo } from './commands/demo.ts';
import { diff } from './commands/diff.ts';
import { doctor } from './commands/doctor.ts';
import { evaluate } from './commands/evaluate.ts';
import { gate } from './commands/gate.ts';
import { history } from './commands/history.ts';
import { kernel } from './commands/kernel.ts';
import { notify } from './commands/notify.ts';
import { plan } from './commands/plan.ts';
import { report } from './commands/report.ts';
import { rollback } from './commands/rollback.ts';
import { rules } from './commands/rules.ts';
import { run } from './commands/run.ts';
import { scan } from './commands/scan.ts';
import { schedule } from './commands/schedule.ts';
import { simulate } from './commands/simulate.ts';
import { snapshot } from './commands/snapshot.ts';
import { trend } from './commands/trend.ts';
import { trust } from './commands/trust.ts';
import { verify } from './commands/verify.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  scan,
  kernel,
  snapshot,
  evaluate,
  report,
  plan,
  apply,
  verify,
  rollback,
  gate,
  run,
  notify,
  schedule,
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
