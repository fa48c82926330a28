import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import type { ApiContext } from '../../access/apiContext';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import { toVersionSummaryView } from '../../domain/model/toVersionSummaryView';
import { findEnvironmentBefore } from '../../domain/serviceEnvironment/findEnvironmentBefore';

/**
 * Returns how far a service's version in an environment is behind the one in the environment that its versions come from;
 * `undefined` if it is not behind, or if nothing is known about one of them.
 *
 * @param readable - the environments that the reader can see
 * @param rows - of the service
 */
export async function findVersionLag(
  { commitCounts }: Pick<ApiContext, 'commitCounts'>,
  environment: EnvironmentModel,
  readable: readonly EnvironmentModel[],
  rows: readonly ServiceEnvironmentRow[],
): Promise<EnvironmentState['behind']> {
  const source = findEnvironmentBefore(environment, readable);
  const here = rows.find(row => row.environment === environment.name);
  const there = rows.find(row => row.environment === source?.name);
  if (!source || !here?.current || !there?.current) return undefined;
  if (here.current.version.id === there.current.version.id) return undefined;
  const { direction, commits, subjects, apartMs } = await commitCounts.between(
    here.service,
    here.current.version,
    there.current.version,
  );
  return direction === 'forward' && apartMs !== undefined
    ? {
        environment: source.name,
        version: toVersionSummaryView(there.current.version),
        verified: there.current.verification === 'passed',
        commits,
        subjects,
        ms: apartMs,
      }
    : undefined;
}
