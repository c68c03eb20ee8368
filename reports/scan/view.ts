import { verdictWord } from '../text/verdict-words.ts';
import type { Finding } from '../../src/model/finding.ts';
import { SEVERITIES } from '../../src/model/rule.ts';
import { type ScanView, WHOLE_VIEW } from '../../src/model/scan-view.ts';
import type { RenderOptions } from '../../src/model/reporter.ts';

/** What was asked for, or everything. */
export function viewOf({ view }: Pick<RenderOptions, 'view'>): ScanView {
  return view ?? WHOLE_VIEW;
}

/** Whether people asked to see a finding. */
export function isShownIn({ only, severity }: ScanView): (finding: Finding) => boolean {
  const worst = severity === null ? SEVERITIES : SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);
  return (finding) => (only === null || only.includes(finding.verdict)) && worst.includes(finding.severity);
}

/** Whether anything is left out, so that a report must say so. */
export function isNarrowed({ only, severity }: ScanView): boolean {
  return only !== null || severity !== null;
}

/** `shown: non-compliant, unknown; severity high and worse`: null where nothing is left out. */
export function narrowedText({ only, severity }: ScanView): string | null {
  const parts = [
    ...(only === null ? [] : [only.map((verdict) => verdictWord(verdict)).join(', ')]),
    ...(severity === null ? [] : [severity === 'critical' ? 'severity critical' : `severity ${severity} and worse`]),
  ];
  return parts.length === 0 ? null : `Shown: ${parts.join('; ')}. Everything else is left out below.`;
}
