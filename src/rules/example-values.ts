import type { AdvancedOption, EsxcliFacts, HostService, PropertyValue, Vib } from '../model/facts.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import type { EsxcliValues, OptionValues, ServiceValues, VibValues } from './schema/example-schema.ts';

/** A value without a type is of the type that it looks like. */
export function exampleOption(values: OptionValues): AdvancedOption {
  if (typeof values === 'object') return { type: values.type, value: String(values.value) };
  const type = { string: 'string', number: 'long', boolean: 'boolean' }[typeof values as 'string'];
  return { type, value: String(values) };
}

export function exampleServices(values: ServiceValues): readonly HostService[] {
  return Object.entries(values).map(([key, { running, policy }]) => ({ key, label: key, running, policy }));
}

export function propertyValue(value: unknown): PropertyValue {
  return Array.isArray(value) ? value.map(String) : String(value);
}

export function exampleVibs(values: VibValues): readonly Vib[] {
  return Object.entries(values).map(([name, { version, vendor, acceptanceLevel }]) => ({
    name,
    version,
    vendor: vendor ?? null,
    acceptanceLevel: acceptanceLevel ?? null,
  }));
}

/** By command; `unread` or `absent` of all commands is that of each, since none is in the map then. */
export function exampleEsxcli(values: unknown): ReadonlyMap<string, Reading<EsxcliFacts>> {
  if (typeof values !== 'object' || values === null) return new Map();
  return new Map(Object.entries(values as EsxcliValues).map(([command, answer]) => [command, answerOf(answer)]));
}

function answerOf(answer: EsxcliValues[string]): Reading<EsxcliFacts> {
  if (answer === 'absent') return ABSENT;
  if (answer === 'unread') return unread({ code: 'not-reported', detail: 'the example does not name it' });
  if (!Array.isArray(answer)) return read({ rows: [], scalar: String(answer) });
  const rows = answer.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
    ),
  );
  return read({ rows, scalar: null });
}
