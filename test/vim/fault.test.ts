import { expect, test } from 'vitest';
import { faultOf, isFault, localizedFaultOf, SoapFault } from '../../src/vim/fault.ts';
import { parseResponse } from '../../src/vim/response-reader.ts';
import { parseXml } from '../../src/vim/xml-reader.ts';

function fault(text: string): SoapFault {
  try {
    parseResponse(
      `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${text}</s:Body></s:Envelope>`,
    );
  } catch (error) {
    if (error instanceof SoapFault) return error;
  }
  throw new Error('no SoapFault');
}

test('the type of a fault is its xsi:type, its name else, and never its text', () => {
  const typed =
    '<s:Fault><faultstring>Sitzung abgelaufen</faultstring><detail><AnyFault xsi:type="NotAuthenticated"/></detail></s:Fault>';
  expect(fault(typed).fault).toMatchObject({ type: 'NotAuthenticated', message: 'Sitzung abgelaufen' });
  expect(fault('<s:Fault><faultstring/><detail><InvalidLoginFault/></detail></s:Fault>').fault.type).toBe(
    'InvalidLogin',
  );
});

test('a fault without a detail has a text and no type', () => {
  const bare = fault('<s:Fault><faultcode>ClientFaultCode</faultcode><faultstring>parse error</faultstring></s:Fault>');
  expect(bare.fault).toEqual({ type: '', message: 'parse error', detail: null });
  expect(bare.message).toBe('parse error');
  expect(isFault(bare.fault, 'MethodFault')).toBe(false);
});

test('a fault of a type nobody knows keeps type and text', () => {
  const strange = fault(
    '<s:Fault><faultstring>odd</faultstring><detail><X xsi:type="vim:BrandNew"/></detail></s:Fault>',
  );
  expect(strange.message).toBe('BrandNew: odd');
});

test.each([
  ['NotAuthenticated', 'NoPermission', true],
  ['NoPermission', 'NotAuthenticated', false],
  ['HostNotReachable', 'HostCommunication', true],
  ['PasswordExpired', 'InvalidLogin', true],
  ['InvalidHostConnectionState', 'InvalidState', true],
  ['HostNotConnected', 'RuntimeFault', true],
  ['constructor', 'MethodFault', false],
])('%s counts as %s: %s', (type, base, expected) => {
  expect(isFault({ type, message: '', detail: null }, base)).toBe(expected);
});

test('a fault inside data is read, with or without a text', () => {
  const missing =
    '<fault><fault xsi:type="NoPermission"><privilegeId>System.Read</privilegeId></fault><localizedMessage>no</localizedMessage></fault>';
  const read = localizedFaultOf(parseXml(missing));
  expect([read.type, read.message, read.detail?.children[0]?.text]).toEqual(['NoPermission', 'no', 'System.Read']);
  expect(localizedFaultOf(parseXml('<fault><fault xsi:type="NotAuthenticated"/></fault>'))).toMatchObject({
    message: '',
  });
  expect(localizedFaultOf(parseXml('<fault/>')).type).toBe('');
});

test('fields of a fault are reachable', () => {
  const soapFault = parseXml(
    '<Fault><detail><F xsi:type="ManagedObjectNotFound"><obj type="HostSystem">host-9</obj></F></detail></Fault>',
  );
  expect(faultOf(soapFault).detail?.children[0]).toMatchObject({ morefType: 'HostSystem', text: 'host-9' });
});
