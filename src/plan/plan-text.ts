import type { Plan } from '../model/plan.ts';
import { canonicalHash, canonicalText } from './canonical.ts';
import { PLAN_SCHEMA_NAME } from './plan-schema.ts';

/** Characters that JSON leaves raw and a terminal, an editor or a reader may obey. */
const RAW = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A plan whose hash is its own. */
export function sealed(plan: Omit<Plan, 'hash'>): Plan {
  const { tool, createdAt, target, rules, parameters, steps, leftOut } = plan;
  const content = { tool, createdAt, target, rules, parameters, steps, leftOut };
  return { ...content, hash: canonicalHash({ schema: PLAN_SCHEMA_NAME, ...content }) };
}

/** The plan as its file holds it: a step a line, one text for one plan, ending in a newline. */
export function planText(plan: Plan): string {
  const { tool, createdAt, target, rules, parameters, steps, leftOut, hash } = plan;
  const members = [
    member('schema', PLAN_SCHEMA_NAME),
    member('tool', tool),
    member('createdAt', createdAt),
    member('target', target),
    listMember('rules', rules),
    member('parameters', parameters),
    listMember('steps', steps),
    listMember('leftOut', leftOut),
    member('hash', hash),
  ];
  return `{\n${members.join(',\n')}\n}\n`;
}

function member(name: string, value: unknown): string {
  return `  "${name}": ${escaped(canonicalText(value))}`;
}

function listMember(name: string, values: readonly unknown[]): string {
  if (values.length === 0) return `  "${name}": []`;
  return `  "${name}": [\n${values.map((value) => `    ${escaped(canonicalText(value))}`).join(',\n')}\n  ]`;
}

function escaped(json: string): string {
  return json.replace(RAW, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
