import type { ErrorSchema } from '@rjsf/utils';

/** The server's complaint about an input: its name, dotted if it is nested, and a sentence. */
export interface InputMistake {
  input: string;
  message: string;
}

/** Names of the inputs that a schema declares, dotted if they are nested. */
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
 * Splits a plan's warnings into those about inputs, to show them next to the fields, and the others. The server puts the
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

/** Converts the mistakes to the form's format for external errors. */
export function toErrorSchema(mistakes: readonly InputMistake[]): ErrorSchema {
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
