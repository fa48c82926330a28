import type { JsonObject } from '@backstage/types';

export type CheckedInputs =
  /** `inputs`: with the schema's defaults filled in. */
  | { result: 'valid'; inputs: JsonObject }
  /** One sentence each, the input's name first. */
  | { result: 'invalid'; mistakes: string[] };

/** Checks what a person entered against the golden path's `inputs`. Without a schema nothing may be entered. */
export function checkInputs(
  schema: JsonObject | undefined,
  inputs: JsonObject | undefined,
): CheckedInputs {
  throw new Error(`Not yet written (${schema} ${inputs})`);
}
