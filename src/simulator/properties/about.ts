import { data, optionalString, since, string, type Value } from '../wire/value.ts';

interface Product {
  readonly name: string;
  readonly version: string;
  readonly build: string;
  readonly apiVersion: string;
  readonly line: 'vpx' | 'embeddedEsx';
  readonly instanceUuid: string | null;
}

/** AboutInfo of a vCenter or of an ESXi host. */
export function aboutInfo(product: Product): Value {
  const vcenter = product.line === 'vpx';
  return data('AboutInfo', {
    name: string(product.name),
    fullName: string(`${product.name} ${product.version} build-${product.build}`),
    vendor: string('VMware, Inc.'),
    version: string(product.version),
    patchLevel: since('7.0.2.0', string('0')),
    build: string(product.build),
    localeVersion: string('INTL'),
    localeBuild: string('000'),
    osType: string(vcenter ? 'linux-x64' : 'vmnix-x86'),
    productLineId: string(product.line),
    apiType: string(vcenter ? 'VirtualCenter' : 'HostAgent'),
    apiVersion: string(product.apiVersion),
    instanceUuid: optionalString(product.instanceUuid),
    licenseProductName: string(vcenter ? 'VMware VirtualCenter Server' : 'VMware ESX Server'),
    licenseProductVersion: string(product.version.split('.').slice(0, 1).join('.') + '.0'),
  });
}
