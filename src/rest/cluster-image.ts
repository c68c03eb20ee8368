import { z } from 'zod';
import type { RestCall } from './call.ts';
import { contradicted, detailOf, type HostWord, type HostWords, listingOf } from './host-words.ts';
import { RestAnswerError } from './json.ts';
import { ids, moment, shapeOf } from './shape.ts';

/** The image that vCenter wants on the hosts of a cluster. */
export interface DesiredImage {
  /** Of its base image: `8.0.3-0.70.24674464`, `9.1.0.0200.25557999`. */
  readonly version: string;
  /** Whether some hosts of the cluster have another image, chosen by what they are (9.0 and newer). */
  readonly hasAlternatives: boolean;
}

/** A version that says something, and holds no space. */
const version = z.string().regex(/^\S{1,100}$/);
const baseImage = z.object({ version });

const softwareSchema = z.object({
  base_image: baseImage,
  alternative_images: z.record(z.string(), z.unknown()).nullish(),
});

/** `GET …/software` of a cluster that is managed by an image (docs/internals/rest.md 3.1). */
export function desiredImage(cluster: string): RestCall<DesiredImage> {
  return {
    ...reading(cluster, 'software'),
    name: 'rest-cluster-image',
    decode: (value) => {
      const software = shapeOf(softwareSchema, value);
      const alternatives = Object.keys(software.alternative_images ?? {});
      return { version: software.base_image.version, hasAlternatives: alternatives.length > 0 };
    },
  };
}

/** What vCenter found when it last compared a host with its image. */
export interface ImageCheck {
  readonly status: 'COMPLIANT' | 'NON_COMPLIANT' | 'INCOMPATIBLE';
  /** In milliseconds since 1970. */
  readonly checkedAt: number;
  /** Versions of base images: what the host had, and what was expected of it. */
  readonly current: string;
  readonly target: string;
}

/** `GET …/software/compliance`: what the last check found, host by host (docs/internals/rest.md 3.2). It checks nothing itself. */
export function imageCompliance(cluster: string): RestCall<HostWords<ImageCheck>> {
  return { ...reading(cluster, 'software/compliance'), name: 'rest-cluster-image-compliance', decode: complianceIn };
}

/** `ComplianceStatus` of the API. */
const status = z.enum(['COMPLIANT', 'NON_COMPLIANT', 'INCOMPATIBLE', 'UNAVAILABLE']);

const complianceSchema = z.object({
  status,
  scan_time: moment,
  compliant_hosts: ids,
  non_compliant_hosts: ids,
  incompatible_hosts: ids,
  unavailable_hosts: ids,
  hosts: z.record(z.string(), z.unknown()),
});

const hostSchema = z.object({
  status,
  scan_time: moment,
  base_image: z.object({ current: baseImage, target: baseImage }),
});

function complianceIn(value: unknown): HostWords<ImageCheck> {
  const answer = shapeOf(complianceSchema, value);
  const lists = {
    COMPLIANT: answer.compliant_hosts,
    NON_COMPLIANT: answer.non_compliant_hosts,
    INCOMPATIBLE: answer.incompatible_hosts,
    UNAVAILABLE: answer.unavailable_hosts,
  };
  if (answer.status === 'COMPLIANT' && lists.NON_COMPLIANT.length + lists.INCOMPATIBLE.length > 0) {
    throw new RestAnswerError('the cluster is called compliant, and hosts of it are not');
  }
  const listing = listingOf(lists);
  return (host) => {
    const listed = listing(host);
    if (listed.kind !== 'said') return listed;
    const { word } = listed;
    if (word === 'UNAVAILABLE') return unavailable(answer.scan_time);
    return detailOf(answer.hosts, host, hostSchema, (detail) => checkIn(detail, word));
  };
}

function unavailable(scanTime: number): HostWord<never> {
  const at = new Date(scanTime).toISOString();
  return {
    kind: 'unknown',
    sentence: `as of ${at}, vCenter calls it UNAVAILABLE: its check failed, or did not take place`,
  };
}

function checkIn(detail: z.output<typeof hostSchema>, listed: ImageCheck['status']): HostWord<ImageCheck> {
  if (detail.status !== listed) return contradicted(listed, detail.status);
  const { current, target } = detail.base_image;
  const word = { status: listed, checkedAt: detail.scan_time, current: current.version, target: target.version };
  return { kind: 'said', word };
}

function reading(cluster: string, what: string): Pick<RestCall<never>, 'method' | 'api' | 'rest' | 'body'> {
  return { method: 'GET', api: `/api/esx/settings/clusters/${cluster}/${what}`, rest: null, body: null };
}
