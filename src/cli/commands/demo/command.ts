import { defineCommand } from '../../parser/command.ts';

/** Starts the simulated vCenter, scans it over a real socket as `scan` would, and tells what to try next. */
export const demo = defineCommand({
  usage: 'demo',
  summary: 'Watch a scan of a simulated vCenter on this machine',
  examples: [['$0 demo', 'scans a small estate; on a terminal the simulator stays up until Ctrl-C']],
  endsOnInterrupt: true,
  load: () => import('./run.ts'),
});
