import { shellQuoted } from '../../reports/plan/quoting.ts';
import { line } from './rule-reports.ts';
import type { StartedRule } from './rule-starting.ts';

/** What was written, and what a person does next, in the order of doing. */
export function nextSteps({ id, dir, files }: StartedRule): string {
  const [file = ''] = files;
  const chosen = `--rules ${word(dir)} --rule ${id}`;
  return [
    ...files.map((written) => `Wrote ${written}`),
    '',
    `Next: 1. Say in ${file} what you want; the examples say what must come of it.`,
    `      2. esxcheck rules test ${chosen}`,
    `      3. esxcheck scan --target vcenter.example.com ${chosen}`,
  ]
    .map(line)
    .join('');
}

/** A path as a POSIX shell takes it; one that no line can hold stays as it is, for the eye. */
function word(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : (shellQuoted(path) ?? path);
}
