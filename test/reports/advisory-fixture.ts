import type { Advisory } from '../../src/model/advisory.ts';
import type { AdvisoryListing, AdvisoryMatrix, ListedAdvisory } from '../../src/model/advisory-listing.ts';

const TOLD = {
  tool: { name: 'esxcheck', version: '0.1.0' },
  age: {
    today: '2026-11-30',
    asOf: '2026-11-01',
    days: 29,
    exploited: { list: 'a list of exploited faults', asOf: '2025-08-25' },
  },
};

const PLAIN: Advisory = {
  id: 'VMSA-2025-0004',
  cves: ['CVE-2025-22224', 'CVE-2025-22225'],
  published: '2025-03-04',
  cvss: 9.3,
  exploited: { state: 'exploited', date: '2025-03-04', source: 'a list', ransomware: true },
  workaround: null,
  fixes: [{ version: '8.0.3', build: '24585383', name: 'ESXi 8.0 Update 3d' }],
  asOf: '2026-11-01',
};

/** Every word of a fix, each state of being exploited, with and without a workaround. */
const LISTED: readonly ListedAdvisory[] = [
  {
    rule: 'advisories/vmsa-2025-0004-cve-2025-22224',
    severity: 'critical',
    advisory: PLAIN,
    fixes: [
      { version: '8.0.3', build: '24585383', name: 'ESXi 8.0 Update 3d', word: null },
      { version: '8.0.2', build: '24585300', name: null, word: null },
      { version: '8.0.0', build: null, name: null, word: 'unknown' },
      { version: '6.5.0', build: null, name: null, word: 'noFix' },
      { version: '9.0', build: null, name: null, word: 'notAffected' },
    ],
    state: null,
  },
  {
    rule: 'advisories/vmsa-2026-0006-cve-2026-41709',
    severity: 'low',
    advisory: {
      ...PLAIN,
      id: 'VMSA-2026-0006',
      cves: ['CVE-2026-41709'],
      published: '2026-07-29',
      cvss: null,
      exploited: { state: 'unknown', date: '2025-08-25', source: 'a list', ransomware: false },
      workaround: 'Stop slpd.',
    },
    fixes: [],
    state: null,
  },
  {
    rule: 'advisories/vmsa-2022-0025-cve-2022-31681',
    severity: 'high',
    advisory: {
      ...PLAIN,
      id: 'VMSA-2022-0025',
      cves: ['CVE-2022-31681'],
      exploited: { state: 'not-listed', date: '2025-08-25', source: 'a list', ransomware: false },
      workaround: 'Remove the controller.',
    },
    fixes: [{ version: '7.0.3', build: '20036586', name: 'ESXi 7.0 Update 3f', word: null }],
    state: null,
  },
];

export function advisoryListing(): AdvisoryListing {
  return { ...TOLD, release: null, advisories: LISTED };
}

/** One of each state, by old data, of a build that no catalog holds. */
export function releaseByAdvisories(): AdvisoryListing {
  const states = ['affected', 'unknown', 'fixed'] as const;
  const advisories = LISTED.map((listed, index): ListedAdvisory => {
    const status = states[index] ?? 'not-affected';
    return { ...listed, state: { status, fixedBuild: index === 0 ? '24585383' : null, message: 'It is build 1.' } };
  });
  return {
    ...TOLD,
    age: { ...TOLD.age, asOf: '2026-08-01', days: 121 },
    release: { name: null, version: null, build: '99999999' },
    advisories,
  };
}

export function advisoryMatrixOf(): AdvisoryMatrix {
  const statuses = ['affected', 'unknown', 'fixed', 'not-affected'] as const;
  return {
    ...TOLD,
    advisories: LISTED.map(({ rule, severity, advisory }) => ({ rule, severity, advisory })),
    releases: [
      { name: 'ESXi 8.0 Update 3', version: '8.0.3', build: '24022510', statuses: statuses.slice(0, 3) },
      { name: 'ESX 9.0.0.0', version: '9.0.0', build: '24755229', statuses: statuses.slice(1) },
    ],
  };
}
