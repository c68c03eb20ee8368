import { commandGroup } from '../command.ts';
import { list } from './rules/list.ts';
import { show } from './rules/show.ts';
import { test } from './rules/test.ts';
import { waivers } from './rules/waivers.ts';

/** What the rules say, without any host. */
export const rules = commandGroup('rules', 'List, show and test the rules, list the waivers', [
  list,
  show,
  test,
  waivers,
]);
