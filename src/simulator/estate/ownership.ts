import { z } from 'zod';

/** What vCenter found of a host: the status of its lists, or that its answer does not name the host. */
const IMAGE_STATUSES = ['COMPLIANT', 'NON_COMPLIANT', 'INCOMPATIBLE', 'UNAVAILABLE', 'unnamed'] as const;
const PROFILE_STATUSES = ['COMPLIANT', 'NON_COMPLIANT', 'failed', 'skipped', 'unnamed'] as const;

/** Days since the last check; `never`: there was none. */
const checked = z.union([z.number(), z.literal('never')]);

/** An image, and a configuration profile, that own the hosts of a cluster. */
export const clusterOwnerProperties = {
  image: z
    .strictObject({
      /** Of the base image; that of the first host by default. */
      version: z.string().optional(),
      checkedDays: checked.optional(),
      /** The version that was wanted when it was checked; the same by default. */
      checkedVersion: z.string().optional(),
      /** Some hosts have another image (9.0). */
      alternatives: z.boolean().optional(),
    })
    .optional(),
  configurationProfile: z.strictObject({ checkedDays: checked.optional() }).optional(),
};

/** What vCenter found of one host. */
export const hostOwnerProperties = {
  imageStatus: z.enum(IMAGE_STATUSES).optional(),
  profileStatus: z.enum(PROFILE_STATUSES).optional(),
  /** Paths of settings that differ from the configuration profile. */
  drift: z.array(z.string()).optional(),
};

const clusterSchema = z.strictObject(clusterOwnerProperties);
const hostSchema = z.strictObject(hostOwnerProperties);

export interface ImageSpec {
  readonly version: string | null;
  readonly checkedDays: number | 'never';
  readonly checkedVersion: string | null;
  readonly alternatives: boolean;
}

/** How the hosts of a cluster are owned; null: they are not. */
export interface ClusterOwners {
  readonly image: ImageSpec | null;
  readonly configurationProfile: { readonly checkedDays: number | 'never' } | null;
}

/** What vCenter found of a host at its last checks. */
export interface FoundSpec {
  /** Null: COMPLIANT where the host runs the build of the image, else NON_COMPLIANT. */
  readonly imageStatus: (typeof IMAGE_STATUSES)[number] | null;
  readonly profileStatus: (typeof PROFILE_STATUSES)[number];
  readonly drift: readonly string[];
}

/** The flags of the cluster's own properties make an owner that nothing more is said of. */
export function expandOwners(
  { image, configurationProfile }: z.output<typeof clusterSchema>,
  owned: { readonly image: boolean; readonly configurationProfile: boolean },
): ClusterOwners {
  const { version = null, checkedDays = 0, checkedVersion = null, alternatives = false } = image ?? {};
  return {
    image: owned.image ? { version, checkedDays, checkedVersion, alternatives } : null,
    configurationProfile: owned.configurationProfile ? { checkedDays: configurationProfile?.checkedDays ?? 0 } : null,
  };
}

const PLAIN: FoundSpec = { imageStatus: null, profileStatus: 'COMPLIANT', drift: [] };

/** Hosts of which nothing is said share one object. */
export function expandFound({ imageStatus, profileStatus, drift }: z.output<typeof hostSchema>): FoundSpec {
  if (imageStatus === undefined && profileStatus === undefined && drift === undefined) return PLAIN;
  const differs = drift !== undefined && drift.length > 0;
  return {
    imageStatus: imageStatus ?? null,
    profileStatus: profileStatus ?? (differs ? 'NON_COMPLIANT' : 'COMPLIANT'),
    drift: drift ?? [],
  };
}
