import type { AdvancedOption } from '../model/facts.ts';
import { read, type Reading } from '../model/reading.ts';
import type { Check } from '../model/rule.ts';
import type { Judgement } from './judgement.ts';
import { judgeValue } from './value-check.ts';
import type { ValueType } from './value.ts';

type OptionCheck = Extract<Check, { kind: 'advancedOption' }>;

/** Judges an advanced option by the value that the host holds. What is observed carries the type that a write must have. */
export function judgeAdvancedOption({ key, operator }: OptionCheck, reading: Reading<AdvancedOption>): Judgement {
  const option = reading.kind === 'read' ? reading.value : null;
  return judgeValue({
    subject: key,
    operator,
    type: optionValueType(option?.type ?? null),
    reading: reading.kind === 'read' ? read(reading.value.value) : reading,
    lacking: `This release does not have the option ${key}.`,
    ...(option === null ? {} : { observed: { type: option.type, value: option.value } }),
  });
}

/** Values that look boolean in some namespaces are numbers there (protocol.md 4). */
export function optionValueType(type: string | null): ValueType {
  if (type === 'boolean') return 'boolean';
  if (type === 'long' || type === 'int' || type === 'short') return 'integer';
  return type === 'string' ? 'text' : 'untyped';
}
