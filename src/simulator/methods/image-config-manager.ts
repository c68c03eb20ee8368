import { returned, hostOf, type Method } from './method.ts';
import { string } from '../wire/value.ts';

/** The API's words for what esxcli calls `PartnerSupported` and the like. */
const LEVELS: Readonly<Record<string, string>> = {
  VMwareCertified: 'vmware_certified',
  VMwareAccepted: 'vmware_accepted',
  PartnerSupported: 'partner',
  CommunitySupported: 'community',
};

/** Whose packages a host accepts. */
export const IMAGE_CONFIG_MANAGER: readonly Method[] = [
  {
    name: 'HostImageConfigGetAcceptance',
    on: 'HostImageConfigManager',
    parameters: [],
    proxied: true,
    privilege: 'System.Read',
    answer: (call) => returned(string(LEVELS[hostOf(call).spec.protection.acceptanceLevel] ?? 'partner'), call),
  },
];
