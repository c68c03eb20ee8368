import { PROPERTY_FACTS } from '../model/property-facts.ts';
import type { CheckedFactName, KindName } from './check-kind.ts';
import { ALL_KINDS } from './index.ts';
import { HOST_FACTS } from './values/host-facts.ts';

/** What `rules facts` lists. */
export interface PublishedFact {
  readonly name: string;
  readonly type: string;
  /** Where a rule may name it: host facts in conditions and in checks of facts by name. */
  readonly use: 'condition' | 'property' | 'check';
  /** The kinds of check that read it by this name. */
  readonly checks: readonly KindName[];
  readonly description: string;
}

type CheckedFact = Exclude<CheckedFactName, 'host.<fact>'>;

/** What check kinds of their own read. */
const CHECKED: Readonly<Record<CheckedFact, Pick<PublishedFact, 'type' | 'description'>>> = {
  'kernel.<name>': {
    type: 'kernel setting',
    description: 'Default, configured and runtime value of a VMkernel boot setting, such as kernel.iovDisableIR.',
  },
  'option.<key>': {
    type: 'advanced option',
    description: 'Value of an advanced option, such as option.UserVars.DcuiTimeOut.',
  },
  firewall: {
    type: 'firewall',
    description: 'Rulesets with their ports and allowed addresses, default policy, on or off.',
  },
  services: { type: 'services', description: 'By key: whether the service runs, and its policy.' },
  vibs: {
    type: 'packages',
    description: 'By name: version, vendor and acceptance level of the packages of the running image.',
  },
  esxcli: {
    type: 'esxcli',
    description: 'By command: what an esxcli command that ends in get or list answers.',
  },
};

/** Every fact that a rule or an example may name. */
export function listFacts(): readonly PublishedFact[] {
  const byName = kindsReading('host.<fact>');
  const conditions = HOST_FACTS.map(({ name, type, description }) => ({
    name,
    type,
    use: 'condition' as const,
    checks: byName,
    description,
  }));
  const properties = Object.entries(PROPERTY_FACTS).map(([name, { type, list, description }]) => ({
    name,
    type: list ? `list of ${type}` : type,
    use: 'property' as const,
    checks: byName,
    description,
  }));
  const checked = Object.entries(CHECKED).map(([name, { type, description }]) => ({
    name,
    type,
    use: 'check' as const,
    checks: kindsReading(name),
    description,
  }));
  return [...conditions, ...properties, ...checked];
}

function kindsReading(fact: string): readonly KindName[] {
  return ALL_KINDS.filter(({ reads }) => reads.some((name) => name === fact)).map(({ kind }) => kind);
}
