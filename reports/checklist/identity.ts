import { createHash } from 'node:crypto';
import type { Checklist, ChecklistItem, ChecklistPart } from '../../src/model/checklist.ts';
import { escapeControlCharacters } from '../../src/model/control-characters.ts';
import { legalLines } from '../text/markup.ts';

/** Of these names alone: whatever else is named by UUIDs of version 5 has another. */
const NAMESPACE = Buffer.from('6ba7b8119dad11d180b400c04fd430c8', 'hex');

/** A UUID of version 5 (RFC 9562) of the scan, the host and what it is about: the same scan gives the same. */
export function checklistUuid({ startedAt, host }: Checklist, ...parts: readonly string[]): string {
  const name = JSON.stringify(['esxcheck', startedAt, host.target, host.id, ...parts]);
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What a checklist says of the host itself, harmless. */
export interface Asset {
  readonly name: string;
  readonly fqdn: string;
  readonly address: string;
  readonly comments: string;
}

const FQDN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** A name in the inventory is a name, an address, or a whole domain name; nothing else is told of a host. */
export function assetOf({ host, target, tool }: Checklist): Asset {
  const { name, uuid, version, build } = host;
  const known = [
    `UUID ${uuid ?? 'not told'}`,
    `ESXi ${version ?? 'not told'} build ${build ?? 'not told'}`,
    `read through ${target?.url ?? host.target} by ${tool.name} ${tool.version}`,
  ];
  return {
    name: escapeControlCharacters(name),
    fqdn: FQDN.test(name) ? name : '',
    address: IPV4.test(name) ? name : '',
    comments: escapeControlCharacters(known.join('; ')),
  };
}

/** What stands for the heading of a benchmark where no template has it: its names and numbers, and no word of it. */
export function headingOf({ framework, texts }: ChecklistPart) {
  const { benchmark } = framework;
  const releaseInfo = benchmark === null ? framework.version : `Release: ${benchmark.release}`;
  return {
    stigId: benchmark?.id ?? framework.name,
    title: texts?.title ?? benchmark?.title ?? framework.title,
    displayName: texts?.displayName ?? framework.title,
    version: texts?.version ?? benchmark?.version ?? framework.version,
    releaseInfo: texts?.releaseInfo ?? releaseInfo,
    referenceIdentifier: texts?.referenceIdentifier ?? '',
    classification: texts?.classification ?? 'UNCLASSIFIED',
    description: texts?.description ?? '',
    filename: texts?.filename ?? '',
    notice: texts?.notice ?? '',
    source: texts?.source ?? '',
  };
}

/** `SV-258728r958388`: as checklists have it, beside `SV-258728r958388_rule`. */
export function ruleIdOf({ control }: ChecklistItem): string {
  return (control.ruleId ?? control.id).replace(/_rule$/, '');
}

/** What we can say without the words of the benchmark. */
export function titleOf({ control, texts }: ChecklistItem): string {
  return texts?.ruleTitle ?? control.title;
}

/** Where a person looks: ours, never the benchmark's text. */
export function checkOf({ control, texts }: ChecklistItem): string {
  return texts?.checkContent ?? control.look ?? '';
}

/** JSON whose texts XML could carry too, since other programs make checklists in XML from it. Ends in a newline. */
export function checklistJson(document: object): string {
  return `${JSON.stringify(document, legalText)}\n`;
}

function legalText(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? legalLines(value) : value;
}
