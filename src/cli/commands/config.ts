import { commandGroup } from '../command.ts';
import { check } from './config/check.ts';
import { schema } from './config/schema.ts';

/** What stands in the config file, without any host. */
export const config = commandGroup('config', 'Check the config file, and show what it may hold', [check, schema]);
