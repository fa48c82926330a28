import {
  type CommandType,
  type EngineStuck,
  type EngineView,
  deploymentReadPermission,
  engineReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { EngineOverview } from '../../application/deploymentService';
import type { Caller } from '../../application/caller';
import { allowedCommands } from '../../domain/deployment/decide/allowedCommands';
import type { DeploymentState } from '../../domain/deployment/state';
import { COMMAND_PERMISSIONS } from '../../access/commandPermissions';
import type { ServiceEnvironmentResource } from '../../access/serviceEnvironmentResource';
import { toCommandsView } from '../commands/commandsView';
import {
  toReplicaView,
  toRunView,
  toStuckView,
  toWaitView,
} from './engineView';
import { toTime } from '../../http/formatTime';
import type { ApiContext } from '../../access/apiContext';
import { resourceOfDeployment } from '../../access/authorize';
import { hideSourceInState } from '../../access/hidePromotionSource';

/**
 * The commands that help with each kind of stuck deployment. Everything else is done on the deployment's page or
 * outside the portal.
 */
const REMEDIES: Partial<Record<EngineStuck['kind'], readonly CommandType[]>> = {
  unknown_outcome: ['abandon'],
  no_wake_up: ['cancel', 'rollback'],
  no_deadline: ['cancel', 'rollback'],
};

/**
 * The state of the engine. Needs the engine permission; deployments that the caller may not read are only counted in
 * `hidden`.
 */
export async function getEngine(
  api: ApiContext,
  caller: Caller,
): Promise<EngineView> {
  await api.access.require(caller.credentials, engineReadPermission);
  const grants = await api.access.grants(caller.credentials, [
    deploymentReadPermission,
    ...COMMAND_PERMISSIONS,
  ]);
  const overview = await api.reads.engine();
  const services = await api.services.findAll(
    [...new Set(listStates(overview).map(({ service }) => service))],
    caller.credentials,
  );
  const hidden = new Set<string>();
  const serviceEnvironments = new Map<string, ServiceEnvironmentResource>();
  for (const state of listStates(overview)) {
    const service = services.get(state.service);
    const serviceEnvironment =
      service && resourceOfDeployment(api, service, state);
    if (
      serviceEnvironment &&
      grants.has(deploymentReadPermission, serviceEnvironment)
    ) {
      serviceEnvironments.set(state.id, serviceEnvironment);
    } else {
      hidden.add(state.id);
    }
  }
  const grant = grants.of(deploymentReadPermission);
  const listVisible = <T extends { state: DeploymentState }>(entries: T[]) =>
    entries.flatMap(entry => {
      const { state } = entry;
      const service = services.get(state.service);
      return service && serviceEnvironments.has(state.id)
        ? [
            {
              ...entry,
              state: hideSourceInState(state, {
                model: api.model,
                grant,
                service,
              }),
            },
          ]
        : [];
    });

  return {
    at: toTime(overview.at),
    health: overview.health,
    replicas: overview.replicas.map(toReplicaView),
    running: listVisible(overview.running).map(toRunView),
    waits: listVisible(overview.waits).map(wait =>
      toWaitView(wait, overview.at),
    ),
    stuck: listVisible(overview.stuck).flatMap(stuck => {
      const serviceEnvironment = serviceEnvironments.get(stuck.state.id);
      return serviceEnvironment
        ? [
            toStuckView(
              stuck,
              listHelpfulCommands(api, caller, stuck, overview.at, permission =>
                grants.has(permission, serviceEnvironment),
              ),
            ),
          ]
        : [];
    }),
    hidden: hidden.size,
  };
}

function listStates(overview: EngineOverview): DeploymentState[] {
  const { running, waits, stuck } = overview;
  return [...running, ...waits, ...stuck].map(({ state }) => state);
}

function listHelpfulCommands(
  api: ApiContext,
  caller: Caller,
  { state, finding }: EngineOverview['stuck'][number],
  now: number,
  has: Parameters<typeof toCommandsView>[1]['reader']['has'],
): EngineStuck['commands'] {
  const helpful = REMEDIES[finding.kind] ?? [];
  const offered = allowedCommands(state, now).filter(
    ({ type, allowed }) => allowed && helpful.includes(type),
  );
  return toCommandsView(offered, {
    state,
    environment: api.model.environments.find(
      ({ name }) => name === state.environment,
    ),
    contacts: api.model.contacts,
    reader: { caller, has },
    now,
  });
}
