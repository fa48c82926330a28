import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { JsonValue } from '@backstage/types';
import { readField } from '@slipway/backstage-plugin-deployments-node/http';
import { parseObservation } from '../observation/parseObservation';
import type { HttpTargetSettings } from './httpTargetSettings';

/**
 * Reads what runs from a service's response, by the fields that the settings name.
 *
 * @throws Error that says which part is missing or has another form. It doesn't repeat the response.
 */
export function mapObservation(
  body: JsonValue | undefined,
  observe: NonNullable<HttpTargetSettings['observe']>,
  at: number,
): Observation {
  const { instances, fields, readyWhen } = observe;
  const found = readField(body, instances);
  const listed = Array.isArray(found) ? found : found && [found];
  if (!listed) {
    throw new Error(
      `The response has no ${
        instances ? `field ${instances}` : 'JSON document'
      }`,
    );
  }
  const parsed = parseObservation(
    {
      instances: listed.map(item => {
        const instance = fields
          ? Object.fromEntries(
              Object.entries(fields).map(([key, path]) => [
                key,
                readField(item, path) ?? undefined,
              ]),
            )
          : item;
        return readyWhen ? decideReady(instance, readyWhen) : instance;
      }),
      ...(instances === 'instances' ? { url: readField(body, 'url') } : {}),
    },
    at,
  );
  if (parsed.result === 'parsed') return parsed.observation;
  throw new Error(`The response doesn't describe what runs: ${parsed.message}`);
}

function decideReady(instance: unknown, readyWhen: string[]): unknown {
  return instance !== null && typeof instance === 'object'
    ? {
        ...instance,
        ready:
          'ready' in instance && readyWhen.includes(String(instance.ready)),
      }
    : instance;
}
