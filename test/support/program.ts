import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = resolve(fileURLToPath(import.meta.url), '../../../dist/src/cli/main.js');

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program as a user would, without a terminal. It is ended after the time-out, with exit code null. */
export function esxcheck(
  words: readonly string[],
  { cwd, env = {}, timeoutMs = 30_000 }: { cwd?: string; env?: Record<string, string>; timeoutMs?: number } = {},
): Promise<Ended> {
  return new Promise((done) => {
    const options = {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      timeout: timeoutMs,
      maxBuffer: 256 * 1024 * 1024,
    };
    const child = execFile(process.execPath, [MAIN, ...words], options, (_error, stdout, stderr) => {
      done({ exitCode: child.exitCode, stdout, stderr });
    });
    child.stdin?.end();
  });
}
