/** Something that can stop an upgrade, or break what runs, and that no rule looks at. */
export interface NotChecked {
  readonly what: string;
  /** Why not. */
  readonly why: string;
}

/**
 * What an upgrade may fail on and no rule judges, for people to look at themselves. Lists of devices stand in articles whose
 * tables no public source repeats.
 */
export const NOT_CHECKED_BEFORE_UPGRADE: readonly NotChecked[] = [
  {
    what: 'I/O devices that the release no longer drives (KB 77304 for 7.0, KB 88172 for 8.0, KB 391170 for 9.0)',
    why: 'their tables are in no source that esxcheck could take them from; host.pciDevices tells the ids to compare',
  },
  {
    what: 'processors that 7.0 and 8.0 refuse',
    why: 'no list of them was found; those of 9.0 and XSAVE are judged',
  },
  {
    what: 'drivers of partners that would be downgraded, which stops an image (Broadcom KB 440252)',
    why: 'the image of the target is not read',
  },
  {
    what: 'whether a release can be reached from the one that runs in one step',
    why: 'VMware publishes that as a matrix that no source repeats; only steps back in time are judged',
  },
  {
    what: 'virtual machines whose virtual hardware is too old for the release',
    why: 'the number is from memory alone',
  },
  {
    what: 'certificates that are signed with SHA-1 or have 1024 bits',
    why: 'neither is read, and that they stop an upgrade is from memory alone',
  },
  {
    what: 'room for the staged image in memory (Broadcom KB 313531)',
    why: 'what is free in the resource pool of the system is not read',
  },
  {
    what: "the vendor's list of certified servers, firmware and add-ons",
    why: 'it is no public data; certified models are known of Gen8 alone',
  },
  {
    what: 'vCenter Server, which has to be upgraded first, and products beside it',
    why: 'only hosts are looked at',
  },
];
