import type { Config } from '../../../config/parse-config.ts';
import { EsxcheckError } from '../../../model/errors.ts';
import { CentreError } from '../../../site/centre-error.ts';
import { type CentreSettings, openCentre } from '../../../site/settings.ts';
import { ship, type Shipping, shipSpool } from '../../../site/ship.ts';
import { packedShipment, partsOf, type Withheld } from '../../../site/shipment.ts';
import type { Spool } from '../../../site/spool.ts';
import { usageError } from '../../parser/usage-error.ts';
import { accountsOf, openSpool, openSpoolAt, requireCentre } from '../../shared/centre.ts';
import { type Io, note, write } from '../../shared/console.ts';
import { describeFailure } from '../../shared/errors.ts';
import { EXIT, exitCodeOfSnapshot } from '../../shared/exit-code.ts';
import { findConfig, requireOwnConfig } from '../../shared/load-config.ts';
import { readSnapshot } from '../../shared/snapshot-file.ts';

export interface ShipArguments {
  readonly files?: readonly string[] | undefined;
  readonly config?: string | false | undefined;
  readonly spool?: boolean | undefined;
  readonly spoolFolder?: string | undefined;
  readonly server?: string | undefined;
  readonly site?: string | undefined;
  readonly key?: string | undefined;
  readonly thumbprint?: string | undefined;
  readonly knownHosts?: string | undefined;
}

/** Ships snapshots and what waits. */
export async function run(args: ShipArguments, io: Io): Promise<number> {
  const { files = [] } = args;
  if (files.length === 0 && args.spool !== true) throw usageError('Name snapshots to ship, or add --spool.');
  const { config, settings } = await whereTo(args, io);
  const spool = args.spool === true ? await spoolOf(args, config, io) : null;
  const withheld = {
    leaveOut: config?.sections.ship?.leaveOut ?? [],
    accounts: config === null ? [] : accountsOf(config),
  };
  const { centre, keys } = await openCentre(settings, io);
  await using _closed = centre;
  const shipping = { centre, speaker: () => keys.speaker, signal: io.signal };
  const exitCodes: number[] = [];
  for (const file of files) exitCodes.push(await shipFile(file, { shipping, withheld, io }));
  if (spool !== null) exitCodes.push(await shipWaiting(shipping, spool, io));
  return [EXIT.violations, EXIT.incomplete].find((code) => exitCodes.includes(code)) ?? EXIT.done;
}

interface Destination {
  readonly config: Config | null;
  readonly settings: CentreSettings;
}

/** Flags go before the config; what it leaves out stays here in any case. */
async function whereTo(args: ShipArguments, io: Io): Promise<Destination> {
  const { server, site, key, thumbprint, knownHosts } = args;
  if (server === undefined) {
    if (site !== undefined || key !== undefined || thumbprint !== undefined) {
      throw usageError('--site, --key and --thumbprint go with --server.');
    }
    const config = await findConfig(args, io);
    const settings = requireCentre(config);
    if (config !== null && args.config === undefined) await requireOwnConfig(config.file);
    return { config, settings: { ...settings, knownHosts } };
  }
  if (site === undefined || key === undefined) throw usageError('--server goes with --site and --key.');
  const config = args.config === undefined ? null : await findConfig(args, io);
  return { config, settings: { url: server, site, key, thumbprint, knownHosts } };
}

async function spoolOf({ spoolFolder }: ShipArguments, config: Config | null, io: Io): Promise<Spool> {
  if (spoolFolder !== undefined) return openSpoolAt(spoolFolder, io);
  if (config === null) throw usageError('--spool takes its folder from the config; without one add --spool-folder.');
  return openSpool(config, io);
}

interface ShipFile {
  readonly shipping: Shipping;
  readonly withheld: Withheld;
  readonly io: Io;
}

async function shipFile(file: string, { shipping, withheld, io }: ShipFile): Promise<number> {
  const snapshot = await readSnapshot(file);
  let exitCode: number = exitCodeOfSnapshot(snapshot) === EXIT.done ? EXIT.done : EXIT.incomplete;
  const parts = [...partsOf(snapshot, withheld)];
  if (parts.length === 0) throw nothingToShip(file);
  for (const part of parts) {
    const shipment = await packedShipment(part);
    try {
      const { known } = await ship(shipping, shipment);
      await note(
        io,
        `${shipment.target}: ${known ? 'the centre has these facts already' : 'shipped'} (${shipment.sha256}).`,
      );
    } catch (error) {
      exitCode = await refusal(error, io);
    }
  }
  return exitCode;
}

async function shipWaiting(shipping: Shipping, spool: Spool, io: Io): Promise<number> {
  try {
    const { shipped, refused } = await shipSpool(shipping, spool);
    await note(io, `Shipped from the spool: ${shipped}.`);
    for (const { error } of refused) await refusal(error, io);
    return refused.length > 0 ? EXIT.violations : EXIT.done;
  } catch (error) {
    return refusal(error, io);
  }
}

/** What the centre refuses is told, and others go on; whatever else it is ends the command. */
async function refusal(error: unknown, io: Io): Promise<number> {
  if (!(error instanceof CentreError) || error.fault === 'passing') throw error;
  await write(io.stderr, describeFailure(error).text);
  return EXIT.violations;
}

function nothingToShip(file: string): EsxcheckError {
  return new EsxcheckError(
    'NOTHING_TO_SHIP',
    `The snapshot ${JSON.stringify(file)} holds no target that could be read.`,
    {
      details: ['Take it again: esxcheck snapshot --target … --output facts.esxsnap'],
    },
  );
}
