import type { SimulatedHost } from '../world/host.ts';
import { isAtLeast } from '../wire/versions.ts';
import { data, dateTime, member, string, type Value } from '../wire/value.ts';

const DAY_MS = 86_400_000;

/** ESXi has it since 6.0. */
export function hasCertificateManager({ spec }: SimulatedHost): boolean {
  return isAtLeast(spec.version, '6.0');
}

/** HostCertificateManagerCertificateInfo. */
export function certificateInfo({ spec }: SimulatedHost, now: number): Value {
  const { certificateDays } = spec.standing;
  return data('HostCertificateManagerCertificateInfo', {
    issuer: string('O=Lab,OU=Simulated'),
    notBefore: dateTime(now - 400 * DAY_MS),
    notAfter: dateTime(now + certificateDays * DAY_MS),
    subject: string(`CN=${spec.name}`),
    status: member('HostCertificateManagerCertificateInfoCertificateStatus', statusOf(certificateDays)),
  });
}

function statusOf(days: number): string {
  if (days < 0) return 'expired';
  return days < 30 ? 'expiring' : 'good';
}
