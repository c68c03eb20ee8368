// The scan's property reads in the plainest way that node-vsphere-soap offers; it cannot make the esxcli calls.
// usage: node node-vsphere-soap.cjs HOST:PORT, account in the environment, NODE_EXTRA_CA_CERTS set by the parent.
'use strict';

const { Client } = require('node-vsphere-soap');

const PATHS = [
  'name',
  'parent',
  'runtime.connectionState',
  'runtime.powerState',
  'runtime.inMaintenanceMode',
  'runtime.bootTime',
  'summary.hardware',
  'summary.config.product',
  'hardware.biosInfo',
  'hardware.systemInfo',
  'config.firewall',
];

const client = new Client(process.argv[2], process.env.WITNESS_USER, process.env.WITNESS_PASSWORD, true);

function command(name, args) {
  return new Promise((resolve, reject) => {
    client.runCommand(name, args).once('result', resolve).once('error', reject);
  });
}

function typed(type, value) {
  return { attributes: { 'xsi:type': type }, ...value };
}

async function main() {
  const { propertyCollector, viewManager, rootFolder, sessionManager } = client.serviceContent;
  const made = { _this: viewManager, container: rootFolder, type: ['HostSystem'], recursive: true };
  const { returnval: view } = await command('CreateContainerView', made);
  const traversal = typed('TraversalSpec', { name: 'view', type: 'ContainerView', path: 'view', skip: false });
  const specSet = [
    typed('PropertyFilterSpec', {
      propSet: [typed('PropertySpec', { type: 'HostSystem', pathSet: PATHS })],
      objectSet: [typed('ObjectSpec', { obj: view, skip: true, selectSet: [traversal] })],
    }),
  ];
  let page = await command('RetrievePropertiesEx', { _this: propertyCollector, specSet, options: {} });
  const hosts = [page.returnval.objects].flat();
  while (page.returnval.token) {
    page = await command('ContinueRetrievePropertiesEx', { _this: propertyCollector, token: page.returnval.token });
    hosts.push(...[page.returnval.objects].flat());
  }
  await command('Logout', { _this: sessionManager });
  process.stdout.write(`${JSON.stringify(hosts)}\n`);
}

client.once('ready', () => void main());
