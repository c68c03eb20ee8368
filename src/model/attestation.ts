/** What a person says of a control that no read answers wholly; the words of MITRE's SAF. */
export const ATTESTATION_STATUSES = ['passed', 'failed'] as const;
export type AttestationStatus = (typeof ATTESTATION_STATUSES)[number];

/** A person's word for a control, as it stands in a file of attestations. */
export interface Attestation {
  /** Id, V- number or SV- number of a control; any case. */
  readonly controlId: string;
  readonly status: AttestationStatus;
  readonly explanation: string;
  /** When the person looked: a day or a moment, ISO 8601. */
  readonly updated: string;
  readonly updatedBy: string;
  /** How often it must be looked at: `annually`, `6m`; null where only a day ends it. */
  readonly frequency: string | null;
  /** Globs over names or paths, of which one must match; null: not asked; both null: every host. */
  readonly hosts: readonly string[] | null;
  readonly clusters: readonly string[] | null;
  /** The last day on which it holds, `2027-03-31`, in UTC: the earlier of what the file says and what the frequency makes of it. */
  readonly expires: string;
  /** Where it stands: `attestations.yaml:12`. */
  readonly place: string;
}

/** `expired`: it answers nothing any more. */
export const ATTESTATION_STATES = ['holds', 'expired'] as const;
export type AttestationState = (typeof ATTESTATION_STATES)[number];

/** An attestation on the day on which it was given to a scan; a saved scan keeps that state. */
export interface AttestationReport extends Attestation {
  readonly state: AttestationState;
}

/**
 * What an attestation does to the answer of a control on a host: it `answers` it; it `agrees` with what was read, or is
 * `contradicted` by it; it cannot stand in for what is `unread`; or it has `expired`.
 */
export const ATTESTATION_EFFECTS = ['answers', 'agrees', 'contradicted', 'unread', 'expired'] as const;
export type AttestationEffect = (typeof ATTESTATION_EFFECTS)[number];
