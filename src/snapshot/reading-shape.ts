import { PROBLEM_CODES, type Problem, type ProblemCode } from '../model/problem.ts';
import { ABSENT, read, type Reading, unread } from '../model/reading.ts';
import { matching, memberOf, Misfit, objectIn, record, type Shape, text } from './shape.ts';

const KNOWN: ReadonlyMap<string, ProblemCode> = new Map(PROBLEM_CODES.map((code) => [code, code]));

const codeText = matching(/^[a-z-]{1,64}$/, 'a code');

/** There are no words here for a code of a later release. What it stands for stays unread, and its detail as it was. */
const code: Shape<ProblemCode> = (value) => KNOWN.get(codeText(value)) ?? 'not-reported';

const plainProblem = record<Pick<Problem, 'code' | 'detail'>>({ code, detail: text });

/** Members that may be left out, as snapshots of 1.0.0 do. */
const OPTIONAL = ['fault', 'privilege', 'path'] as const;

export const problem: Shape<Problem> = (value) => {
  const given = objectIn(value);
  const further = OPTIONAL.filter((key) => memberOf(given, key) !== undefined);
  return { ...plainProblem(value), ...Object.fromEntries(further.map((key) => [key, text(memberOf(given, key))])) };
};

/** What came of reading one fact. */
export function reading<Value>(shape: Shape<Value>): Shape<Reading<Value>> {
  const whenRead = record<{ readonly value: Value }>({ value: shape });
  const whenUnread = record<{ readonly problem: Problem }>({ problem });
  return (value) => {
    switch (memberOf(objectIn(value), 'kind')) {
      case 'read':
        return read(whenRead(value).value);
      case 'absent':
        return ABSENT;
      case 'unread':
        return unread(whenUnread(value).problem);
      default:
        throw new Misfit('read, absent or unread', ['kind']);
    }
  };
}
