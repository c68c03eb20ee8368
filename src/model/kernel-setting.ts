import type { Problem } from './problem.ts';

/**
 * The values of one VMkernel boot setting, as raw text: releases differ in case ("true", "TRUE").
 *
 * Default is built into the release, Configured holds from the next boot on, Runtime holds now (docs/internals/wire.md 3.4).
 */
export interface KernelSetting {
  /** `Bool`, `String`, `uint32` ... as esxcli names it; null where the source does not tell. */
  readonly type: string | null;
  readonly default: string | null;
  readonly configured: string | null;
  readonly runtime: string | null;
  /** `advanced-option` is the stored value alone, presumed to be Configured; it never holds Runtime. */
  readonly source: 'esxcli' | 'advanced-option';
  /** Why a value above is null; null when all three were read. */
  readonly problem: Problem | null;
}

/** What the name of a setting can be. */
export const SETTING_NAME = /^\w+$/;

/**
 * Settings of all releases that were measured (rules/catalog/kernel-defaults.csv). A list without one of them is no whole
 * list, and proves of no name that it is not there.
 */
export const SETTINGS_OF_EVERY_RELEASE: readonly string[] = [
  'autoCreateDumpFile',
  'hyperthreading',
  'ipmiEnabled',
  'maxVMs',
  'skipPartitioningSsds',
];

/**
 * Whether a list can be all settings of a host: one that lacks a setting that every release has is no whole list, and proves of
 * no name that it is not there. A setting that is in it without a value that was read is not there.
 */
export function isWholeKernelList(list: ReadonlyMap<string, KernelSetting>): boolean {
  return SETTINGS_OF_EVERY_RELEASE.every((name) => {
    const setting = list.get(name);
    return (
      setting !== undefined && [setting.default, setting.configured, setting.runtime].some((value) => value !== null)
    );
  });
}
