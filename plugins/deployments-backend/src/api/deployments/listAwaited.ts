import {
  type DeploymentSummary,
  deploymentReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { ApiContext } from '../../access/apiContext';
import { type FoundDeployment, requireReadGrant } from '../../access/authorize';
import { COMMAND_PERMISSIONS } from '../../access/commandPermissions';
import { listSelected } from '../../access/listVisible';
import { requirePerson } from '../../access/resolveCaller';
import type { Caller } from '../../application/caller';
import type { DeploymentFilter } from '../../domain/model/filters';
import { toAwaitedView } from './awaitedView';
import { BLOCKER_PERMISSIONS, withGroups } from './explainBlockers';
import { findAwaitedDecision } from './findAwaitedDecision';
import { summarizeDeployments } from './summarizeDeployments';

const PERMISSIONS = [
  ...new Set([
    deploymentReadPermission,
    ...COMMAND_PERMISSIONS,
    ...BLOCKER_PERMISSIONS,
  ]),
];

/**
 * Lists deployments that wait for a decision that the caller can make now, newest request first, each with the decision. The
 * database finds those that wait for any person; the rules for approvals and the permissions decide which wait for the caller.
 */
export async function listAwaited(
  api: ApiContext,
  caller: Caller,
  filter: Omit<DeploymentFilter, 'allowed' | 'awaitsPerson'>,
): Promise<{ items: DeploymentSummary[]; nextCursor?: string }> {
  const person = requirePerson(caller, 'Listing what waits for a decision');
  const [grants, user] = await Promise.all([
    api.access.grants(caller.credentials, PERMISSIONS),
    withGroups(api, person.user),
  ]);
  const now = Date.now();
  const findDecision = ({
    state,
    service,
    serviceEnvironment,
  }: FoundDeployment) =>
    findAwaitedDecision(
      {
        state,
        environment: api.model.environments.find(
          ({ name }) => name === state.environment,
        ),
        contacts: api.model.contacts,
        reader: {
          caller: { user },
          has: permission => grants.has(permission, serviceEnvironment),
        },
        now,
      },
      service.owners,
    );
  const { items, nextCursor } = await listSelected(
    api,
    caller,
    requireReadGrant(grants),
    { ...filter, awaitsPerson: true },
    found => {
      const decision = findDecision(found);
      return decision && { ...found, decision };
    },
  );
  const plans = await api.reads.queuedPlans(
    items
      .filter(({ state }) => state.status === 'queued')
      .map(({ state }) => state.id),
  );
  return {
    items: await Promise.all(
      items.map(async ({ state, serviceEnvironment, decision }) => {
        const plan = plans.get(state.id);
        // A queued deployment is shown as it would start now.
        const planned = plan ? { ...state, snapshot: plan.snapshot } : state;
        const [summary] = await summarizeDeployments(api, [planned], {
          caller: { ...caller, user },
          grants,
          serviceEnvironment,
        });
        return {
          ...summary,
          awaits: toAwaitedView(planned, decision, {
            planHash: plan?.planHash,
            queueForMs: api.model.engine.queueForMs,
          }),
        };
      }),
    ),
    nextCursor,
  };
}
