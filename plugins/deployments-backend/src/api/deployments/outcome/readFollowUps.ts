import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import {
  deploymentCreatePermission,
  deploymentReadPermission,
  deploymentRollbackPermission,
  incidentWritePermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { ApiContext } from '../../../access/apiContext';
import type { FoundDeployment } from '../../../access/authorize';
import { toResource } from '../../../access/catalogServices';
import type { Grants } from '../../../access/grants';
import { chooseGoldenPath } from '../../../config/goldenPaths/chooseGoldenPath';
import { resolveCapabilities } from '../../../config/services/resolveCapabilities';
import { findEnvironmentBefore } from '../../../domain/serviceEnvironment/findEnvironmentBefore';
import type { RollbackOptions } from '../../../domain/serviceEnvironment/rollbackVersions';

type FollowUps = NonNullable<Deployment['followUps']>;
type FollowUp = FollowUps['openIncident'];

/**
 * Reads what a person can do after a deployment ended, and why not. Only the plan knows whether a deployment can start
 * immediately.
 *
 * @param rollbackOptions - absent if the reader may not roll back
 */
export async function readFollowUps(
  api: ApiContext,
  grants: Grants,
  { state, service, serviceEnvironment }: FoundDeployment,
  rollbackOptions: RollbackOptions | undefined,
): Promise<FollowUps> {
  const { kind, status, version, environment, snapshot } = state;
  const rows = await api.reads.serviceEnvironments([service.ref]);
  const findCurrent = (name: string) =>
    rows.find(row => row.environment === name)?.current?.version;
  const current = findCurrent(environment);
  const runs = current?.artifact === version.artifact;
  const deploysVersion = kind === 'deploy' || kind === 'rollback';
  const hasGoldenPath =
    chooseGoldenPath(api.model, service.entity).result === 'chosen';
  // A version that no longer runs, or was rolled back to, is no candidate for the next environment.
  const broughtIn = kind === 'deploy' && status === 'succeeded' && runs;
  const readable = api.model.environments.filter(each =>
    grants.has(deploymentReadPermission, toResource(service, each)),
  );
  const next = readable.filter(
    each =>
      broughtIn &&
      hasGoldenPath &&
      findEnvironmentBefore(each, readable)?.name === environment &&
      findCurrent(each.name)?.artifact !== version.artifact,
  );
  const comparison =
    current && !runs && kind !== 'remove'
      ? await api.versions.diff(service.ref, version, current)
      : undefined;
  // A version that is newer than the running one is deployed again, which is no rollback.
  const isNewer = comparison?.direction === 'backward';
  return {
    deploy:
      deploysVersion && hasGoldenPath
        ? permit(grants.has(deploymentCreatePermission, serviceEnvironment))
        : undefined,
    rollBackTo:
      deploysVersion && status === 'succeeded' && current && !runs && !isNewer
        ? toRollBackTo(
            grants.has(deploymentRollbackPermission, serviceEnvironment),
            rollbackOptions,
            version.artifact,
          )
        : undefined,
    // The first version can't be rolled back.
    remove:
      broughtIn && !snapshot?.baseline && canRemove(api, state, service)
        ? permit(grants.has(deploymentCreatePermission, serviceEnvironment))
        : undefined,
    promotions: next.map(each => ({
      environment: each.name,
      ...permit(
        grants.has(deploymentCreatePermission, toResource(service, each)),
      ),
    })),
    openIncident: permit(
      grants.has(incidentWritePermission, toResource(service)),
    ),
    comparison,
  };
}

/** Whether the environment's target can remove the service. */
function canRemove(
  { model, providers }: Pick<ApiContext, 'model' | 'providers'>,
  state: FoundDeployment['state'],
  { entity }: FoundDeployment['service'],
): boolean {
  const environment = model.environments.find(
    ({ name }) => name === state.environment,
  );
  return (
    environment !== undefined &&
    resolveCapabilities({ model, providers }, entity, environment).includes(
      'remove',
    )
  );
}

function permit(allowed: boolean): FollowUp {
  return allowed ? { allowed } : { allowed, refusal: 'not_permitted' };
}

function toRollBackTo(
  isPermitted: boolean,
  options: RollbackOptions | undefined,
  artifact: string,
): FollowUp {
  if (!isPermitted || !options) {
    return permit(false);
  }
  const option = options.versions.find(
    ({ version }) => version.artifact === artifact,
  );
  return option && option.refusal === undefined
    ? permit(true)
    : {
        allowed: false,
        refusal: 'not_eligible',
        message: option?.refusal,
        sentences: option?.refusalSentence && [option.refusalSentence],
      };
}
