import { z } from 'zod';

/**
 * An object with these keys and no others.
 *
 * Zod tells which key it does not know, not which it does: for that issue alone the message carries the known keys,
 * separated by spaces, and `describeIssue` makes the sentence.
 */
export function closed<Shape extends z.core.$ZodLooseShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  });
}

/** An object that holds exactly one of the choices beside its other keys, of which those in `optional` may be left out. */
export function exactlyOne<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
  choices: readonly string[],
  optional: readonly string[] = [],
): z.ZodObject<Shape, z.core.$strict> {
  const others = Object.keys(shape).length - choices.length;
  return closed(shape)
    .refine((value) => choices.filter((choice) => Object.hasOwn(value, choice)).length === 1, {
      error: `exactly one of ${choices.join(', ')} was expected`,
    })
    .meta({ minProperties: others - optional.length + 1, maxProperties: others + 1 });
}
