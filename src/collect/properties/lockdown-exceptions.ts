import { read, unread } from '../../model/reading.ts';
import { queryLockdownExceptions } from '../../vim/methods/access.ts';
import { problemFromError } from '../problem-from.ts';
import type { PartReader } from './reader.ts';

/** `HostAccessManager.QueryLockdownExceptions`, since API 6.0. */
export const lockdownExceptions: PartReader = {
  kind: 'part',
  path: 'configManager.hostAccessManager',
  since: '6.0',
  ask: async ({ session, object, signal }) => {
    try {
      return read(await session.call(queryLockdownExceptions(object), signal === undefined ? {} : { signal }));
    } catch (error) {
      return unread(problemFromError(error));
    }
  },
};
