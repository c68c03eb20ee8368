/** What a check may ask of a value, by the key that a rule file writes; beside the schema, which few runs need. */
export const OPERATORS = [
  'equals',
  'oneOf',
  'notOneOf',
  'matches',
  'atLeast',
  'atMost',
  'between',
  'present',
  'absent',
] as const;
