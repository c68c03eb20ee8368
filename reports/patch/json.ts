import type { HostAhead, PatchListing, SettingAhead } from '../../src/model/patch-listing.ts';
import type { Reporter } from '../../src/model/reporter.ts';
import { releaseRecord, targetRecord } from '../json/records.ts';
import { jsonDocument, listMember, member } from '../json/write.ts';

/** The contract `esxcheck.patch/1`, a host or a setting a line. Hosts that may follow a default are named where it changes. */
export const json: Reporter<PatchListing> = {
  name: 'json',
  description: 'One document, esxcheck.patch/1, with a published JSON Schema: every setting and host.',
  extensions: ['.json'],
  render: ({ tool, startedAt, finishedAt, targets, targetRelease, hosts, settings }) =>
    jsonDocument([
      [member('schema', 'esxcheck.patch/1')],
      [member('tool', { name: tool.name, version: tool.version })],
      [member('startedAt', startedAt)],
      [member('finishedAt', finishedAt)],
      listMember('targets', targets.map(targetRecord)),
      [member('targetRelease', releaseRecord(targetRelease))],
      listMember('hosts', hosts.map(hostAheadRecord)),
      listMember('settings', settings.map(settingRecord)),
    ]),
};

function hostAheadRecord({ host, path, remark, problem }: HostAhead) {
  const { id, name, target, uuid, serial, model, version, build, release } = host;
  return { id, name, target, uuid, serial, model, version, build, release, path, remark, problem };
}

function settingRecord({ setting, change, from, to, labDependent, mayFollow, explicit, ...rest }: SettingAhead) {
  const default_ = to === null ? null : { value: to.value, confidence: to.confidence, source: to.source };
  const hosts = change === 'same' || change === 'not-measured' ? null : mayFollow;
  const follow = { count: mayFollow.length, hosts };
  return { setting, change, from, to: default_, labDependent, doubt: rest.doubt ?? null, mayFollow: follow, explicit };
}
