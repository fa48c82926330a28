import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const KEY = 'search.collators.deployments';
/** The largest page of the deployments API. */
const MAX_VERSIONS = 500;

export interface SearchConfig {
  schedule: SchedulerServiceTaskScheduleDefinition;
  deploymentsForDays: number;
  versionsPerService: number;
}

/** Reads `search.collators.deployments`. Throws InputError with the path of a wrong value. */
export function readSearchConfig(root: Config): SearchConfig {
  const config = root.getOptionalConfig(KEY);
  return {
    schedule: config?.has('schedule')
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
          config.getConfig('schedule'),
        )
      : {
          frequency: { minutes: 10 },
          timeout: { minutes: 15 },
          initialDelay: { seconds: 3 },
        },
    deploymentsForDays: readCount(config, 'deploymentsForDays', 90, 36_500),
    versionsPerService: readCount(
      config,
      'versionsPerService',
      100,
      MAX_VERSIONS,
    ),
  };
}

function readCount(
  config: Config | undefined,
  key: string,
  otherwise: number,
  max: number,
): number {
  const value = config?.getOptionalNumber(key) ?? otherwise;
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw new InputError(
      `${KEY}.${key} must be a whole number from 1 to ${max}, and is ${value}`,
    );
  }
  return value;
}
