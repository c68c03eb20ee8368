import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { applySchema } from '../../reports/schema/apply.ts';

const ajv = new Ajv2020({ allErrors: true });
addFormats.default(ajv);
const isApply = ajv.compile(applySchema());

/** What is wrong with a JSON report of an apply by its published schema; empty when nothing is. */
export function faultsOf(text: string): readonly unknown[] {
  return isApply(JSON.parse(text)) ? [] : (isApply.errors ?? []);
}
