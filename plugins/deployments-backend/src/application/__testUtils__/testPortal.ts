import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { EventParams } from '@backstage/plugin-events-node';
import type {
  CreateDeploymentRequest,
  Version,
} from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type {
  CheckProvider,
  DeploymentTarget,
  StartConditionProvider,
  StepKind,
} from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { addBuiltInChecks } from '../../checks/addBuiltInChecks';
import { wrapCheckProvider } from '../../checks/wrapCheckProvider';
import type { Analyst } from '../../checks/analysis/analyst';
import { createMeasurer } from '../../checks/takeMeasurements';
import { readDeploymentsModel } from '../../config/readDeploymentsModel';
import { fold } from '../../domain/deployment/reduce/reduce';
import type { DeploymentState } from '../../domain/deployment/state';
import { LocalQueue } from '../../queue/LocalQueue';
import { createDatabase } from '../../persistence/createDatabase';
import { migrate } from '../../persistence/migrate';
import type { Database } from '../../persistence/database';
import { readDeployment } from '../../persistence/repositories/deployments';
import { findDue } from '../../persistence/ownership/leases';
import { readEvents } from '../../persistence/repositories/deploymentEvents';
import {
  lockServiceEnvironment,
  readServiceEnvironment,
  updateServiceEnvironment,
} from '../../persistence/repositories/serviceEnvironments';
import { addBuiltInSteps } from '../../steps/addBuiltInSteps';
import { wrapStepKind } from '../../steps/wrapStepKind';
import { createPgSession } from '../../persistence/postgres/pgSession';
import { createResultWriter } from '../../persistence/postgres/createResultWriter';
import type { PgSessionKeeper } from '../../persistence/postgres/pgSession';
import {
  createChangeHub,
  createSharedChangeHub,
} from '../../changes/changeHub';
import { createEngine, createRunnerDeps } from '../createEngine';
import type { Engine, EngineOptions } from '../createEngine';
import { createEngineCounters } from '../../observability/engineCounters';
import type { EngineTotals } from '../../observability/engineCounters';
import { REDUCER } from '../../commit/reducer';
import type { Reducer } from '../../commit/reducer';
import { createRenderer } from '../../domain/goldenPath/renderTemplates';
import type { RunnerDeps } from '../../execution/deploymentRunner';
import type { Caller } from '../caller';
import type { OpenIncident } from '../watches/watchDeps';
import { TestTarget } from './TestTarget';

export const SERVICE = 'component:default/checkout';

export const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout', namespace: 'default' },
  spec: {
    type: 'service',
    owner: 'group:default/team-a',
    lifecycle: 'production',
  },
  relations: [
    { type: 'ownedBy', targetRef: 'group:default/team-a' },
    { type: 'partOf', targetRef: 'system:default/shop' },
  ],
};

/** Nina is on call, and the on-call group belongs to the release managers. */
const ORGANISATION: Entity[] = [
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name: 'nina', namespace: 'default' },
    relations: [{ type: 'memberOf', targetRef: 'group:default/on-call' }],
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'on-call', namespace: 'default' },
    relations: [
      { type: 'hasMember', targetRef: 'user:default/nina' },
      { type: 'childOf', targetRef: 'group:default/release-managers' },
    ],
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'release-managers', namespace: 'default' },
    relations: [{ type: 'parentOf', targetRef: 'group:default/on-call' }],
  },
];

/** Checks and waits are short, so that a whole deployment takes less than a second. */
export const CONFIG: JsonObject = {
  deployments: {
    engine: { lease: '10s', concurrency: 10 },
    environments: {
      staging: { tier: 'staging', target: { provider: 'test' } },
      production: { tier: 'production', target: { provider: 'test' } },
    },
    checks: {
      availability: {
        provider: 'target',
        measure: 'success-rate',
        of: 'candidate',
        passes: { atLeast: 0.99 },
        every: { milliseconds: 50 },
      },
    },
    goldenPaths: {
      web: {
        title: 'Web service, canary',
        for: { kind: 'component' },
        steps: [
          {
            id: 'canary',
            use: 'deploy',
            with: { strategy: 'canary', weight: 10 },
          },
          {
            id: 'watch',
            use: 'check',
            with: { checks: ['availability'], for: { milliseconds: 60 } },
          },
          { id: 'shift', use: 'traffic', with: { weight: 100 } },
          {
            id: 'verify',
            use: 'check',
            with: { checks: ['availability'], for: { milliseconds: 60 } },
          },
          { id: 'retire', use: 'finalize' },
        ],
        onFailure: 'rollback',
      },
    },
  },
};

export interface PortalOptions {
  knex: Knex;
  target: TestTarget;
  config?: JsonObject;
  entity?: Entity;
  /** Judges rollouts. Default: fails, because the test has no analysis. */
  analyst?: Analyst;
  /** Further target providers. */
  targets?: DeploymentTarget[];
  startConditionProviders?: StartConditionProvider[];
  /** Further entities in the catalog. */
  entities?: Entity[];
  /** Wraps the database, for example to simulate outages. */
  wrap?: (database: Database) => Database;
  verifyForMs?: number;
  openIncident?: OpenIncident;
  /** How often to look for due watches, in milliseconds. */
  watchEveryMs?: number;
  confirmWithinMs?: number;
  secrets?: ReadonlyMap<string, string>;
  /**
   * Makes the portal one of several replicas on PostgreSQL, with its own session for locks and LISTEN, or with the given
   * one. Default: a single process without a session.
   */
  replica?: true | PgSessionKeeper;
  /** The reducer of another version. Default: this version's. */
  reducer?: Reducer;
  /** How long a missing lock does not count as a dead replica after an outage, in milliseconds. */
  graceMs?: number;
}

/** One process of the portal, as a test starts it. */
export interface TestPortal {
  engine: Engine;
  database: Database;
  queue: LocalQueue;
  session?: PgSessionKeeper;
  totals(): EngineTotals;
  /** For advancing a deployment directly, without a queue. */
  runnerDeps: RunnerDeps;
  /** The options of the engine. */
  options: EngineOptions;
  deploy(
    version: Version,
    request?: Partial<CreateDeploymentRequest>,
    caller?: Caller,
  ): Promise<string>;
  state(id: string): Promise<DeploymentState>;
  until(
    id: string,
    holds: (state: DeploymentState) => boolean,
    what?: string,
  ): Promise<DeploymentState>;
  untilEnded(id: string): Promise<DeploymentState>;
  version(name: string, artifact?: string): Promise<Version>;
  serviceEnvironment(
    environment?: string,
  ): ReturnType<typeof readServiceEnvironment>;
  /** Stores a version as if a deployment had deployed and verified it. */
  runs(version: Version, environment?: string): Promise<void>;
  sent: {
    signals: unknown[];
    events: EventParams[];
    notifications: unknown[];
  };
}

export function resolveCaller(name: string, groups: string[] = []): Caller {
  const ref = `user:default/${name}`;
  return {
    credentials: { $$type: '@backstage/BackstageCredentials', principal: {} },
    principal: { principal: ref, via: 'portal' },
    user: { entityRef: ref, ownershipRefs: [ref, ...groups] },
  };
}

export const ALICE = resolveCaller('alice', ['group:default/team-a']);

const NO_ANALYST: Analyst = {
  async analyse() {
    throw new Error('This portal has no analyst');
  },
};

/** Wraps a database, and lets its result writer use the wrapped statements. */
function wrapDatabase(
  own: Database,
  wrap: (database: Database) => Database,
  keepsSessions: () => boolean,
): Database {
  const wrapped = wrap(own);
  return own.resultWriter
    ? {
        ...wrapped,
        resultWriter: createResultWriter(
          { ...wrapped, updateClock: () => {} },
          keepsSessions,
        ),
      }
    : wrapped;
}

export async function createTestPortal(
  options: PortalOptions,
): Promise<TestPortal> {
  const { knex, target } = options;
  await migrate(knex);
  const logger = mockServices.logger.mock();
  const session =
    options.replica === true
      ? createPgSession({ knex, logger })
      : options.replica;
  const keepsSessions = () => session?.mode === 'session';
  const own = createDatabase(knex, { keepsSessions });
  const database = options.wrap
    ? wrapDatabase(own, options.wrap, keepsSessions)
    : own;
  const changes = session
    ? createSharedChangeHub({ database, session, logger })
    : createChangeHub();
  const counters = createEngineCounters();
  const targets = new Map<string, DeploymentTarget>(
    [target, ...(options.targets ?? [])].map(each => [each.id, each]),
  );
  const checkProviders = new Map<string, CheckProvider>();
  addBuiltInChecks({
    addCheckProvider: provider =>
      checkProviders.set(provider.id, wrapCheckProvider(provider)),
  });
  const renderer = createRenderer(() => options.secrets ?? new Map());
  const measurer = createMeasurer({
    database,
    changes,
    providers: checkProviders,
    targets,
    renderer,
  });
  const sent: TestPortal['sent'] = {
    signals: [],
    events: [],
    notifications: [],
  };
  const notifications = {
    send: async (notification: unknown) => {
      sent.notifications.push(notification);
    },
  };
  const stepKinds = new Map<string, StepKind>();
  addBuiltInSteps(
    {
      addStepKind: kind => stepKinds.set(kind.id, wrapStepKind(kind)),
    },
    {
      measurer,
      notifications,
      analyst: options.analyst ?? NO_ANALYST,
      loadDeployment: async id => (await readDeployment(knex, id))!.state,
    },
  );
  const startConditionProviders = new Map(
    options.startConditionProviders?.map(it => [it.id, it]),
  );
  const registry = {
    targets,
    checkProviders,
    stepKinds,
    startConditionProviders,
  };
  const model = readDeploymentsModel(
    mockServices.rootConfig({ data: options.config ?? CONFIG }),
    registry,
  );
  const queue = new LocalQueue({
    logger,
    concurrency: model.engine.concurrency,
    findDue: async limit =>
      findDue(knex, await own.now(knex), {
        limit,
        reducerVersion: (options.reducer ?? REDUCER).version,
      }),
    now: database.estimateNow,
    sweepEveryMs: 100,
  });
  const engineOptions: EngineOptions = {
    database,
    queue,
    changes,
    session,
    counters,
    version: '1.0.0',
    reducer: options.reducer,
    graceMs: options.graceMs,
    model,
    registry,
    versionSources: [],
    commitSources: [],
    measurer,
    renderer,
    catalog: catalogServiceMock({
      entities: [
        options.entity ?? ENTITY,
        ...(options.entities ?? []),
        ...ORGANISATION,
      ],
    }),
    auth: mockServices.auth(),
    signals: {
      publish: async (signal: unknown) => {
        sent.signals.push(signal);
      },
    },
    events: {
      publish: async event => {
        sent.events.push(event);
      },
    },
    notifications,
    logger,
    openIncident: options.openIncident ?? (async () => 'incident-1'),
    watchEveryMs: options.watchEveryMs ?? 20,
    verifyForMs: options.verifyForMs ?? 50,
    confirmWithinMs: options.confirmWithinMs,
  };
  const engine = createEngine(engineOptions);
  const state = async (id: string) => (await readDeployment(knex, id))!.state;
  const until: TestPortal['until'] = async (id, holds, what = 'it') => {
    const giveUpAt = Date.now() + 20_000;
    for (;;) {
      const now = await state(id);
      if (holds(now)) {
        return now;
      }
      if (Date.now() > giveUpAt) {
        throw new Error(
          `Waited in vain until ${what}; it is ${now.status}: ${JSON.stringify(
            { ...now, snapshot: undefined },
            null,
            1,
          )}\n${JSON.stringify(logger.error.mock.calls)}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  };
  return {
    engine,
    database,
    queue,
    session,
    totals: counters.totals,
    runnerDeps: createRunnerDeps(engineOptions),
    options: engineOptions,
    sent,
    state,
    until,
    untilEnded: id =>
      until(id, ({ status }) => isTerminal(status), 'the deployment ended'),
    async deploy(version, request = {}, caller = ALICE) {
      const { id } = await engine.service.create(
        {
          service: SERVICE,
          environment: 'production',
          ...(request.kind && request.kind !== 'deploy'
            ? {}
            : { versionId: version.id }),
          ...request,
        },
        caller,
      );
      return id;
    },
    async version(name, artifact = `sha256:${name}`) {
      return (
        await engine.versions.register(SERVICE, { name, artifact }, ALICE)
      ).version;
    },
    async runs({ id, name, artifact }, environment = 'production') {
      target.meddle(SERVICE, environment, artifact);
      const serviceEnvironment = { service: SERVICE, environment };
      const version = { id, name, artifact };
      const at = Date.now();
      await knex.transaction(async trx => {
        await lockServiceEnvironment(trx, serviceEnvironment, at);
        await updateServiceEnvironment(
          trx,
          serviceEnvironment,
          {
            current: {
              version,
              since: at,
              by: 'user:default/alice',
              deploymentId: 'before',
              verification: 'passed',
              verifiedAt: at,
            },
            lastKnownGood: { version, deploymentId: 'before', at },
          },
          at,
        );
      });
    },
    serviceEnvironment: (environment = 'production') =>
      readServiceEnvironment(knex, { service: SERVICE, environment }),
  };
}

/** Checks that folding the events again gives the stored state. */
export async function expectReplay(knex: Knex): Promise<void> {
  const rows = await knex('deployments').select('id');
  for (const { id } of rows) {
    const record = await readDeployment(knex, id);
    expect(fold(await readEvents(knex, id))).toEqual(record!.state);
  }
}
