import { createHash } from 'node:crypto';
import type { Finding } from '../../model/finding.ts';
import type { Rule } from '../../model/rule.ts';
import { demandOf } from '../../rules/demand.ts';
import { storedJson } from './stored-json.ts';

/** Facts that count days: they move while nothing changes. Decided by the fact, since texts of hosts may hold any number. */
const MOVING: ReadonlySet<string> = new Set([
  'host.certificateDaysLeft',
  'host.supportDaysLeft',
  'host.imageCheckDays',
  'host.configurationCheckDays',
]);

/** Ids of the rules that judge a fact which moves by itself. */
export function movingRules(rules: readonly Rule[]): ReadonlySet<string> {
  const moving = rules.filter((rule) => [...demandOf([rule]).properties].some((fact) => MOVING.has(fact)));
  return new Set(moving.map(({ id }) => id));
}

/** A finding without its rule and host as JSON, and its identity: of a moving one without the numbers in what was observed and said. */
export function bodyOf(
  finding: Finding,
  moving: ReadonlySet<string>,
): { readonly hash: string; readonly content: string } {
  const { rule, host: _host, ...body } = finding;
  const content = storedJson(body);
  const identity = moving.has(rule) ? storedJson(withoutNumbers(body)) : content;
  return { hash: createHash('sha256').update(identity).digest('hex'), content };
}

type Body = Omit<Finding, 'rule' | 'host'>;

function withoutNumbers(body: Body): unknown {
  const { observed, message, waived, asked, ...rest } = body;
  const moved = { observed, message, waived: waived?.message ?? null, asked: asked ?? null };
  return { ...rest, moved: storedJson(moved).replaceAll(/-?\d+/g, '#') };
}
