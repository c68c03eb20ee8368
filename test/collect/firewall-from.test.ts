import { expect, test } from 'vitest';
import { firewallReader } from '../../src/collect/firewall.ts';
import type { Ruleset } from '../../src/model/firewall.ts';
import { parseXml } from '../../src/vim/xml-reader.ts';

function ruleset(key: string, { enabled = true, address = '' } = {}): string {
  const allowed = `<allowedHosts>${address && `<ipAddress>${address}</ipAddress>`}<allIp>${address === ''}</allIp></allowedHosts>`;
  const rule = '<rule><port>2377</port><direction>outbound</direction><protocol>tcp</protocol></rule>';
  return `<ruleset><key>${key}</key><label>${key}</label><required>false</required><enabled>${enabled}</enabled>${rule}${allowed}</ruleset>`;
}

/** What every host has, so that a list is a whole one. */
const EVERY_HOST = ['dhcp', 'dns', 'sshServer'];

function rulesetsOf(reader: ReturnType<typeof firewallReader>, own: string): readonly Ruleset[] {
  const others = EVERY_HOST.filter((key) => !own.includes(`<key>${key}</key>`)).map((key) => ruleset(key));
  const reading = reader(parseXml(`<val>${[own, ...others].join('')}</val>`));
  return reading.kind === 'read' ? reading.value.rulesets : [];
}

test('rulesets that were sent alike are one object, whichever host has them', () => {
  const reader = firewallReader();
  const [one] = rulesetsOf(reader, ruleset('sshServer'));
  const [other] = rulesetsOf(reader, ruleset('sshServer'));
  expect(one).toMatchObject({ key: 'sshServer', enabled: true });
  expect(other).toBe(one);
});

test('a ruleset that differs anywhere is its own, also when there are more kinds of it than are compared', () => {
  const reader = firewallReader();
  const addresses = Array.from({ length: 100 }, (_, index) => `10.0.0.${index}`);
  for (let pass = 0; pass < 2; pass += 1) {
    const read = addresses.map((address) => rulesetsOf(reader, ruleset('vic', { address }))[0]?.allowed?.addresses);
    expect(read).toEqual(addresses.map((address) => [address]));
  }
  const enabled = [true, false, true].map((on) => rulesetsOf(reader, ruleset('ntp', { enabled: on }))[0]?.enabled);
  expect(enabled).toEqual([true, false, true]);
});

test('a ruleset without a member that it must have makes the whole firewall unread, every time', () => {
  const reader = firewallReader();
  const halves = [
    '<ruleset><key>sshServer</key></ruleset>',
    ruleset('sshServer').replace('<required>false</required>', ''),
    ruleset('sshServer').replace(/<allIp>.*<\/allIp>/, ''),
  ];
  for (const half of [...halves, ...halves]) {
    expect(reader(parseXml(`<val>${ruleset('ntp')}${half}</val>`))).toMatchObject({ kind: 'unread' });
  }
});

test('a list that lacks what every host has is no whole list', () => {
  const reader = firewallReader();
  const listed = (keys: readonly string[]) =>
    reader(parseXml(`<val>${keys.map((key) => ruleset(key)).join('')}</val>`));
  expect(listed([...EVERY_HOST, 'ntp'])).toMatchObject({ kind: 'read' });
  for (const missing of EVERY_HOST) {
    const rest = EVERY_HOST.filter((key) => key !== missing);
    expect(listed([...rest, 'ntp'])).toMatchObject({ kind: 'unread', problem: { code: 'unexpected-answer' } });
  }
});
