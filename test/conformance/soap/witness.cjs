// Drives a vCenter with node-vsphere-soap, unmodified, and prints what it saw as JSON.
// usage: node witness.cjs HOST:PORT, account in the environment, NODE_EXTRA_CA_CERTS set by the parent.
'use strict';

const { Client } = require('node-vsphere-soap');

const client = new Client(process.argv[2], process.env.WITNESS_USER, process.env.WITNESS_PASSWORD, true);

function command(name, args) {
  return new Promise((resolve, reject) => {
    client.runCommand(name, args).once('result', resolve).once('error', reject);
  });
}

function moref(reference) {
  return { attributes: { type: reference.attributes.type }, $value: reference.$value };
}

/** The library turns a list of one into the one. */
function list(value) {
  return value === undefined ? [] : [value].flat();
}

function filterFor(view) {
  const traversal = {
    attributes: { 'xsi:type': 'TraversalSpec' },
    name: 'view',
    type: 'ContainerView',
    path: 'view',
    skip: false,
  };
  const objects = { attributes: { 'xsi:type': 'ObjectSpec' }, obj: view, skip: true, selectSet: [traversal] };
  const properties = {
    attributes: { 'xsi:type': 'PropertySpec' },
    type: 'HostSystem',
    pathSet: ['name', 'summary.hardware.model'],
  };
  return { attributes: { 'xsi:type': 'PropertyFilterSpec' }, propSet: [properties], objectSet: [objects] };
}

function rowsOf(result) {
  return list(result.returnval.objects).map((object) =>
    Object.fromEntries(list(object.propSet).map((property) => [property.name, property.val.$value ?? property.val])),
  );
}

async function main() {
  const { propertyCollector, viewManager, rootFolder, sessionManager, about } = client.serviceContent;
  const created = await command('CreateContainerView', {
    _this: viewManager,
    container: rootFolder,
    type: ['HostSystem'],
    recursive: true,
  });
  const specSet = [filterFor(created.returnval)];
  let page = await command('RetrievePropertiesEx', { _this: propertyCollector, specSet, options: { maxObjects: 4 } });
  const pages = [rowsOf(page)];
  while (page.returnval.token) {
    page = await command('ContinueRetrievePropertiesEx', { _this: propertyCollector, token: page.returnval.token });
    pages.push(rowsOf(page));
  }
  const { returnval: now } = await command('CurrentTime', { _this: 'ServiceInstance' });
  await command('Logout', { _this: sessionManager });
  process.stdout.write(
    JSON.stringify({ user: client.userName, apiType: about.apiType, view: moref(created.returnval), pages, now }),
  );
}

client.once('ready', () => void main());
client.on('error', (error) => process.stderr.write(`client error ${error}\n`));
