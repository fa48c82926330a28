import type { ErrorSchema } from '@rjsf/utils';

/** What the server finds wrong with an input: its name, dotted where it lies within another, and a sentence. */
export interface InputMistake {
  input: string;
  message: string;
}

/** Names of the inputs that a schema declares, dotted where they lie within others. */
function declared(schema: unknown, prefix = ''): string[] {
  const properties =
    typeof schema === 'object' && schema !== null && 'properties' in schema
      ? schema.properties
      : undefined;
  return typeof properties === 'object' && properties !== null
    ? Object.entries(properties).flatMap(([key, property]) => [
        `${prefix}${key}`,
        ...declared(property, `${prefix}${key}.`),
      ])
    : [];
}

/**
 * Takes what is about inputs out of a plan's warnings, so that it can stand beside the fields. The server says the
 * input's name first: `region: is missing`.
 */
export function splitWarnings(
  schema: unknown,
  warnings: readonly string[],
): { mistakes: InputMistake[]; others: string[] } {
  const inputs = new Set(declared(schema));
  const mistakes: InputMistake[] = [];
  const others: string[] = [];
  for (const warning of warnings) {
    const [, input, message] = /^([^\s:]+): (.+)$/s.exec(warning) ?? [];
    if (inputs.has(input)) {
      mistakes.push({ input, message });
    } else {
      others.push(warning);
    }
  }
  return { mistakes, others };
}

/** As the form takes errors that are not its own. */
export function errorsAt(mistakes: readonly InputMistake[]): ErrorSchema {
  const root: ErrorSchema = {};
  for (const { input, message } of mistakes) {
    let at: ErrorSchema = root;
    for (const key of input.split('.')) {
      at = at[key] ??= {};
    }
    (at.__errors ??= []).push(message);
  }
  return root;
}
