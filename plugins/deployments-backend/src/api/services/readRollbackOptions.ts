import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { ApiContext } from '../../access/apiContext';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import type { RollbackOptions } from '../../domain/serviceEnvironment/rollbackVersions';
import { MAX_VERSIONS } from './environmentRollbackView';

/** Reads the versions that a service environment can be rolled back to, and which of them are newer than the running one. */
export async function readRollbackOptions(
  { reads, commitCounts }: Pick<ApiContext, 'reads' | 'commitCounts'>,
  serviceEnvironment: { service: string; environment: string },
  row: ServiceEnvironmentRow | undefined,
  observation: Observation | undefined,
): Promise<RollbackOptions> {
  const options = await reads.rollbackOptions(serviceEnvironment, observation);
  const current = row?.current?.version;
  if (!current) {
    return options;
  }
  const versions = await Promise.all(
    options.versions.map(async (option, index) => {
      if (index >= MAX_VERSIONS) {
        return option;
      }
      const { direction } = await commitCounts.between(
        serviceEnvironment.service,
        current,
        option.version,
      );
      return direction === 'forward' ? { ...option, isNewer: true } : option;
    }),
  );
  return { ...options, versions };
}
