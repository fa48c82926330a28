import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { EventsService } from '@backstage/plugin-events-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type {
  CommitSource,
  VersionSource,
} from '@slipway/backstage-plugin-deployments-node';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import type { Measurer } from '../checks/takeMeasurements';
import type { EngineStatus } from '../observability/engineStatus';
import { createEngineStatus } from '../observability/engineStatus';
import type { WakeQueue } from '../queue/WakeQueue';
import type { Database } from '../persistence/database';
import { scatterQueued } from '../persistence/ownership/leases';
import { findVersionNames } from '../persistence/repositories/versions';
import type { PgSessionKeeper } from '../persistence/postgres/pgSession';
import { evaluateStartGate } from '../execution/startGate';
import type { ChangeHub } from '../changes/changeHub';
import type { ClaimDeps } from '../execution/ownership/claim';
import type { CommitDeps } from '../commit/commitDeps';
import { sendCommand } from './sendCommand';
import { planRequest } from './planRequest';
import { requestDeployment } from './requestDeployment';
import { startOutbox } from '../changes/startOutbox';
import { createEngineCounters } from '../observability/engineCounters';
import type { EngineCounters } from '../observability/engineCounters';
import { createIdentity } from '../execution/ownership/createIdentity';
import type { Identity } from '../execution/ownership/createIdentity';
import type { BuildIntent } from '../execution/effects/createPerform';
import {
  createBuildIntent,
  createPerform,
} from '../execution/effects/createPerform';
import { startObserving } from '../targets/startObserving';
import { createHoldCommands } from './createHoldCommands';
import { createPeople } from '../planning/people';
import { buildPlan } from '../planning/buildPlan';
import { readVersionBlockers } from '../planning/readVersionBlockers';
import { createStartConditions } from '../planning/startConditions/createStartConditions';
import { retryUntilAvailable } from '../persistence/retryUntilAvailable';
import { createReplicaRegistry } from '../execution/ownership/replicaRegistry';
import { createReads, readCommand } from './createReads';
import {
  releaseAll,
  startRecovery,
} from '../execution/ownership/startRecovery';
import type { Reducer } from '../commit/reducer';
import { REDUCER } from '../commit/reducer';
import type { Renderer } from '../domain/goldenPath/renderTemplates';
import { resolveDrift } from './resolveDrift';
import { endWatch } from './watches/endWatch';
import { startWatching } from './watches/startWatching';
import type { OpenIncident } from './watches/watchDeps';
import { createRollbackActions } from '../execution/effects/rollbackActions';
import { handleWakeUp } from '../execution/handleWakeUp';
import type { RunnerDeps } from '../execution/deploymentRunner';
import type { DeploymentReads, DeploymentService } from './deploymentService';
import type { VersionService } from './versionService';
import { createListIntents } from '../execution/listIntents';
import { createInlineStart } from '../execution/inlineStart';
import { openStepLog } from '../execution/effects/openStepLog';
import { createVersionService } from './createVersionService';

export interface EngineOptions {
  database: Database;
  queue: WakeQueue;
  changes: ChangeHub;
  /**
   * On PostgreSQL: a connection that is open as long as this process lives, which is how other replicas notice its death.
   * The engine opens and closes it.
   */
  session?: PgSessionKeeper;
  /** The engine's counters. Default: counters in memory. */
  counters?: EngineCounters;
  /** The version of this package, shown in the list of replicas. */
  version: string;
  model: DeploymentsModel;
  registry: ProviderRegistry;
  versionSources: readonly VersionSource[];
  commitSources: readonly CommitSource[];
  measurer: Measurer;
  renderer: Renderer;
  catalog: CatalogService;
  auth: AuthService;
  signals: SignalsService;
  events: Pick<EventsService, 'publish'>;
  notifications: NotificationService;
  logger: LoggerService;
  /** Turns events into state. Default: this version's reducer. */
  reducer?: Reducer;
  /** How long checks are measured after a rollback, in milliseconds. Default 15 s. */
  verifyForMs?: number;
  /** How long a version may take to be seen by the provider of `observe`, in milliseconds. Default 5 min. */
  confirmWithinMs?: number;
  /** Opens the incident of a breached watch. */
  openIncident: OpenIncident;
  /** How often to look for due watches, in milliseconds. Default 5 s. */
  watchEveryMs?: number;
  /** How often replicas look for dead owners, in milliseconds. Default 500. */
  recoverEveryMs?: number;
  /** For how long after an outage a missing lock is no sign of a dead replica, in milliseconds. Default 6 to 8 s. */
  graceMs?: number;
}

export interface Engine {
  service: DeploymentService;
  reads: DeploymentReads;
  versions: VersionService;
  engineStatus: EngineStatus;
  /** Starts to run deployments, including those that an earlier process left unfinished. */
  start(): Promise<void>;
  /** Stops within about a second. The next owner repeats unfinished calls under the same keys. */
  stop(): Promise<void>;
}

const VERIFY_FOR_MS = 15_000;
/** Long, because a pipeline may end before the platform has started the version. */
const CONFIRM_WITHIN_MS = 5 * 60_000;

export function createEngine(options: EngineOptions): Engine {
  const { database, queue, changes, model, logger } = options;
  const commitDeps = createCommitDeps(options);
  const { counters } = commitDeps;
  const versions = createVersionService({
    ...commitDeps,
    sources: options.versionSources,
    commitSources: options.commitSources,
    catalog: options.catalog,
    auth: options.auth,
    logger,
  });
  const inProgress = new Set<string>();
  const replicaRegistry = createReplicaRegistry({
    ...options,
    inFlight: () => inProgress.size,
  });
  const runnerDeps = createRunnerDeps(
    options,
    replicaRegistry.identity,
    commitDeps,
  );
  const inlineStart = createInlineStart({
    queue,
    identity: replicaRegistry.identity,
    leaseMs: model.engine.leaseMs,
  });
  const people = createPeople(options);
  const requestDeps = {
    ...options,
    ...commitDeps,
    startConditions: createStartConditions(options),
    versions,
    inlineStart,
    listIntents: createListIntents(toBuildIntent(options)),
    people,
  };
  const engineStatus = createEngineStatus({
    database,
    queue,
    isPolling: () => options.session?.mode === 'polling',
    logger,
  });
  async function deregister(): Promise<void> {
    const identity = replicaRegistry.identity();
    if (identity) {
      // These are the deployments that their runners could not release.
      await releaseAll({ database, queue }, identity.owner);
    }
    await replicaRegistry.stop();
  }
  const stopping = new AbortController();
  let stopOutbox: (() => Promise<void>) | undefined;
  let stopObserving: (() => Promise<void>) | undefined;
  let stopWatching: (() => Promise<void>) | undefined;
  let stopRecovery: (() => Promise<void>) | undefined;
  return {
    versions,
    engineStatus,
    service: {
      plan: (request, caller) => planRequest(requestDeps, request, caller),
      versionBlockers: (serviceEnvironment, listed) =>
        readVersionBlockers(requestDeps, serviceEnvironment, listed),
      create: (request, caller, key, mayRollBack) =>
        requestDeployment(requestDeps, request, caller, key, mayRollBack),
      command: (id, request, caller) =>
        sendCommand({ ...commitDeps, model, people }, id, request, caller),
      getCommand: (id, commandId) => readCommand(database, id, commandId),
      ...createHoldCommands({ ...commitDeps, model }),
      resolveDrift: (serviceEnvironment, decision, caller) =>
        resolveDrift(requestDeps, serviceEnvironment, decision, caller),
      endWatch: (id, reason, caller) =>
        endWatch(commitDeps, id, reason, caller),
    },
    reads: createReads({
      database,
      changes,
      engineStatus,
    }),
    async start() {
      if (database.dialect.name === 'postgres') {
        stopRecovery = startRecovery({
          ...options,
          replicaRegistry,
          counters,
          everyMs: options.recoverEveryMs,
        });
      }
      await options.session?.start();
      await replicaRegistry.start();
      changes.start();
      stopOutbox = startOutbox(options);
      // Evaluates all queued deployments again, because the configuration that blocked them may have changed.
      const isScattered = await retryUntilAvailable(
        async () => {
          await database.transaction(async trx =>
            scatterQueued(trx, await database.now(trx)),
          );
          return true;
        },
        {
          logger,
          what: 'Queued deployments could not be woken',
          // After giving up, this process would keep its lock without ever doing any work.
          forMs: Infinity,
          isRetryable: () => true,
          isStillRequired: () => !stopping.signal.aborted,
        },
      );
      if (!isScattered) {
        return;
      }
      await queue.start(async (id, signal) => {
        inProgress.add(id);
        try {
          await handleWakeUp(runnerDeps, id, signal, inlineStart.takeClaim(id));
        } finally {
          inProgress.delete(id);
        }
      });
      stopObserving = startObserving({
        ...options,
        observeEveryMs: model.engine.observeEveryMs,
      });
      stopWatching = startWatching(requestDeps, options.watchEveryMs);
    },
    async stop() {
      stopping.abort();
      // Awaited last, so that a slow target doesn't delay the replicas that are waiting to take over.
      const observed = Promise.all([stopObserving?.(), stopWatching?.()]);
      await stopRecovery?.();
      await queue.stop();
      await stopOutbox?.();
      await deregister().catch(error =>
        logger.warn(
          `This replica could not deregister. The others will notice when its lock ends: ${stringifyError(
            error,
          )}`,
        ),
      );
      await changes.stop();
      await options.session?.stop();
      await observed;
    },
  };
}

function createCommitDeps(options: EngineOptions): CommitDeps {
  const { database, queue, changes } = options;
  const counters = options.counters ?? createEngineCounters();
  const { reducer = REDUCER } = options;
  return {
    database,
    queue,
    changes,
    counters,
    reducer,
  };
}

function createFixedIdentity(): () => Identity {
  const identity = createIdentity();
  return () => identity;
}

function toBuildIntent({ registry, renderer }: EngineOptions): BuildIntent {
  const { targets, stepKinds } = registry;
  return createBuildIntent({ targets, stepKinds, renderer });
}

/**
 * Creates the dependencies of a deployment runner. The default `identity` isn't registered as a replica, so other replicas
 * see only its leases.
 */
export function createRunnerDeps(
  options: EngineOptions,
  identity: () => Identity | undefined = createFixedIdentity(),
  commit: CommitDeps = createCommitDeps(options),
): RunnerDeps {
  const { database, changes, model, registry, renderer, logger } = options;
  const buildIntent = toBuildIntent(options);
  const listIntents = createListIntents(buildIntent);
  const planningDeps = {
    ...options,
    startConditions: createStartConditions(options),
  };
  const claimDeps: ClaimDeps = {
    ...commit,
    listIntents,
    identity,
    leaseMs: model.engine.leaseMs,
    targets: registry.targets,
    unknownOutcome: new Map(),
    logger,
  };
  return {
    ...claimDeps,
    buildIntent,
    perform: createPerform({
      targets: registry.targets,
      stepKinds: registry.stepKinds,
      renderer,
      openLog: (state, stepId) =>
        openStepLog(
          {
            database,
            changes,
            logger,
            maxBytesPerStep: model.engine.maxLogBytesPerStep,
            redact: renderer.redact,
          },
          {
            deploymentId: state.id,
            service: state.service,
            environment: state.environment,
            stepId,
          },
        ),
      now: () => database.now(database.knex),
      findVersionNames: (services, artifacts) =>
        findVersionNames(database.knex, services, artifacts),
      confirmWithinMs: options.confirmWithinMs ?? CONFIRM_WITHIN_MS,
      onProviderError: commit.counters.providerError,
      rollback: createRollbackActions({
        knex: database.knex,
        measurer: options.measurer,
        verifyForMs: options.verifyForMs ?? VERIFY_FOR_MS,
      }),
    }),
    evaluateStartGate: (claimed, seen) =>
      evaluateStartGate(
        {
          ...commit,
          plan: requested => buildPlan(planningDeps, requested),
          listIntents,
          queueForMs: model.engine.queueForMs,
        },
        claimed,
        seen,
      ),
  };
}
