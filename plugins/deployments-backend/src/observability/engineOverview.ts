import type { EngineHealth } from '@slipway/backstage-plugin-deployments-common';
import { waitsSince } from '../domain/deployment/overdueDecision';
import { REDUCER_VERSION } from '../domain/deployment/snapshot';
import type { DeploymentState } from '../domain/deployment/state';
import type { Database } from '../persistence/database';
import type { EngineRow } from '../persistence/repositories/engineRows';
import {
  countOwned,
  listEndedLockOwners,
  filterLockOwners,
  listRunning,
  listSuspicious,
  listWaiting,
} from '../persistence/repositories/engineRows';
import { NOT_PICKED_UP_MS } from './diagnosis/assessHealth';
import type { DiagnosisFacts, Finding } from './diagnosis/diagnose';
import { diagnose, diagnoseEndedLockOwner } from './diagnosis/diagnose';
import type { SeenReplica } from './readReplicas';
import { readReplicas } from './readReplicas';

/** The engine's replicas and its running, waiting and stuck deployments. Times are in epoch milliseconds. */
export interface EngineOverview {
  at: number;
  health: EngineHealth;
  replicas: (SeenReplica & { owned: number })[];
  /** Those that run the longest come first. */
  running: EngineRow[];
  /** Those that wait the longest come first. */
  waits: (EngineRow & { since: number })[];
  /** Those that are stuck the longest come first, those without a start time last. */
  stuck: { state: DeploymentState; finding: Finding }[];
}

/** Limits each list, so that it stays readable and its cost does not grow with the number of deployments. */
const LIMIT = 50;

export async function readOverview(
  database: Database,
  health: () => Promise<EngineHealth>,
): Promise<EngineOverview> {
  const { knex } = database;
  const now = await database.now(knex);
  const replicas = await readReplicas(database, now);
  const owned = await countOwned(knex);
  const running = await listRunning(knex, LIMIT);
  return {
    at: now,
    health: await health(),
    replicas: replicas.map(replica => ({
      ...replica,
      owned: owned.get(replica.owner) ?? 0,
    })),
    running,
    waits: await listLongestWaits(database),
    stuck: await findStuck(database, running, {
      now,
      replicas,
      reducerVersion: REDUCER_VERSION,
    }),
  };
}

async function listLongestWaits(
  database: Database,
): Promise<EngineOverview['waits']> {
  const rows = [
    ...(await listWaiting(database.knex, 'waiting', LIMIT)),
    ...(await listWaiting(database.knex, 'queued', LIMIT)),
  ];
  return rows
    .map(row => ({
      ...row,
      since: waitsSince(row.state) ?? row.state.requestedAt,
    }))
    .sort((a, b) => a.since - b.since)
    .slice(0, LIMIT);
}

async function findStuck(
  database: Database,
  running: EngineRow[],
  facts: DiagnosisFacts,
): Promise<EngineOverview['stuck']> {
  const { knex } = database;
  const suspicious = await listSuspicious(knex, {
    now: facts.now,
    before: facts.now - NOT_PICKED_UP_MS,
    alive: facts.replicas
      .filter(({ alive }) => alive)
      .map(({ owner }) => owner),
    limit: LIMIT,
  });
  const rows = new Map(
    [...running, ...suspicious].map(row => [row.state.id, row]),
  );
  const holding = await filterLockOwners(knex, [...rows.keys()]);
  const found: EngineOverview['stuck'] = [];
  for (const row of rows.values()) {
    const ownsServiceEnvironment = holding.has(row.state.id);
    const finding = diagnose({ ...row, ownsServiceEnvironment }, facts);
    if (finding) {
      found.push({ state: row.state, finding });
    }
  }
  for (const row of await listEndedLockOwners(knex, LIMIT)) {
    found.push({ state: row.state, finding: diagnoseEndedLockOwner(row) });
  }
  return found
    .sort(
      (a, b) => (a.finding.since ?? Infinity) - (b.finding.since ?? Infinity),
    )
    .slice(0, LIMIT);
}
