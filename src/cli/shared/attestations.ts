import { dirname, resolve } from 'node:path';
import type { Config } from '../../config/parse-config.ts';
import { attestationsOn } from '../../evidence/attestations.ts';
import { attestationWarnings } from '../../evidence/check-attestations.ts';
import { parseAttestations } from '../../evidence/parse-attestations.ts';
import type { AttestationReport } from '../../model/attestation.ts';
import type { Framework } from '../../model/framework.ts';
import { allFrameworks } from '../../shipped/shipped-frameworks.ts';
import { missingFile, readSmallFile } from '../../target/bounded-file.ts';
import type { AttestationArguments } from '../common-options.ts';
import { usageError } from '../parser/usage-error.ts';
import { type Io, warn } from './console.ts';

/** What attestations are looked at with. */
interface AttestationContext {
  readonly config: Config | null;
  readonly frameworks: readonly Framework[];
  readonly io: Io;
}

/**
 * The attestations of `--attestations`, else of the config, as of today, and what people must know of them on stderr; none of none.
 * Throws ATTESTATIONS_INVALID, FILE_NOT_READ, and USAGE where they are named and no framework is: only controls are attested.
 */
export async function readAttestations(
  { attestations: named }: AttestationArguments,
  { config, frameworks, io }: AttestationContext,
): Promise<readonly AttestationReport[]> {
  const file = named ?? configured(config);
  if (file === null) return [];
  if (frameworks.length === 0 && named === undefined) return [];
  if (frameworks.length === 0) {
    throw usageError('--attestations answers controls, and no framework was chosen.', [
      'Name one with --framework; to see all of them, run: esxcheck rules frameworks',
    ]);
  }
  const found = await readSmallFile(file);
  if (found === null) throw missingFile(file);
  const now = new Date();
  const attestations = attestationsOn(parseAttestations(found.text, file, now), now);
  for (const sentence of attestationWarnings(attestations, frameworks, await allFrameworks())) await warn(io, sentence);
  return attestations;
}

function configured(config: Config | null): string | null {
  const file = config?.sections.attestations;
  return config === null || file === undefined ? null : resolve(dirname(resolve(config.file)), file);
}
