import { RE2JS } from 're2js';

/**
 * Patterns of a JSON Schema that are matched in a time that grows with the text alone, for ajv's option `code.regExp`. An
 * expression such as `^(a+)+$` takes JavaScript's own engine seconds for thirty letters, and whoever fills in a form
 * would stop the whole process.
 *
 * It is the engine RE2, so there are neither lookaheads nor references back: such a pattern throws when its schema is
 * compiled, which is when configuration is read.
 *
 * In an entry point of its own, as it is large and only forms and the backend need it.
 *
 * @packageDocumentation
 */
export const linearRegExp = Object.assign(
  (pattern: string): LinearRegExp => {
    const regExp = compile(pattern);
    return {
      // By its text ajv knows whether it has it already.
      toString: () => pattern,
      test: text => regExp.matcher(text).find(),
    };
  },
  // For validators that are written out as code, which ours are not.
  { code: 'new RegExp' },
);

/** @public */
export interface LinearRegExp {
  test(text: string): boolean;
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
