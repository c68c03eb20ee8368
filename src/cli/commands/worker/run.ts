import { hostname } from 'node:os';
import type { Config } from '../../../config/parse-config.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import type { TargetReading } from '../../../site/attempt.ts';
import { CentreError } from '../../../site/centre-error.ts';
import { openCentre } from '../../../site/settings.ts';
import { packedShipment, partsOf, targetNameOf } from '../../../site/shipment.ts';
import { runWorker } from '../../../site/worker.ts';
import { urlOf } from '../../../target/address.ts';
import { parseTargetArgument } from '../../../target/targets.ts';
import { tool } from '../../../shipped/installation.ts';
import { openSpool, requireCentre, spoolFolder } from '../../shared/centre.ts';
import { consoleWith, type Io, note, write } from '../../shared/console.ts';
import { describeFailure } from '../../shared/errors.ts';
import { EXIT, exitCodeOfSnapshot } from '../../shared/exit-code.ts';
import { findConfig } from '../../shared/load-config.ts';
import { type EverythingArguments, readEverything } from '../../shared/read-everything.ts';

type WorkerArguments = EverythingArguments & {
  readonly config?: string | false | undefined;
  readonly name?: string | undefined;
};

/** Works for the centre until it is stopped. */
export async function run(args: WorkerArguments, around: Io): Promise<number> {
  const config = await findConfig(args, around);
  const settings = requireCentre(config);
  const targets = targetsByName(config);
  const io = unattended(around);
  const spool = await openSpool(targets.config, io);
  const { centre, keys } = await openCentre(settings, io);
  try {
    const { unread } = await runWorker({
      centre,
      keys,
      spool,
      folder: spoolFolder(targets.config),
      worker: (args.name ?? hostname()).slice(0, 100),
      version: tool().version,
      targets: [...targets.byName.keys()],
      slots: targets.config.sections.slots ?? 1,
      now: () => new Date(),
      read: (name, signal) => readTarget(targets.only(name), args, consoleWith(io, { signal, quiet: true })),
      tell: (sentence) => void note(io, `${new Date().toISOString()} ${sentence}`),
      signal: io.signal,
    });
    return unread.length > 0 ? EXIT.incomplete : EXIT.done;
  } catch (error) {
    if (!(error instanceof CentreError) || error.fault !== 'key') throw error;
    await write(io.stderr, describeFailure(error).text);
    return EXIT.violations;
  } finally {
    await centre.close();
  }
}

/** Nobody is there to be asked, and a line on a target that is being read would stand among those of others. */
function unattended(io: Io): Io {
  const stdin = Object.assign(Object.create(io.stdin) as Io['stdin'], { isTTY: false });
  return consoleWith(io, { stdin });
}

interface ConfiguredTargets {
  readonly config: Config;
  readonly byName: ReadonlyMap<string, unknown>;
  /** The config with that target alone, so that nobody else's password is read. */
  readonly only: (name: string) => Config;
}

function targetsByName(config: Config | null): ConfiguredTargets {
  const targets = config?.sections.targets;
  if (config === null || targets === undefined) throw nothingToRead(config);
  const byName = new Map(
    targets.map((target) => [targetNameOf(urlOf(parseTargetArgument(target.address, 'The config'))), target]),
  );
  const only = (name: string): Config => {
    const target = byName.get(name);
    if (target === undefined) throw new Error(`the config holds no target ${name}`);
    return { ...config, sections: { ...config.sections, targets: [target] } };
  };
  return { config, byName, only };
}

function nothingToRead(config: Config | null): EsxcheckError {
  const sentence = config === null ? 'There is no config to work by.' : `The config ${config.file} names no targets.`;
  return new EsxcheckError('NOTHING_TO_RUN', sentence, {
    details: ['Write one with a section "targets", and name it with --config.'],
  });
}

/** Reads one target by the facts that any rule asks for. */
async function readTarget(config: Config, args: EverythingArguments, io: Io): Promise<TargetReading> {
  const { snapshot, accounts } = await readEverything(config, args, io);
  const [part] = partsOf(snapshot, { leaveOut: config.sections.ship?.leaveOut ?? [], accounts });
  if (part === undefined) throw new EsxcheckError('TARGET_NOT_READ', 'The target told nothing.');
  return { shipment: await packedShipment(part), isComplete: exitCodeOfSnapshot(snapshot) === EXIT.done };
}
