import type { OptionValue } from '../estate/estate.ts';
import { data, string, typed, type Value } from '../wire/value.ts';

/** OptionValue: a key and a value of whatever type the option has. */
export function optionValue(key: string, option: OptionValue): Value {
  return data('OptionValue', {
    key: string(key),
    value: typed({ kind: 'scalar', type: `xsd:${option.type}`, text: option.text }),
  });
}
