import { z } from 'zod';

/** What a host is made of, beside model, processor and memory. */
export interface HardwareSpec {
  readonly firmware: 'BIOS' | 'UEFI';
  /** Version of the TPM; null for none. */
  readonly tpm: '1.2' | '2.0' | null;
  readonly xsave: boolean;
  /** `8086:1572:1590:0225`, in the order of their places. */
  readonly pciDevices: readonly string[];
  readonly nicDriver: string;
  readonly adapterDriver: string;
  readonly bootDisk: { readonly usb: boolean; readonly sizeMiB: number };
  /** By name, beside those that every host has. */
  readonly packages: Readonly<Record<string, { readonly version: string; readonly vendor: string }>>;
}

const PLAIN: HardwareSpec = {
  firmware: 'UEFI',
  tpm: null,
  xsave: true,
  pciDevices: ['8086:7190:15ad:1976', '8086:1572:1590:0225'],
  nicDriver: 'i40en',
  adapterDriver: 'lsi_mr3',
  bootDisk: { usb: false, sizeMiB: 457_862 },
  packages: {},
};

/** Hosts of which nothing is said share one object. */
export function expandHardware(file: HardwareFile): HardwareSpec {
  const names = Object.keys(hardwareProperties) as (keyof HardwareFile)[];
  if (names.every((name) => file[name] === undefined)) return PLAIN;
  return {
    firmware: file.firmware ?? PLAIN.firmware,
    tpm: file.tpm ?? PLAIN.tpm,
    xsave: file.xsave ?? PLAIN.xsave,
    pciDevices: file.pciDevices ?? PLAIN.pciDevices,
    nicDriver: file.nicDriver ?? PLAIN.nicDriver,
    adapterDriver: file.adapterDriver ?? PLAIN.adapterDriver,
    bootDisk: {
      usb: file.bootDisk?.usb ?? PLAIN.bootDisk.usb,
      sizeMiB: file.bootDisk?.sizeMiB ?? PLAIN.bootDisk.sizeMiB,
    },
    packages: Object.fromEntries(
      Object.entries(file.packages ?? {}).map(([name, { version, vendor = 'Simulated' }]) => [
        name,
        { version, vendor },
      ]),
    ),
  };
}

const PCI_ID = /^[0-9a-f]{4}(:[0-9a-f]{4}){3}$/;
const driver = z.string().regex(/^[\w.-]+$/);

/** What a host is made of, as an estate file says it. */
export const hardwareProperties = {
  /** How it was booted; told by hosts of 8.0.2 and newer. */
  firmware: z.enum(['BIOS', 'UEFI']).optional(),
  /** Version of the TPM. */
  tpm: z.enum(['1.2', '2.0']).optional(),
  xsave: z.boolean().optional(),
  /** vendor:device:subvendor:subdevice, in hexadecimal. */
  pciDevices: z.array(z.string().regex(PCI_ID)).min(1).optional(),
  nicDriver: driver.optional(),
  adapterDriver: driver.optional(),
  bootDisk: z.strictObject({ usb: z.boolean(), sizeMiB: z.int().positive() }).partial().optional(),
  /** By name, beside those that every host has. */
  packages: z
    .record(z.string().min(1), z.strictObject({ version: z.string().min(1), vendor: z.string().optional() }))
    .optional(),
};

const hardwareSchema = z.strictObject(hardwareProperties);
type HardwareFile = z.output<typeof hardwareSchema>;
