import type { Config } from '../config/parse-config.ts';
import { EsxcheckError } from '../model/errors.ts';
import { exitCodeOfAnswer } from './exit-code.ts';
import { type Io, print } from './io.ts';
import { notifyChannels } from './notifying.ts';
import type { HistoryArguments } from './opened-history.ts';
import { requireOwnConfig } from './own-config.ts';
import { readScan } from './scan-source.ts';

type Arguments = HistoryArguments & { readonly scan: string; readonly config?: string | false | undefined };

/** Tells every channel, whatever the scan says. Resolves to the exit code. Throws NOTHING_TO_TELL and what reading a scan throws. */
export async function tryChannels(config: Config | null, args: Arguments, io: Io): Promise<number> {
  if (config?.sections.notifications === undefined) {
    throw new EsxcheckError('NOTHING_TO_TELL', 'The config names no channel to tell.', {
      details: ['Write a section "notifications" into it, and name it with --config.'],
    });
  }
  if (args.config === undefined) await requireOwnConfig(config.file);
  const scan = await readScan(args.scan, args, io);
  const deliveries = await notifyChannels(scan, config, { all: true }, io);
  for (const { channel, attempts, error } of deliveries) {
    await print(io, `${channel}: ${error === null ? 'took it' : `did not take it (tries: ${attempts}): ${error}`}\n`);
  }
  return exitCodeOfAnswer(deliveries.every(({ error }) => error === null));
}
