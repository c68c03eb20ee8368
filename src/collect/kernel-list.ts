import type { KernelList } from '../model/facts.ts';
import type { KernelSetting } from '../model/kernel-setting.ts';
import { read, type Reading, unread } from '../model/reading.ts';
import { fieldOf } from '../vim/esxcli.ts';
import type { HostEsxcli } from './host-esxcli.ts';
import { LIST, settingFrom } from './kernel-settings.ts';
import { problemFromError } from './problem-from.ts';

/**
 * A reader of all kernel settings of a host, in one call (protocol.md 3.4). Settings that are alike on many hosts are one
 * object, so that memory grows with what differs and not with hosts times settings. There is no fallback: the advanced
 * options hold neither defaults nor what runs.
 */
export function kernelListReader(): (esxcli: HostEsxcli) => Promise<Reading<KernelList>> {
  const shared = new Map<string, KernelSetting>();
  return async (esxcli) => {
    try {
      const list = new Map<string, KernelSetting>();
      for (const row of (await esxcli.run(LIST)).rows) {
        const name = fieldOf(row, 'Name');
        const setting = name === null ? null : settingFrom(row, name);
        if (name !== null && setting?.kind === 'read') list.set(name, share(shared, setting.value));
      }
      if (list.size > 0) return read(list);
      return unread({ code: 'setting-not-reported', detail: 'esxcli listed no kernel setting' });
    } catch (error) {
      return unread(problemFromError(error));
    }
  };
}

function share(shared: Map<string, KernelSetting>, setting: KernelSetting): KernelSetting {
  const key = JSON.stringify(setting);
  const known = shared.get(key);
  if (known !== undefined) return known;
  shared.set(key, setting);
  return setting;
}
