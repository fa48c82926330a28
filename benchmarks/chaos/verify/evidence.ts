import type { Knex } from 'knex';
import type { DeploymentEvent } from '../../../plugins/deployments-backend/src/domain/deployment/events';
import type { DeploymentState } from '../../../plugins/deployments-backend/src/domain/deployment/state';
import type { Verification } from '../../../plugins/deployments-backend/src/maintenance/auditSealing/sealAudit';
import { verifyChain } from '../../../plugins/deployments-backend/src/maintenance/auditSealing/sealAudit';
import { createDatabase } from '../../../plugins/deployments-backend/src/persistence/createDatabase';
import { toState } from '../../../plugins/deployments-backend/src/persistence/repositories/deployments';
import type { Ledger } from '../ledger';
import type { EffectEntry } from '../world/effectLog';
import type { WorldInstance } from '../world/protocol';

/** All data that a run left, which the rules check from outside. */
export interface Evidence {
  seed: number;
  deployments: StoredDeployment[];
  /** Events by deployment, in order. */
  events: Record<string, DeploymentEvent[]>;
  commands: StoredCommand[];
  audit: StoredAudit[];
  chain: Verification;
  serviceEnvironments: StoredServiceEnvironment[];
  /** Every change of a deployment's row, recorded by a trigger; in order for each deployment. */
  history: HistoryEntry[];
  /** Process id of each owner. */
  owners: { owner: string; pid: number }[];
  effects: EffectEntry[];
  /** Instances that actually run at the end. */
  world: { service: string; environment: string; instances: WorldInstance[] }[];
  ledger: Ledger;
  /** Number of messages that were not delivered. */
  outboxLeft: number;
}

export interface StoredDeployment {
  id: string;
  kind: string;
  service: string;
  environment: string;
  status: string;
  seq: number;
  idempotencyKey?: string;
  state: DeploymentState;
}

interface StoredCommand {
  deploymentId: string;
  commandId: string;
  type: string;
  by: string;
  status: string;
}

interface StoredAudit {
  id: number;
  deploymentId?: string;
  actor: string;
  action: string;
  outcome: string;
  details: { seq?: number; commandId?: string };
  position?: number;
}

interface StoredServiceEnvironment {
  service: string;
  environment: string;
  /** Deployment that owns it. */
  owner?: string;
  fence: number;
  /** Artifact that runs there according to the portal. */
  current?: string;
}

export interface HistoryEntry {
  n: number;
  /** Epoch milliseconds. */
  at: number;
  id: string;
  status: string;
  epoch: number;
  owner?: string;
  seq: number;
}

/** Reads the tables. */
export async function readTables(
  knex: Knex,
): Promise<Omit<Evidence, 'seed' | 'effects' | 'world' | 'ledger'>> {
  const optional = (value: string | null) => value ?? undefined;
  const events: Evidence['events'] = {};
  for (const row of await knex('deployment_events').orderBy([
    'deployment_id',
    'seq',
  ])) {
    const event: DeploymentEvent = {
      ...JSON.parse(row.data),
      seq: row.seq,
      at: Number(row.at),
      type: row.type,
      ...(row.by === null ? {} : { by: row.by }),
    };
    (events[row.deployment_id] ??= []).push(event);
  }
  const [{ count }] = await knex('outbox').count({ count: '*' });
  return {
    deployments: (await knex('deployments').orderBy('requested_at')).map(
      row => ({
        id: row.id,
        kind: row.kind,
        service: row.service,
        environment: row.environment,
        status: row.status,
        seq: row.seq,
        idempotencyKey: optional(row.idempotency_key),
        state: toState(row),
      }),
    ),
    events,
    commands: (await knex('commands')).map(row => ({
      deploymentId: row.deployment_id,
      commandId: row.command_id,
      type: row.type,
      by: row.by,
      status: row.status,
    })),
    audit: (await knex('audit_entries').orderBy('id')).map(row => ({
      id: Number(row.id),
      deploymentId: optional(row.deployment_id),
      actor: row.actor,
      action: row.action,
      outcome: row.outcome,
      details: row.details === null ? {} : JSON.parse(row.details),
      ...(row.position === null ? {} : { position: Number(row.position) }),
    })),
    chain: await verifyChain(createDatabase(knex)),
    serviceEnvironments: (await knex('service_environments')).map(row => ({
      service: row.service,
      environment: row.environment,
      owner: optional(row.holder),
      fence: Number(row.fence),
      ...(row.current === null
        ? {}
        : { current: JSON.parse(row.current).version.artifact }),
    })),
    history: (await knex('chaos.history').orderBy('n')).map(row => ({
      n: Number(row.n),
      at: Number(row.at),
      id: row.id,
      status: row.status,
      epoch: row.epoch,
      owner: optional(row.owner),
      seq: row.seq,
    })),
    owners: await knex('chaos.owners').select('owner', 'pid'),
    outboxLeft: Number(count ?? 0),
  };
}
