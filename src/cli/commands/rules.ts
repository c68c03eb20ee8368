import { commandGroup } from '../command.ts';
import { list } from './rules/list.ts';
import { show } from './rules/show.ts';
import { test } from './rules/test.ts';

/** What the rules say, without any host. */
export const rules = commandGroup('rules', 'List, show and test the rules', [list, show, test]);
