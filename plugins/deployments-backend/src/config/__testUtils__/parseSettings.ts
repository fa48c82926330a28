import type { StandardSchemaV1 } from '@standard-schema/spec';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';

/** Parses the settings of a step or a check. Throws if the schema rejects them. */
export function parseSettings<T>(
  schema: StandardSchemaV1<unknown, T>,
  settings: unknown,
): T {
  const parsed = parseWithSchema(schema, settings);
  if (!parsed.success) {
    throw new Error(parsed.issues.map(({ message }) => message).join('; '));
  }
  return parsed.data;
}
