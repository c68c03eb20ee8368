import {
  booleanOf,
  child,
  childrenNamed,
  isTold,
  itemsOf,
  structureIn,
  textOf,
  type VimElement,
} from '../../vim/element.ts';
import { told, type ToldReader } from './reader.ts';

const ADAPTERS = 'config.storageDevice.hostBusAdapter';
const ISCSI = 'HostInternetScsiHba';

/** An iSCSI adapter, with its name. */
interface Adapter {
  readonly device: string;
  readonly element: VimElement;
}

/** Names of the iSCSI adapters; none only where the whole list of adapters was told and holds none of that kind. */
export const iscsiAdapters = ofAdapters((adapters) => adapters.map(({ device }) => device));

/** iSCSI adapters, and targets with an own setting, that do not require CHAP of both sides. */
export const iscsiWithoutMutualChap = ofAdapters((adapters) => {
  const found = eachOfThem(adapters, lackingAt);
  return found === null ? null : found.flat();
});

function ofAdapters(from: (adapters: readonly Adapter[]) => readonly string[] | null): ToldReader {
  return told(ADAPTERS, (value) => {
    const items = itemsOf(value, 'HostHostBusAdapter');
    const adapters = items === null || items.length === 0 ? null : iscsiOf(items);
    return adapters === null ? null : from(adapters);
  });
}

/** Null where one does not say of which kind it is, is named twice, or is of another kind and speaks of iSCSI. */
function iscsiOf(items: readonly VimElement[]): readonly Adapter[] | null {
  const devices = items.map((item) => (structureIn(item) === null ? '' : (textOf(item, 'device') ?? '').trim()));
  if (devices.includes('') || new Set(devices).size < devices.length) return null;
  if (items.some(isOdd)) return null;
  return items.flatMap((element, i) => (element.xsiType === ISCSI ? [{ device: devices[i] ?? '', element }] : []));
}

/** Of no type that adapters have, or of another one than it speaks of. */
function isOdd(item: VimElement): boolean {
  return !/^Host\w*Hba$/.test(item.xsiType ?? '') || (item.xsiType !== ISCSI && isTold(item, 'iScsiName'));
}

/** The adapter, and its targets, by name. */
function lackingAt({ device, element }: Adapter): readonly string[] | null {
  const own = child(element, 'authenticationProperties');
  const isMutual = own === null ? null : requiresBoth(own);
  if (isMutual === null) return null;
  const targets = ['configuredSendTarget', 'configuredStaticTarget'].flatMap((name) => childrenNamed(element, name));
  const lacking = eachOfThem(targets, (target) => lackingTarget(target, { device, element }));
  return lacking === null ? null : [...(isMutual ? [] : [device]), ...lacking.flat()];
}

/** A target that inherits both is as its adapter, which is judged already. */
function lackingTarget(target: VimElement, { device, element }: Adapter): readonly string[] | null {
  const address = (textOf(target, 'address') ?? '').trim();
  if (address === '') return null;
  const own = child(target, 'authenticationProperties');
  if (own === null) return !isTold(target, 'authenticationProperties') && hasNoOwn(element) ? [] : null;
  if (booleanOf(own, 'chapInherited') === true && booleanOf(own, 'mutualChapInherited') === true) return [];
  const isMutual = requiresBoth(own);
  if (isMutual === null) return null;
  return isMutual ? [] : [`${device} ${address}`];
}

/** Targets without a setting are as their adapter where it says that they cannot have one. */
function hasNoOwn(adapter: VimElement): boolean {
  const can = child(adapter, 'authenticationCapabilities');
  return can !== null && booleanOf(can, 'targetChapSettable') === false;
}

const TYPES = ['chapProhibited', 'chapDiscouraged', 'chapPreferred', 'chapRequired'];

/** `HostInternetScsiHbaAuthenticationProperties`: only what is required is never left out (docs/internals/wire.md 2.8). */
function requiresBoth(properties: VimElement): boolean | null {
  const enabled = booleanOf(properties, 'chapAuthEnabled');
  const types = ['chapAuthenticationType', 'mutualChapAuthenticationType'].map((name) =>
    textOf(properties, name)?.trim(),
  );
  if (enabled === null || types.some((type) => type === undefined || !TYPES.includes(type))) return null;
  return enabled && types.every((type) => type === 'chapRequired');
}

/** As `eachOf`, of anything. */
function eachOfThem<From, To>(items: readonly From[], make: (item: From) => To | null): readonly To[] | null {
  const made = items.map(make);
  return made.includes(null) ? null : made.filter((one) => one !== null);
}
