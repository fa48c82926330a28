import { NotFoundError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import {
  lockServiceEnvironment,
  updateServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import type {
  ServiceEnvironmentChange,
  StoredServiceEnvironment,
  ServiceEnvironmentRef,
} from '../domain/model/serviceEnvironment';
import type { CommitDeps } from '../commit/commitDeps';
import { recordCommand } from '../commit/writeCommit';
import { RefusalError } from '../domain/deployment/messages/conflict';
import { toMessage } from '../domain/text/renderSentences';
import { say } from '../domain/text/say';
import type { DeploymentService } from './deploymentService';
import type { Caller } from './caller';
import { wakeQueued } from '../commit/wakeQueued';

export type HoldDeps = CommitDeps & { model: DeploymentsModel };

/** Creates the commands with which people place and lift holds. */
export function createHoldCommands(
  deps: HoldDeps,
): Pick<DeploymentService, 'placeHold' | 'liftHold'> {
  return {
    placeHold: (serviceEnvironment, reason, caller) =>
      changeHold(
        deps,
        serviceEnvironment,
        { action: 'hold.placed', reason, caller },
        (_, now) => ({
          hold: {
            reason,
            by: caller.principal.principal,
            at: new Date(now).toISOString(),
          },
        }),
      ),
    liftHold: (serviceEnvironment, reason, caller) =>
      changeHold(
        deps,
        serviceEnvironment,
        { action: 'hold.lifted', reason, caller },
        row => {
          if (!row.hold) {
            throw new RefusalError(toMessage([say('refused_hold_none')]));
          }
          return { hold: null };
        },
      ),
  };
}

interface HoldCommand {
  action: string;
  reason: string;
  caller: Caller;
}

async function changeHold(
  deps: HoldDeps,
  { service, environment }: ServiceEnvironmentRef,
  command: HoldCommand,
  decideChange: (
    row: StoredServiceEnvironment,
    now: number,
  ) => ServiceEnvironmentChange,
): Promise<void> {
  if (!deps.model.environments.some(({ name }) => name === environment)) {
    throw new NotFoundError(`Environment '${environment}' isn't configured`);
  }
  const serviceEnvironment = { service, environment };
  await deps.database.transaction(async trx => {
    const now = await deps.database.now(trx);
    const row = await lockServiceEnvironment(trx, serviceEnvironment, now);
    await changeWithAudit(
      deps,
      trx,
      serviceEnvironment,
      decideChange(row, now),
      now,
      command,
    );
  });
}

/** Applies a person's change to a locked service environment, writes the audit entry, and wakes queued deployments. */
export async function changeWithAudit(
  deps: HoldDeps,
  trx: Knex.Transaction,
  serviceEnvironment: ServiceEnvironmentRef,
  changed: ServiceEnvironmentChange,
  now: number,
  { action, reason, caller }: HoldCommand,
): Promise<void> {
  await updateServiceEnvironment(trx, serviceEnvironment, changed, now);
  await recordCommand(trx, {
    at: now,
    actor: caller.principal,
    action,
    outcome: 'accepted',
    service: serviceEnvironment.service,
    environment: serviceEnvironment.environment,
    reason,
  });
  await wakeQueued(deps, trx, serviceEnvironment.service, now);
}
