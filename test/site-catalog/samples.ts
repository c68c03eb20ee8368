import { bareFacts, esxcliKey, type HostFacts, type KernelList } from '../../src/model/facts.ts';
import type { Host } from '../../src/model/host.ts';
import { type KernelSetting, SETTINGS_OF_EVERY_RELEASE } from '../../src/model/kernel-setting.ts';
import { read } from '../../src/model/reading.ts';
import { IMAGE_QUERY } from '../../src/model/site-default.ts';
import type { LearntEntry } from '../../src/site-catalog/entry.ts';
import { learnFrom, type LearningSource, type Refusal } from '../../src/site-catalog/learn.ts';
import { HOST, setting } from '../evaluate/facts.ts';

/** A build that no catalog holds. */
const BUILD = '99999999';

const SOURCE: LearningSource = {
  finishedAt: '2026-11-30T08:00:00.000Z',
  sha256: 'ab'.repeat(32),
  versionOf: () => null,
};

/** A list that every release could give, and what is added to it. */
export function wholeList(more: Readonly<Record<string, Partial<KernelSetting>>> = {}): KernelList {
  const names = SETTINGS_OF_EVERY_RELEASE.map((name) => [name, setting({ type: 'uint32', default: '1' })] as const);
  return new Map([...names, ...Object.entries(more).map(([name, parts]) => [name, setting(parts)] as const)]);
}

/** A host that can be learnt from. */
export function canary(host: Partial<Host> = {}, list: KernelList = wholeList({ iovDisableIR: {} })): HostFacts {
  const rows = [{ Name: 'HPE-Custom', Vendor: 'Hewlett Packard Enterprise' }];
  return {
    ...bareFacts({ ...HOST, name: 'esx-01', vendor: 'HPE', model: 'DL380', version: '8.0.3', build: BUILD, ...host }),
    kernelList: read(list),
    esxcli: new Map([[esxcliKey(IMAGE_QUERY), read({ rows, scalar: null })]]),
  };
}

export function learnt(facts: HostFacts, source: Partial<LearningSource> = {}): LearntEntry {
  const found = learnFrom(facts, { ...SOURCE, ...source });
  if (found.kind === 'refused') throw found.error;
  return found;
}

export function refused(facts: HostFacts, source: Partial<LearningSource> = {}): Refusal {
  const found = learnFrom(facts, { ...SOURCE, ...source });
  if (found.kind === 'learnt') throw new Error('it was learnt');
  return found;
}
