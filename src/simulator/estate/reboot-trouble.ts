import { z } from 'zod';

/** How a reboot goes wrong; each may be joined with the others. */
export const rebootTroubleSchema = z.strictObject({
  /** Comes back ten times later than it should, or never. */
  comes: z.enum(['late', 'never']).optional(),
  /** The task ends in an error, or in success without a reboot. */
  task: z.enum(['fails', 'lies']).optional(),
  /** What is not there afterwards: the last datastore, path, uplink or address; or HA does not connect. */
  loses: z.array(z.enum(['datastore', 'path', 'uplink', 'vmk', 'ha'])).optional(),
  /** An alarm turns red. */
  redAlarm: z.boolean().optional(),
  /** Shows another certificate: disconnected, and not to be reconnected. */
  otherCertificate: z.boolean().optional(),
  /** Is connected again, but vCenter still shows the old boot time. */
  staleBootTime: z.boolean().optional(),
  /** Its clock is set back by a day over the boot: the boot time is older than the one before. */
  clockBack: z.boolean().optional(),
  /** What was configured does not take effect. */
  keepsRuntime: z.boolean().optional(),
  /** esxcli does not answer afterwards. */
  esxcliDead: z.boolean().optional(),
});

export type RebootTrouble = z.output<typeof rebootTroubleSchema>;
