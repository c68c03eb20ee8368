import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallWitness } from '../connect/call-witness.ts';
import { type Credentials, secretsOf } from '../connect/credentials.ts';
import { makeFolder } from '../files/folder.ts';
import { EsxcheckError } from '../model/errors.ts';
import { sessionKeyIn, withoutSecrets } from './soap-secrets.ts';

/** A folder that gets two files for each call, numbered in the order in which the calls ended. */
export interface TraceFolder {
  /** Traces the calls to one target; what its credentials hold never reaches a file. */
  witness(credentials: Credentials): CallWitness;
}

/**
 * Makes the folder, or takes an empty one; others may not read it. Files are written at once, so that a run that is killed
 * leaves all that it had. Throws OUTPUT_NOT_WRITTEN.
 */
export function openTraceFolder(path: string): TraceFolder {
  try {
    makeFolder(path, 0o700);
    if (readdirSync(path).length > 0) throw notWritten(path, 'it is not empty');
    // Found out now, and not by the first call.
    writeFileSync(join(path, 'README.txt'), README, { mode: 0o600 });
  } catch (error) {
    if (error instanceof EsxcheckError) throw error;
    throw notWritten(path, (error as Error).message);
  }
  let count = 0;
  return {
    witness: (credentials) => {
      const secrets = new Set(secretsOf(credentials));
      return {
        wantsBodies: true,
        onCall: ({ method, bodies }) => {
          if (bodies === null) return;
          const response = bodies.response.toString('utf8');
          const key = sessionKeyIn(response, method);
          if (key !== null) secrets.add(key);
          count += 1;
          const name = join(path, `${String(count).padStart(6, '0')}-${method}`);
          write(`${name}.request.xml`, withoutSecrets(bodies.request, method, secrets));
          write(`${name}.response.xml`, withoutSecrets(response, method, secrets));
        },
      };
    },
  };
}

const README = `SOAP messages of esxcheck, a pair for each call, numbered in the order in which the calls ended.
Passwords, tokens and keys of sessions are removed. Names and addresses of hosts are not.
`;

/** The run goes on without its trace where the disk is full. */
function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch {
    // Nothing that a report depends on is lost.
  }
}

function notWritten(path: string, reason: string): EsxcheckError {
  return new EsxcheckError('OUTPUT_NOT_WRITTEN', `The folder ${JSON.stringify(path)} cannot take a trace: ${reason}.`, {
    details: ['Name a folder that is empty or not there yet.'],
  });
}
