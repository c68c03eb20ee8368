import { execFileSync } from 'node:child_process';

/** The seed of this commit; a random one where there is no git. */
export function seedOfCommit(): number {
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number.parseInt(commit.slice(0, 8), 16) + 1;
  } catch {
    return 1 + Math.floor(Math.random() * 1e9);
  }
}
