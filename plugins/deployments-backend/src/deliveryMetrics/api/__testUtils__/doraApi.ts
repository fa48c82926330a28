import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import type { DoraModel } from '../../../domain/model/deploymentsModel';
import { putRecords } from '../../__testUtils__/putFacts';
import type { ServiceRecords } from '../../definitions/sourceRecords';
import { createDoraServices } from '../../createDeliveryMetrics';
import { createDatabase } from '../../../persistence/createDatabase';
import { migrate } from '../../../persistence/migrate';
import { model } from '../../../api/__testUtils__/fixtures';
import type { TestApiOptions } from '../../../api/__testUtils__/testApi';
import { ANA, as, createTestApi } from '../../../api/__testUtils__/testApi';
import { createApiRouter } from '../../../http/apiRouter';
import { addDoraRoutes } from '../addDoraRoutes';

const DAY = 86_400_000;

export const DORA: DoraModel = {
  timeZone: 'Europe/Stockholm',
  incidentWindowMs: 2 * DAY,
  ignoreMergeCommits: false,
  defaultWindowDays: 90,
  targets: { 'change-fail-rate': 0.15 },
  ownerTargets: new Map([
    ['group:default/payments', { 'change-fail-rate': 0.1 }],
    ['group:default/finders', { 'change-fail-rate': 0.12 }],
  ]),
  serviceTargets: new Map([
    ['component:default/checkout', { 'change-fail-rate': 0.05 }],
  ]),
  tiers: new Map(),
  sources: [],
};

/** The tables that tests fill, those that refer to others first. */
const TABLES = [
  'audit_entries',
  'dora_dirty',
  'dora_events',
  'dora_alerts',
  'dora_source_names',
  'dora_deployment_statuses',
  'dora_recoveries',
  'dora_inferred_links',
  'dora_links',
  'dora_lead_times',
  'dora_incidents',
  'dora_changes',
  'dora_deployment_commits',
  'dora_deployments',
];

/** Empties the tables: the state after a migration, without its duration. */
export async function emptyTables(knex: Knex): Promise<void> {
  for (const table of TABLES) await knex(table).delete();
}

/**
 * Serves the metrics' routes in an app of their own on a real database, and validates responses against the OpenAPI
 * document.
 */
export async function createDoraApi(knex: Knex, options: TestApiOptions = {}) {
  await migrate(knex);
  const database = createDatabase(knex);
  const { routerOptions, policy, logger } = createTestApi({
    ...options,
    router: { ...options.router, model: { ...model, dora: DORA } },
  });
  const dora = createDoraServices({ ...routerOptions, database });
  const app = express();
  app.use(
    createApiRouter(routerOptions, router =>
      addDoraRoutes(router, { ...routerOptions, dora }),
    ),
  );
  return {
    app,
    database,
    dora,
    policy,
    logger,
    routerOptions,
    put: (records: readonly ServiceRecords[]) =>
      putRecords(database, records, {
        incidentWindowMs: DORA.incidentWindowMs,
        logger: mockServices.logger.mock(),
      }),
    get: (path: string, user = ANA) =>
      request(app).get(`/dora${path}`).set('Authorization', as(user)),
  };
}
