import { childrenNamed, plainText, structureIn, textOf, type VimElement } from '../../vim/element.ts';
import { eachOf } from '../property-value.ts';
import { told, type ToldReader } from './reader.ts';

/** Adapters of each service, such as `vmotion`, by its name. */
type Services = ReadonlyMap<string, readonly string[]>;

/** What VMkernel adapters for management carry beside it, as `vmk0 vmotion`. */
export const managementShared = sharing('management', (service) => service === 'management');

/** What VMkernel adapters for vMotion carry beside it. */
export const vmotionShared = sharing('vmotion', (service) => service === 'vmotion');

/** What VMkernel adapters for vSAN carry that is not vSAN. */
export const vsanShared = sharing('vsan', (service) => service.startsWith('vsan'));

function sharing(purpose: string, belongs: (service: string) => boolean): ToldReader {
  return told('config.virtualNicManagerInfo', (value) => {
    const services = servicesIn(value);
    if (services === null) return null;
    const adapters = new Set(services.get(purpose) ?? []);
    return [...services].flatMap(([service, carriers]) =>
      belongs(service) ? [] : carriers.filter((vmk) => adapters.has(vmk)).map((vmk) => `${vmk} ${service}`),
    );
  });
}

/**
 * `HostVirtualNicManagerInfo.netConfig`: one entry a service, with the adapters that carry it, which may be none. Every host
 * lists management and vMotion, and has an adapter for management: without one the list is not whole.
 */
function servicesIn(value: VimElement): Services | null {
  const info = structureIn(value);
  const entries = info === null ? [] : childrenNamed(info, 'netConfig');
  const services = new Map<string, readonly string[]>();
  for (const entry of entries) {
    const name = (textOf(entry, 'nicType') ?? '').trim();
    const adapters = eachOf(childrenNamed(entry, 'selectedVnic'), adapterIn);
    if (!/^\w+$/.test(name) || services.has(name) || adapters === null) return null;
    services.set(name, [...new Set(adapters)]);
  }
  const isWhole = services.has('vmotion') && (services.get('management') ?? []).length > 0;
  return isWhole ? services : null;
}

/** Keys end in the adapter: `management.key-vim.host.VirtualNic-vmk0` (docs/internals/wire.md 2.8). */
function adapterIn(key: VimElement): string | null {
  return /\.VirtualNic-(vmk\d+)$/.exec(plainText(key)?.trim() ?? '')?.[1] ?? null;
}
