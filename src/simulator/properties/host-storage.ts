import type { Chap, IscsiAdapterSpec, IscsiTargetSpec } from '../estate/estate.ts';
import { arrayOf, boolean, data, integer, optionalString, since, string, typed, type Value } from '../wire/value.ts';
import type { SimulatedHost } from '../world/host.ts';

/** HostStorageDeviceInfo: every host has a controller for its disks; iSCSI adapters are as the estate says. */
export function storageDeviceInfo({ spec }: SimulatedHost): Value {
  const { iscsi } = spec.protection;
  return data('HostStorageDeviceInfo', {
    hostBusAdapter: arrayOf('HostHostBusAdapter', [
      typed(data('HostParallelScsiHba', adapter('vmhba0', 'ParallelScsiHba', spec.hardware.adapterDriver))),
      ...iscsi.map((each) => typed(iscsiAdapter(each))),
    ]),
    softwareInternetScsiEnabled: boolean(iscsi.length > 0),
  });
}

function adapter(device: string, type: string, driver: string): Readonly<Record<string, Value>> {
  return {
    key: string(`key-vim.host.${type}-${device}`),
    device: string(device),
    bus: integer(0),
    status: string('online'),
    model: string(`Simulated ${type}`),
    driver: string(driver),
  };
}

function iscsiAdapter({ device, chap, mutualChap, targets }: IscsiAdapterSpec): Value {
  return data('HostInternetScsiHba', {
    ...adapter(device, 'InternetScsiHba', 'iscsi_vmk'),
    isSoftwareBased: boolean(true),
    authenticationCapabilities: data('HostInternetScsiHbaAuthenticationCapabilities', {
      chapAuthSettable: boolean(true),
      krb5AuthSettable: boolean(false),
      srpAuthSettable: boolean(false),
      spkmAuthSettable: boolean(false),
      mutualChapSettable: since('4.0', boolean(true)),
      targetChapSettable: since('4.0', boolean(true)),
      targetMutualChapSettable: since('4.0', boolean(true)),
    }),
    authenticationProperties: authentication({ chap, mutualChap }, null),
    iScsiName: string(`iqn.1998-01.com.vmware:simulated-${device}`),
    configuredSendTarget: arrayOf(
      'HostInternetScsiHbaSendTarget',
      targets.map((each) => sendTarget(each, { chap, mutualChap })),
    ),
  });
}

function sendTarget(target: IscsiTargetSpec, own: Pick<IscsiAdapterSpec, 'chap' | 'mutualChap'>): Value {
  const chap = { chap: target.chap ?? own.chap, mutualChap: target.mutualChap ?? own.mutualChap };
  return data('HostInternetScsiHbaSendTarget', {
    address: string(target.address),
    port: integer(3260),
    authenticationProperties: since('4.0', authentication(chap, target)),
  });
}

/** Secrets are never told. */
function authentication(
  { chap, mutualChap }: { readonly chap: Chap; readonly mutualChap: Chap },
  target: IscsiTargetSpec | null,
): Value {
  const inherits = (own: Chap | null | undefined): Value | undefined =>
    target === null ? undefined : boolean(own === null);
  return data('HostInternetScsiHbaAuthenticationProperties', {
    chapAuthEnabled: boolean(chap !== 'chapProhibited'),
    chapName: optionalString(chap === 'chapProhibited' ? null : 'iqn.1998-01.com.vmware:simulated'),
    chapAuthenticationType: since('4.0', string(chap)),
    chapInherited: since('4.0', inherits(target?.chap)),
    mutualChapAuthenticationType: since('4.0', string(mutualChap)),
    mutualChapInherited: since('4.0', inherits(target?.mutualChap)),
  });
}
