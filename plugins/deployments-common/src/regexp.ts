import { RE2JS } from 're2js';

/**
 * Regular expressions that are matched in linear time. They have an entry point of their own because the engine is
 * large and only forms and the backend need it.
 *
 * @packageDocumentation
 */

/**
 * Compiles a pattern of a JSON Schema with RE2, for ajv's option `code.regExp`. Matching takes linear time:
 * JavaScript's own engine needs seconds to match thirty letters with `^(a+)+$`, so a user who fills in a form could
 * block the whole process.
 *
 * @throws Error for patterns that RE2 does not support: lookaheads and backreferences. ajv compiles a schema when
 *   configuration is read.
 * @public
 */
export const linearRegExp = Object.assign(
  (pattern: string): LinearRegExp => {
    const regExp = compile(pattern);
    return {
      // ajv uses the text as its cache key.
      toString: () => pattern,
      test: text => regExp.matcher(text).find(),
    };
  },
  // Only used by validators that are generated as code; ours are not.
  { code: 'new RegExp' },
);

/**
 * A compiled pattern.
 *
 * @public
 */
export interface LinearRegExp {
  /** Whether the pattern matches anywhere in the text. */
  test(text: string): boolean;
  /** The pattern. */
  toString(): string;
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the pattern ${JSON.stringify(
        pattern,
      )} cannot be matched in linear time (${why}). Patterns are those of RE2: without lookaheads such as (?!…) and references such as \\1`,
    );
  }
}
