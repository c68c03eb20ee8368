import { createHash } from 'node:crypto';
import type { Checklist, ChecklistItem, ChecklistPart, HostReporter } from '../../src/model/checklist.ts';
import type { ControlStatus } from '../../src/model/framework.ts';
import { assetOf, checklistJson, checkOf, headingOf, ruleIdOf, titleOf } from './identity.ts';

/**
 * What Heimdall and MITRE's SAF read (exec-json). One result a control: those tools take a control with a passed and a skipped
 * result for passed, which would make a finding of what was half read disappear.
 */
export const hdf: HostReporter = {
  name: 'hdf',
  description: 'For Heimdall and SAF (exec-json): a file a host.',
  extensions: ['.hdf.json'],
  needsBenchmark: false,
  *render(checklist) {
    const { host, tool, parts } = checklist;
    yield checklistJson({
      platform: {
        name: 'VMware ESXi',
        release: `${host.version ?? 'not told'} build ${host.build ?? 'not told'}`,
        target_id: assetOf(checklist).name,
      },
      profiles: parts.map((part) => profileOf(part, checklist)),
      statistics: { duration: durationOf(checklist) },
      version: tool.version,
      passthrough: { metadata: metadataOf(checklist) },
    });
  },
};

/** What those tools make the head of a checklist from. */
function metadataOf(checklist: Checklist) {
  const { name, fqdn, address, comments } = assetOf(checklist);
  return {
    hostname: name,
    hostfqdn: fqdn,
    hostip: address,
    hostmac: '',
    targetcomment: comments,
    assettype: 'Computing',
    role: 'None',
    techarea: '',
    webordatabase: false,
    vulidmapping: 'gid',
    profiles: checklist.parts.map((part) => {
      const { stigId, title, version } = headingOf(part);
      const [number, release] = [Number(version), Number(part.framework.benchmark?.release)];
      return {
        name: stigId,
        title,
        ...(Number.isSafeInteger(number) && number >= 0 ? { version: number } : {}),
        ...(Number.isSafeInteger(release) && release >= 0 ? { releasenumber: release } : {}),
      };
    }),
  };
}

function durationOf({ startedAt, finishedAt }: Checklist): number | null {
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

function profileOf(part: ChecklistPart, checklist: Checklist) {
  const { framework, items } = part;
  const heading = headingOf(part);
  const controls = items.map((item) => controlOf(item, checklist));
  const ids = controls.map(({ id }) => id);
  return {
    name: heading.stigId,
    title: heading.title,
    version: framework.version,
    summary: framework.note ?? `Judged by ${framework.name}, as published by ${framework.publisher}.`,
    maintainer: framework.publisher,
    sha256: createHash('sha256').update(JSON.stringify(framework)).digest('hex'),
    supports: [],
    attributes: [],
    groups: [{ id: framework.name, title: framework.title, controls: ids }],
    status: 'loaded',
    controls,
  };
}

const IMPACTS = { high: 0.7, medium: 0.5, low: 0.3 } as const;

function controlOf(item: ChecklistItem, { startedAt }: Checklist) {
  const { control, status, comments } = item;
  return {
    id: control.vulnId ?? control.id,
    title: titleOf(item),
    desc: item.texts?.discussion ?? '',
    descriptions: [
      { label: 'check', data: checkOf(item) },
      { label: 'fix', data: item.texts?.fixText ?? '' },
      ...(comments === '' ? [] : [{ label: 'comments', data: comments }]),
    ],
    impact: status === 'not_applicable' ? 0 : IMPACTS[item.severity],
    refs: [],
    tags: tagsOf(item),
    code: '',
    source_location: {},
    results: [resultOf(item, startedAt)],
    ...waiverOf(item),
  };
}

function tagsOf(item: ChecklistItem) {
  const { control, override, texts } = item;
  return {
    ...(control.vulnId === null ? {} : { gid: control.vulnId }),
    ...(control.ruleId === null ? {} : { rid: ruleIdOf(item) }),
    stig_id: control.id,
    gtitle: texts?.groupTitle ?? control.id,
    severity: item.severity,
    cci: control.cci,
    nist: control.nist,
    ...(control.pci.length === 0 ? {} : { pci: control.pci }),
    ...(override === null ? {} : { severityoverride: override.severity, severityjustification: override.reason }),
  };
}

const RESULTS: Readonly<Record<ControlStatus, 'failed' | 'passed' | 'skipped'>> = {
  open: 'failed',
  not_a_finding: 'passed',
  not_reviewed: 'skipped',
  not_applicable: 'skipped',
};

function resultOf(item: ChecklistItem, startedAt: string) {
  const status = RESULTS[item.status];
  return {
    status,
    code_desc: `${item.control.id}: ${titleOf(item)}`,
    start_time: startedAt,
    ...(status === 'skipped' ? { skip_message: item.details } : { message: item.details }),
  };
}

/** Never "skipped because of it": those tools take such a control for one that does not apply, and it is open. */
function waiverOf({ waivers }: ChecklistItem) {
  const [first] = waivers;
  if (first === undefined) return {};
  return {
    waiver_data: {
      expiration_date: first.expires,
      justification: waivers.map(({ message }) => message).join('\n'),
      message: '',
      run: true,
      skipped_due_to_waiver: false,
    },
  };
}
