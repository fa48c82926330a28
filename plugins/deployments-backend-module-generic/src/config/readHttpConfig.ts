import { readFileSync } from 'node:fs';
import type { Config } from '@backstage/config';
import {
  createConfigError,
  parseConfig,
  type ConfigMistake,
} from '@slipway/backstage-plugin-deployments-node/config';
import { httpConfigSchema, type EndpointConfig } from './httpConfigSchema';

const ROOT = 'deployments.http';

/** A deployment service, and how to authenticate there. */
export interface Endpoint extends Omit<EndpointConfig, 'caFile'> {
  /** Certificates as PEM, trusted instead of Node's own authorities. */
  ca?: string;
}

/**
 * Reads the endpoints of `deployments.http`, by name, with the certificates that they name. Returns `undefined` if the key is
 * absent: the target can then not be used.
 *
 * @throws InputError that lists all mistakes with their config paths, without secrets.
 */
export function readHttpConfig(
  config: Config,
): ReadonlyMap<string, Endpoint> | undefined {
  const parsed = parseConfig(config, ROOT, httpConfigSchema);
  if (!parsed) return undefined;

  const missingHere: ConfigMistake[] = [];
  const endpoints = new Map<string, Endpoint>();
  for (const [name, { caFile, ...endpoint }] of Object.entries(
    parsed.endpoints,
  )) {
    try {
      const ca = caFile && readFileSync(caFile, 'utf8');
      endpoints.set(name, { ...endpoint, ...(ca ? { ca } : {}) });
    } catch (error) {
      missingHere.push({
        path: ['endpoints', name, 'caFile'],
        message: `the file ${caFile} can't be read (${
          (error as NodeJS.ErrnoException).code
        }). Correct the path, or let the portal's user read it.`,
      });
    }
  }
  if (missingHere.length > 0) throw createConfigError(ROOT, [], missingHere);
  return endpoints;
}
