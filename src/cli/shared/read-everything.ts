import { labelsOf } from '../../config/labels.ts';
import type { Config } from '../../config/parse-config.ts';
import { EsxcheckError } from '../../model/errors.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { demandOfProfiles, namesOf } from '../../rules/demand.ts';
import { loadPacks } from '../../rules/load.ts';
import { joinedLabels } from '../../scan/rule-labels.ts';
import { readEstate } from '../../scan/scan-estate.ts';
import { shippedRules } from '../../shipped/shipped-rules.ts';
import { withoutAccounts } from '../../site/shipment.ts';
import { readAdvisories } from './advisories.ts';
import type { Io } from './console.ts';
import { gatherRequest } from './scan-request.ts';

export interface EverythingArguments {
  readonly rules?: readonly string[] | undefined;
  readonly advisories?: string | undefined;
  readonly propertiesOnly?: boolean | undefined;
}

/** What was read, and the accounts that it was read by, which are to be kept from whoever gets it. */
export interface EverythingRead {
  readonly snapshot: Snapshot;
  readonly accounts: readonly string[];
}

/**
 * Reads the targets of a config for every rule that ships, and those of `rules`: so that it can be judged by any. Throws what a scan
 * throws; no error names an account.
 */
export async function readEverything(config: Config, args: EverythingArguments, io: Io): Promise<EverythingRead> {
  const advisories = await readAdvisories(args, config);
  const rules = await loadPacks(shippedRules(null, advisories), ...(args.rules ?? []));
  const demand = demandOfProfiles(rules);
  const { request, stop } = await gatherRequest({ ...args, timeout: 60, config: config.file }, io, config);
  const labels = joinedLabels(labelsOf(config), request.labels);
  const accounts = request.connections.map(({ credentials }) => credentials.user);
  try {
    const facts = await readEstate({ ...request, labels }, demand);
    const purpose = { everything: true, rules: rules.map(({ id, hash }) => ({ id, hash })) };
    return { snapshot: { ...facts, tool: request.tool, purpose, asked: namesOf(demand) }, accounts };
  } catch (error) {
    throw error instanceof EsxcheckError ? withoutNames(error, accounts) : error;
  } finally {
    stop();
  }
}

function withoutNames({ code, message, details }: EsxcheckError, accounts: readonly string[]): EsxcheckError {
  return new EsxcheckError(code, withoutAccounts(message, accounts), {
    details: details.map((each) => withoutAccounts(each, accounts)),
  });
}
