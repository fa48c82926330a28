import type { Link } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState } from '../../domain/deployment/state';
import {
  fillInLinks,
  findLinkWindow,
} from '../../domain/goldenPath/fillInLinks';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';

/** The environment's links about a deployment; none until it has started. */
export function toLinksView(
  state: DeploymentState,
  environment: EnvironmentModel | undefined,
  now: number,
): Link[] {
  const { startedAt, finishedAt } = state;
  return environment && startedAt !== undefined
    ? fillInLinks(environment.links, {
        service: state.service,
        environment,
        version: state.version,
        deploymentId: state.id,
        candidate: state.candidate,
        window: findLinkWindow({ startedAt, finishedAt }, now),
      })
    : [];
}

const RECENT_MS = 3_600_000;

/** The environment's links about what is running there, for the last hour. */
export function toEnvironmentLinksView(
  row: ServiceEnvironmentRow | undefined,
  environment: EnvironmentModel,
  now: number,
): Link[] {
  const current = row?.current;
  return current
    ? fillInLinks(environment.links, {
        service: row.service,
        environment,
        version: current.version,
        deploymentId: current.deploymentId,
        window: { from: now - RECENT_MS, to: now },
      })
    : [];
}
