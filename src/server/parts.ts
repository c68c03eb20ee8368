import { resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Environment } from '../target/environment.ts';
import { channelsOf } from './alerts/config.ts';
import { tellNews } from './alerts/tell.ts';
import { secretOf, type ServerConfig } from './config/load.ts';
import type { ConnectionPool } from './database/transaction.ts';
import { judgeAgain } from './judge/judge-again.ts';
import { judgeShipment } from './judge/judge-shipment.ts';
import { RulesInForce } from './judge/rules-in-force.ts';
import { loadServerRules, type RulesSource } from './judge/server-rules.ts';
import type { Delivery } from '../model/notification.ts';
import type { EsxcheckError } from '../model/errors.ts';
import { registerWeb } from './web/register.ts';
import { webConfig } from './web/settings.ts';

/** What parts of the server are made with. */
export interface PartContext {
  readonly pool: ConnectionPool;
  readonly config: ServerConfig;
  readonly around: Environment;
  readonly version: string;
  readonly clock: () => Date;
  /** Rules with a mistake, in whose place the last good ones go on. */
  readonly onMistake: (mistake: EsxcheckError) => void;
}

/** Judges one shipment, until it is closed. */
export interface Judging extends AsyncDisposable {
  readonly judge: (shipment: string) => Promise<void>;
}

/** Parts that serve and judge put to work, beside the queue and the routes of sites. */
export interface ServerParts {
  /** Pages, API, metrics. */
  readonly registerWeb?: (app: FastifyInstance, context: PartContext) => Promise<void>;
  /** Loads the rules. Throws RULES_INVALID and RULES_UNSIGNED. */
  readonly judging?: (context: PartContext) => Promise<Judging>;
  /** Judges kept facts by the rules of today, of one site or all; answers with how many shipments. */
  readonly judgeAgain?: (context: PartContext, site: string | null) => Promise<number>;
  /** Made once; tells what is new each time. */
  readonly alerts?: (context: PartContext) => Promise<(signal: AbortSignal) => Promise<readonly Delivery[]>>;
}

/** The parts of this release. */
export const PARTS: ServerParts = {
  registerWeb: async (app, { pool, config, around, version, clock }) => {
    const { sections } = config;
    const web = await webConfig(sections, (source) => secretOf(config, source, around));
    await registerWeb(app, { pool, config: web, listen: sections.listen, version, clock });
  },
  judging: async ({ pool, config, onMistake }) => {
    const rules = new RulesInForce(rulesSource(config), onMistake);
    await rules.current();
    return {
      judge: async (shipment) => judgeShipment(pool, await rules.current(), shipment),
      [Symbol.asyncDispose]: () => rules[Symbol.asyncDispose](),
    };
  },
  judgeAgain: async ({ pool, config, clock }, site) => {
    const rules = await loadServerRules(rulesSource(config));
    // Node.js 22 runs these files as they are, and has no `using` yet.
    try {
      return await judgeAgain(pool, rules, { site, now: clock() });
    } finally {
      await rules[Symbol.asyncDispose]();
    }
  },
  alerts: async ({ pool, config, around, clock }) => {
    const { alerts, staleHours } = config.sections;
    const channels = await channelsOf(alerts, config.folder, (source) => secretOf(config, source, around));
    return (signal) => tellNews(pool, channels, { now: clock(), staleHours, signal });
  },
};

function rulesSource({ folder, sections: { rules } }: ServerConfig): RulesSource {
  const whole = (path: string | undefined): string | null => (path === undefined ? null : resolve(folder, path));
  return { config: whole(rules.config), folder: whole(rules.folder), signedOnly: rules.signedOnly };
}
