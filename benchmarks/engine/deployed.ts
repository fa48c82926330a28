import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  ObservedInstance,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';

/** The environment variable with the folder where all processes of a contender see what is deployed. */
export const DEPLOYED_DIRECTORY = 'SLIPWAY_BENCHMARK_DEPLOYED';

const directory = process.env[DEPLOYED_DIRECTORY];
const deployed = new Map<string, ObservedInstance>();

/** Stores what runs in a service environment, for all processes if they have a folder. */
export function writeDeployed(
  at: ServiceEnvironment,
  instance: ObservedInstance,
): void {
  const isKnown = deployed.get(toKey(at))?.artifact === instance.artifact;
  deployed.set(toKey(at), instance);
  if (directory !== undefined && !isKnown) {
    writeFileSync(join(directory, toKey(at)), JSON.stringify(instance));
  }
}

export function readDeployed(
  at: ServiceEnvironment,
): ObservedInstance | undefined {
  const known = deployed.get(toKey(at));
  if (known || directory === undefined) return known;
  try {
    return JSON.parse(readFileSync(join(directory, toKey(at)), 'utf8'));
  } catch {
    return undefined;
  }
}

function toKey({ service, environment }: ServiceEnvironment): string {
  return encodeURIComponent(`${service} ${environment.name}`);
}
