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

/** What a finding says, once for all that say the same. */
export interface Body {
  /** SHA-256 of the content, in hexadecimal. */
  readonly hash: string;
  /** The same without the numbers in what was observed and said, where they move by themselves; else null. */
  readonly identity: string | null;
  readonly content: string;
}

/** A finding without its rule and host. Two hosts share a body only where it is the same to the last number. */
export function bodyOf(finding: Finding, moving: ReadonlySet<string>): Body {
  const { rule, host: _host, ...body } = finding;
  const content = storedJson(body);
  // Days that a fix of an advisory is open, or may stay so, are among what is said of exposure.
  const moves = moving.has(rule) || body.exposure !== undefined;
  return { hash: sha256(content), identity: moves ? sha256(storedJson(withoutNumbers(body))) : null, content };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function withoutNumbers(body: Omit<Finding, 'rule' | 'host'>): unknown {
  const { observed, message, waived, asked, exposure, ...rest } = body;
  const moved = {
    observed,
    message,
    waived: waived?.message ?? null,
    asked: asked ?? null,
    exposure: exposure ?? null,
  };
  return { ...rest, moved: storedJson(moved).replaceAll(/-?\d+/g, '#') };
}
