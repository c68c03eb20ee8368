import { z } from 'zod';

/** Typed faults that esxcli may answer with, each named as the API names it, with a small letter first. */
const FAULTS = [
  'noPermission',
  'notAuthenticated',
  'hostNotConnected',
  'systemError',
  'hostConfigFault',
  'restrictedVersion',
  'invalidRequest',
  'invalidArgument',
  'methodDisabled',
] as const;

const faultSchema = z.strictObject({
  fault: z.enum(FAULTS),
  /** Inside the answer's faultDetail, as a fault of ExecuteSoap, or as one of RetrieveManagedMethodExecuter. */
  at: z.enum(['detail', 'execute', 'executer']).default('detail'),
  /** What a NoPermission names; the privilege of the command where it is left out. */
  privilege: z.string().optional(),
  /** Only these commands, and those below them: `software`, `system.settings.kernel`. */
  only: z.array(z.string()).optional(),
});

/** How esxcli of a host misbehaves; the name of a fault alone is that fault in faultDetail. */
export const esxcliTroubleSchema = z.union([
  z.enum(['methodNotFound', 'noExecuter', 'nil', 'fault', ...FAULTS]),
  faultSchema,
]);

export type EsxcliFaultTrouble = z.output<typeof faultSchema>;
export type EsxcliTrouble = z.input<typeof esxcliTroubleSchema>;

/** The typed fault that a trouble stands for; null for any other trouble. */
export function typedFaultOf(trouble: EsxcliTrouble | undefined): EsxcliFaultTrouble | null {
  const given = FAULTS.some((name) => name === trouble) ? { fault: trouble } : trouble;
  const result = faultSchema.safeParse(given);
  return result.success ? result.data : null;
}
