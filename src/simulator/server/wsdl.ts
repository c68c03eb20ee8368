import { METHODS } from '../methods/registry.ts';

/**
 * A small WSDL of our own for clients that cannot do without one, in a single file.
 *
 * It names every method of the published API and the structures that requests are made of; what comes back is left
 * untyped. Internal methods, esxcli's among them, are in no server's WSDL.
 */
export function wsdlDocument(endpoint: string): string {
  const names = [...new Set(METHODS.filter(({ internal }) => internal !== true).map(({ name }) => name))];
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions targetNamespace="urn:vim25Service" xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:interface="urn:vim25Service" xmlns:vim25="urn:vim25" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<types><xsd:schema targetNamespace="urn:vim25" elementFormDefault="qualified">
${STRUCTURES.map(complexType).join('\n')}
<xsd:complexType name="ManagedObjectReference"><xsd:simpleContent><xsd:extension base="xsd:string"><xsd:attribute name="type" type="xsd:string"/></xsd:extension></xsd:simpleContent></xsd:complexType>
${names.map(elements).join('\n')}
</xsd:schema></types>
${names.map(messages).join('\n')}
<portType name="VimPortType">${names.map(operation).join('\n')}</portType>
<binding name="VimBinding" type="interface:VimPortType"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${names.map(boundOperation).join('\n')}</binding>
<service name="VimService"><port binding="interface:VimBinding" name="VimPort"><soap:address location="${endpoint}"/></port></service>
</definitions>
`;
}

/** Name and members: `name:Type`, with `*` for many and `?` for optional ones. */
const STRUCTURES: readonly (readonly [string, string])[] = [
  ['PropertySpec', 'type:xsd:string all?:xsd:boolean pathSet*:xsd:string'],
  ['SelectionSpec', 'name?:xsd:string'],
  [
    'TraversalSpec',
    'name?:xsd:string type:xsd:string path:xsd:string skip?:xsd:boolean selectSet*:vim25:SelectionSpec',
  ],
  ['ObjectSpec', 'obj:vim25:ManagedObjectReference skip?:xsd:boolean selectSet*:vim25:SelectionSpec'],
  [
    'PropertyFilterSpec',
    'propSet*:vim25:PropertySpec objectSet*:vim25:ObjectSpec reportMissingObjectsInResults?:xsd:boolean',
  ],
  ['RetrieveOptions', 'maxObjects?:xsd:int'],
];

/** Parameters that are not plain strings, by name. */
const PARAMETER_TYPES: Readonly<Record<string, string>> = {
  _this: 'vim25:ManagedObjectReference',
  container: 'vim25:ManagedObjectReference',
  obj: 'vim25:ManagedObjectReference',
  host: 'vim25:ManagedObjectReference',
  specSet: 'vim25:PropertyFilterSpec',
  spec: 'xsd:anyType',
  options: 'vim25:RetrieveOptions',
  recursive: 'xsd:boolean',
  force: 'xsd:boolean',
  timeout: 'xsd:int',
  maintenanceSpec: 'xsd:anyType',
  changedValue: 'xsd:anyType',
};
const REPEATED = new Set(['type', 'obj', 'host', 'specSet', 'changedValue']);

function complexType([name, members]: readonly [string, string]): string {
  const elements = members.split(' ').map((member) => {
    const [, field = '', mark = '', type = ''] = /^(\w+)([*?]?):(.+)$/.exec(member) ?? [];
    return element(
      field,
      type,
      mark === '*' ? ' minOccurs="0" maxOccurs="unbounded"' : mark === '?' ? ' minOccurs="0"' : '',
    );
  });
  return `<xsd:complexType name="${name}"><xsd:sequence>${elements.join('')}</xsd:sequence></xsd:complexType>`;
}

function element(name: string, type: string, occurs = ''): string {
  return `<xsd:element name="${name}" type="${type}"${occurs}/>`;
}

function elements(method: string): string {
  const parameters = METHODS.find(({ name }) => name === method)?.parameters ?? [];
  const members = ['_this', ...parameters].map((name) =>
    element(
      name,
      PARAMETER_TYPES[name] ?? 'xsd:string',
      REPEATED.has(name) ? ' minOccurs="0" maxOccurs="unbounded"' : ' minOccurs="0"',
    ),
  );
  const result = element('returnval', 'xsd:anyType', ' minOccurs="0"');
  return (
    `<xsd:element name="${method}"><xsd:complexType><xsd:sequence>${members.join('')}</xsd:sequence></xsd:complexType></xsd:element>` +
    `<xsd:element name="${method}Response"><xsd:complexType><xsd:sequence>${result}</xsd:sequence></xsd:complexType></xsd:element>`
  );
}

function messages(method: string): string {
  return (
    `<message name="${method}RequestMsg"><part name="parameters" element="vim25:${method}"/></message>` +
    `<message name="${method}ResponseMsg"><part name="parameters" element="vim25:${method}Response"/></message>`
  );
}

function operation(method: string): string {
  const [input, output] = [`interface:${method}RequestMsg`, `interface:${method}ResponseMsg`];
  return `<operation name="${method}"><input message="${input}"/><output message="${output}"/></operation>`;
}

function boundOperation(method: string): string {
  const body = '<soap:body use="literal"/>';
  return `<operation name="${method}"><soap:operation soapAction="urn:vim25/6.0" style="document"/><input>${body}</input><output>${body}</output></operation>`;
}
