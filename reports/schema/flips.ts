import { z } from 'zod';
import { FLIP_KINDS, FLIP_EXTENTS } from '../../src/model/flip.ts';
import { told } from './reading.ts';

const count = z.int().nonnegative();

export const release = z.object({ build: z.string(), release: told });

const flip = z.object({
  setting: z.string(),
  kind: z.enum(FLIP_KINDS).describe('Another default, a setting that the earlier build does not have, or the later'),
  before: told.describe('The default; null where there is none'),
  after: told,
  extent: z
    .enum(FLIP_EXTENTS)
    .describe(
      'all: every host of the step that was read, and they are two or more and at least half of it; few-read: every host that was read, which is less than half; one: a single host was read; most: three or more, and at least three quarters; few: drift',
    ),
  hosts: count.describe('Hosts that show it'),
  read: count.describe('Hosts of the step where it was read both times'),
  followed: count.describe('Hosts that show it whose value went with the default'),
  kept: count.describe('Hosts that show it whose value stayed, and is not the default now'),
  agree: count.describe('Other hosts of the model that stood on the later build already, and have its default'),
  differ: count.describe('Other hosts of the model that stand on one of the two builds, and have another default'),
  rules: z.array(z.string()).nullable().describe('Rules that judge it on these hosts; null: the scan does not tell'),
  uncovered: count.nullable().describe('Hosts that show it on which no rule judges it; null: the scan does not tell'),
  failing: z
    .array(z.string())
    .describe('Of these rules those that fail now where the value went with the default, and did not fail before'),
  named: z.array(z.string()).optional().describe('Ids of hosts: those that show it (few), those that do not (most)'),
});

const step = z.object({
  before: release,
  after: release,
  vendor: told,
  model: told,
  hosts: z.array(z.string()).describe('Ids of the hosts of that model that went from the one build to the other'),
  silent: count.describe('How many of them told no setting both times'),
  compared: count.describe('Settings that were read both times on at least one host'),
  unread: count.describe('Settings that were told in one of the scans alone'),
  flips: z.array(flip).describe('Changes that all, or most, of the hosts show that were read'),
  drift: z.array(flip).describe('Changes that few of them show'),
});

/** What patches did to the defaults of kernel settings, by build step and model. */
export const flipsSeen = z.object({
  steps: z.array(step),
  buildUnread: count.describe('Hosts whose build was not read both times: nobody knows whether they crossed one'),
});
