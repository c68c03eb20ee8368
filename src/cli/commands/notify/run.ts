import { counted } from '../../../../reports/text/wrap.ts';
import type { Config } from '../../../config/parse-config.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { notifyChannels } from '../../../run/notify.ts';
import type { ConfigArguments } from '../../common-options.ts';
import { type Io, print } from '../../shared/console.ts';
import { exitCodeOfAnswer } from '../../shared/exit-code.ts';
import type { HistoryArguments } from '../../shared/history.ts';
import { findConfig, requireOwnConfig } from '../../shared/load-config.ts';
import { readScan } from '../../shared/saved-scan.ts';

/** Tries the channels of a config before a run has to. */
export async function run(args: ChannelArguments & ConfigArguments, io: Io): Promise<number> {
  const config = await findConfig(args, io);
  return tryChannels(config, args, io);
}

export type ChannelArguments = HistoryArguments & {
  readonly scan: string;
  readonly config?: string | false | undefined;
};

/** Sends to every channel, whatever the scan says. Resolves to the exit code. Throws NOTHING_TO_TELL and what reading a scan throws. */
export async function tryChannels(config: Config | null, args: ChannelArguments, io: Io): Promise<number> {
  if (config?.sections.notifications === undefined) {
    throw new EsxcheckError('NOTHING_TO_TELL', 'The config names no channel to notify.', {
      details: ['Write a section "notifications" into it, and name it with --config.'],
    });
  }
  if (args.config === undefined) await requireOwnConfig(config.file);
  const scan = await readScan(args.scan, args, io);
  const deliveries = await notifyChannels(scan, config, { all: true }, io);
  for (const { channel, attempts, error } of deliveries) {
    await print(
      io,
      `${channel}: ${error === null ? 'delivered' : `not delivered (${counted(attempts, 'attempt')}): ${error}`}\n`,
    );
  }
  return exitCodeOfAnswer(deliveries.every(({ error }) => error === null));
}
