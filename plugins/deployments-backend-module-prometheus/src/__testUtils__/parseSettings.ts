import type { CheckProvider } from '@slipway/backstage-plugin-deployments-node';

/** Parses settings as they are written in app-config. */
export function parseSettings<T>(
  schema: CheckProvider<T>['schema'],
  settings: unknown,
): T {
  const parsed = schema['~standard'].validate(settings);
  if (parsed instanceof Promise || parsed.issues) {
    throw new Error(`The settings are invalid: ${JSON.stringify(parsed)}`);
  }
  return parsed.value;
}
