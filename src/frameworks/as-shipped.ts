import { type Control, type Coverage, type Framework } from '../model/framework.ts';

/** From what closes a control without a person to what no read closes. */
const STRICTNESS: Readonly<Record<Coverage, number>> = { rule: 0, partly: 1, manual: 2, unreadable: 2 };

/** Frameworks of a saved scan as they count, and ids of the controls that it says less strictly of than what ships. */
export interface CountedFrameworks {
  readonly frameworks: readonly Framework[];
  readonly loosened: readonly string[];
}

/**
 * Frameworks of a scan that was saved, beside those of the same name and version that ship: of each control the stricter word
 * counts, so that nothing is closed that this release would leave open, whether a file was changed by hand or an earlier release
 * read less of the control. Pure.
 */
export function asShipped(saved: readonly Framework[], shipped: readonly Framework[]): CountedFrameworks {
  const loosened: string[] = [];
  const frameworks = saved.map((framework) => {
    const known = shipped.find(({ name, version }) => name === framework.name && version === framework.version);
    if (known === undefined) return framework;
    const counted = withControlsOf(framework, known);
    const before = new Map(framework.controls.map((control) => [control.id, control]));
    const other = counted.filter((control) => control !== before.get(control.id));
    loosened.push(...other.map(({ id }) => id));
    return other.length === 0 ? framework : { ...framework, controls: counted };
  });
  return { frameworks, loosened };
}

/** What ships and the scan lacks is there, so that a checklist holds every control. */
function withControlsOf({ controls }: Framework, shipped: Framework): readonly Control[] {
  const own = new Set(controls.map(({ id }) => id));
  const known = new Map(shipped.controls.map((control) => [control.id, control]));
  const missing = shipped.controls.filter(({ id }) => !own.has(id));
  return [...controls.map((control) => stricter(control, known.get(control.id))), ...missing];
}

/** A control that does not ship is for people: nothing says what answers it. */
function stricter(saved: Control, shipped: Control | undefined): Control {
  if (shipped === undefined) {
    const look = 'The framework that ships has no such control.';
    return STRICTNESS[saved.coverage] < STRICTNESS.manual ? { ...saved, coverage: 'manual', look } : saved;
  }
  const lacking = shipped.rules.filter((rule) => !saved.rules.includes(rule));
  const isLooser = STRICTNESS[saved.coverage] < STRICTNESS[shipped.coverage];
  const isForgiving = saved.notApplicable !== null && shipped.notApplicable === null;
  if (lacking.length === 0 && !isLooser && !isForgiving) return saved;
  return {
    ...saved,
    rules: [...saved.rules, ...lacking],
    ...(isLooser ? { coverage: shipped.coverage, look: shipped.look } : {}),
    ...(isForgiving ? { notApplicable: null } : {}),
  };
}
