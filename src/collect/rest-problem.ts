import { EsxcheckError } from '../model/errors.ts';
import type { Problem, ProblemCode } from '../model/problem.ts';
import { RestRefusal } from '../rest/refusal.ts';
import { problemFromError } from './answer-problem.ts';

/** What refusals of one call mean. */
export interface RestMeaning {
  /** The privilege that it takes: a refusal names none, the reference does; left out where it is no one privilege. */
  readonly privilege?: string;
  /** Why there is nothing where the server knows the path and not what it names. */
  readonly notFound: ProblemCode;
}

/**
 * What a failed REST call means for the fact that was asked for. What is no matter of the call is thrown on, as by
 * problemFromError.
 */
export function problemFromRest(error: unknown, meaning: RestMeaning): Problem {
  if (error instanceof RestRefusal) return { ...ofRefusal(error, meaning), fault: `HTTP ${error.status}` };
  if (!(error instanceof EsxcheckError)) return problemFromError(error);
  if (error.code === 'REST_ABSENT') return { code: 'rest-unavailable', detail: error.message };
  if (error.code === 'REST_LOGIN_REFUSED') return { code: 'no-permission', detail: error.message };
  return problemFromError(error);
}

function ofRefusal({ kind, message: detail }: RestRefusal, { privilege, notFound }: RestMeaning): Problem {
  switch (kind) {
    case 'unauthorized':
      return { code: 'no-permission', detail, ...(privilege === undefined ? {} : { privilege }) };
    case 'unauthenticated':
      return { code: 'not-authenticated', detail };
    case 'absent':
      return { code: 'rest-unavailable', detail };
    case 'not-found':
      return { code: notFound, detail };
    case 'other':
      return { code: 'fault', detail };
  }
}
