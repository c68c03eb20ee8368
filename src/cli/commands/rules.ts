import { commandGroup } from '../command.ts';
import { docs } from './rules/docs.ts';
import { facts } from './rules/facts.ts';
import { list } from './rules/list.ts';
import { newRule } from './rules/new.ts';
import { schema } from './rules/schema.ts';
import { show } from './rules/show.ts';
import { test } from './rules/test.ts';
import { waivers } from './rules/waivers.ts';

/** What the rules say, without any host, and what helps to write one. */
export const rules = commandGroup('rules', 'List, show, test and write rules, list the waivers', [
  list,
  show,
  test,
  newRule,
  facts,
  docs,
  schema,
  waivers,
]);
