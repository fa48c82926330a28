import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { VersionSource } from '@slipway/backstage-plugin-deployments-node';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import type { Observer } from '../checks/takeMeasurements';
import type { EngineStatus } from '../observability/engineStatus';
import { createEngineStatus } from '../observability/engineStatus';
import type { WakeQueue } from '../queue/WakeQueue';
import type { Database } from '../persistence/database';
import { scatterQueued } from '../persistence/ownership/leases';
import type { PgSessionKeeper } from '../persistence/postgres/pgSession';
import { evaluateStartConditions } from '../execution/startGate';
import type { ChangeHub } from '../changes/changeHub';
import { claim } from '../execution/ownership/claim';
import type { Claim, ClaimDeps } from '../execution/ownership/claim';
import type { CommitDeps } from '../commit/commitDeps';
import { commandDeployment } from './sendCommand';
import { createDeployment, planRequest } from './requestDeployment';
import { startOutbox } from '../changes/deliverOutbox';
import { createEngineCounters } from '../observability/engineCounters';
import type { EngineCounters } from '../observability/engineCounters';
import { createIdentity } from '../execution/ownership/identity';
import type { Identity } from '../execution/ownership/identity';
import type { RecordIntent } from '../execution/effects/perform';
import {
  createRecordIntent,
  createPerform,
} from '../execution/effects/perform';
import { startObserving } from '../targets/observeOnSchedule';
import { createHoldCommands } from './holds';
import { createPeople } from '../planning/people';
import { plan } from '../planning/buildPlan';
import { retryWithBackoff } from '../execution/ownership/patiently';
import { createReplicaRegistry } from '../execution/ownership/replicaRegistry';
import { createReads, readCommand } from './deploymentReads';
import { releaseAll, startRecovery } from '../execution/ownership/recovery';
import type { Reducer } from '../commit/reducer';
import { createResultWriter } from '../commit/resultWriter';
import { REDUCER } from '../commit/reducer';
import type { Renderer } from '../domain/goldenPath/renderTemplates';
import { resolveDrift } from './resolveDrift';
import { createRollbackActions } from '../execution/effects/rollbackActions';
import { runClaimed } from '../execution/deploymentRunner';
import type { RunDeps } from '../execution/deploymentRunner';
import type { DeploymentReads, DeploymentService } from './deploymentService';
import type { VersionService } from './versionService';
import { createInlineStart } from '../execution/inlineStart';
import { openStepLog } from '../execution/effects/stepLogs';
import { createVersionService } from './registerVersion';

export interface EngineOptions {
  database: Database;
  queue: WakeQueue;
  changes: ChangeHub;
  /** On PostgreSQL: the connection whose end tells peers that this process is gone. The engine starts and stops it. */
  session?: PgSessionKeeper;
  /** Told what the engine does. Default: counted in memory. */
  counters?: EngineCounters;
  /** Of this package, for whoever looks at the replicas. */
  version: string;
  model: DeploymentsModel;
  registry: ProviderRegistry;
  versionSources: readonly VersionSource[];
  observer: Observer;
  renderer: Renderer;
  catalog: CatalogService;
  auth: AuthService;
  signals: SignalsService;
  notifications: NotificationService;
  logger: LoggerService;
  /** How events become state. Default: as this version of the pipeline does. */
  reducer?: Reducer;
  /** How long checks are watched after a rollback, in milliseconds. Default 15 s. */
  verifyForMs?: number;
  /** How often replicas look for owners that are gone, in milliseconds. Default 500. */
  recoverEveryMs?: number;
  /** How long the locks of others are not judged after an outage, in milliseconds. Default 6 to 8 s. */
  graceMs?: number;
}

export interface Engine {
  service: DeploymentService;
  reads: DeploymentReads;
  versions: VersionService;
  engineStatus: EngineStatus;
  /** Begins to work; takes up what a process before left. */
  start(): Promise<void>;
  /** Ends within about a second: what is under way is left to whoever comes next, under the same keys. */
  stop(): Promise<void>;
}

const VERIFY_FOR_MS = 15_000;

export function createEngine(options: EngineOptions): Engine {
  const { database, queue, changes, model, logger } = options;
  const commitDeps = createCommitDeps(options);
  const { counters } = commitDeps;
  const versions = createVersionService({
    ...commitDeps,
    sources: options.versionSources,
    logger,
  });
  const atWork = new Set<string>();
  const replicaRegistry = createReplicaRegistry({
    ...options,
    inFlight: () => atWork.size,
  });
  const runDeps = createRunDeps(options, replicaRegistry.identity, commitDeps);
  const here = createInlineStart({
    queue,
    identity: replicaRegistry.identity,
    leaseMs: model.engine.leaseMs,
  });
  const people = createPeople(options);
  const createDeps = {
    ...options,
    ...commitDeps,
    versions,
    here,
    recordIntent: recordIntentFor(options),
    people,
  };
  const engineStatus = createEngineStatus({
    database,
    queue,
    isPolling: () => options.session?.mode === 'polling',
    logger,
  });
  async function leavePeers(): Promise<void> {
    const identity = replicaRegistry.identity();
    if (identity) {
      // What could not be let go of one by one.
      await releaseAll({ database, queue }, identity.owner);
    }
    await replicaRegistry.stop();
  }
  const stopping = new AbortController();
  let stopOutbox: (() => Promise<void>) | undefined;
  let stopObserving: (() => Promise<void>) | undefined;
  let stopRecovery: (() => Promise<void>) | undefined;
  return {
    versions,
    engineStatus,
    service: {
      plan: (request, caller) => planRequest(createDeps, request, caller),
      create: (request, caller, key) =>
        createDeployment(createDeps, request, caller, key),
      command: (id, request, caller) =>
        commandDeployment(
          { ...commitDeps, model, people },
          id,
          request,
          caller,
        ),
      getCommand: (id, commandId) => readCommand(database, id, commandId),
      ...createHoldCommands({ ...commitDeps, model }),
      resolveDrift: (serviceEnvironment, decision, caller) =>
        resolveDrift(createDeps, serviceEnvironment, decision, caller),
    },
    reads: createReads({
      database,
      changes,
      engineStatus,
    }),
    async start() {
      if (database.dialect === 'postgres') {
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
      // What keeps them from starting may stand in a config that has changed.
      const isStillRequired = await retryWithBackoff(
        async () => {
          await database.transaction(async trx =>
            scatterQueued(trx, database.dialect, await database.now(trx)),
          );
        },
        {
          stopping: stopping.signal,
          logger,
          what: 'Queued deployments could not be looked at',
        },
      );
      if (!isStillRequired) {
        return;
      }
      await queue.start(async (id, signal) => {
        atWork.add(id);
        try {
          await advance(runDeps, id, signal, here.getClaim(id));
        } finally {
          atWork.delete(id);
        }
      });
      stopObserving = startObserving({
        ...options,
        observeEveryMs: model.engine.observeEveryMs,
      });
    },
    async stop() {
      stopping.abort();
      // A target that takes its time to be observed holds up nobody who waits to take over.
      const observed = stopObserving?.();
      await stopRecovery?.();
      await queue.stop();
      await stopOutbox?.();
      await leavePeers().catch(error =>
        logger.warn(
          `Peers were not told that this process stops; they find out by its lock: ${stringifyError(
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

/** One wake-up: claims the deployment, unless it is this process's `own` already, and works on it until there is nothing to do now. */
export async function advance(
  deps: RunDeps,
  id: string,
  signal: AbortSignal,
  own?: Claim,
): Promise<void> {
  if (own) {
    await runClaimed(deps, own, signal);
    return;
  }
  const claimed = await claim(deps, id);
  if (claimed.result === 'claimed') {
    await runClaimed(deps, claimed.claim, signal);
  }
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
    ...(database.dialect === 'postgres'
      ? {
          reports: createResultWriter(
            database,
            () => options.session?.mode === 'session',
          ),
        }
      : {}),
  };
}

function fixedIdentity(): () => Identity {
  const identity = createIdentity();
  return () => identity;
}

function recordIntentFor({ registry, renderer }: EngineOptions): RecordIntent {
  const { targets, stepKinds } = registry;
  return createRecordIntent({ targets, stepKinds, renderer });
}

/** `identity`: by default one that only its leases tell of. */
export function createRunDeps(
  options: EngineOptions,
  identity: () => Identity | undefined = fixedIdentity(),
  commit: CommitDeps = createCommitDeps(options),
): RunDeps {
  const { database, changes, model, registry, renderer, logger } = options;
  const recordIntent = recordIntentFor(options);
  const claimDeps: ClaimDeps = {
    ...commit,
    recordIntent,
    identity,
    leaseMs: model.engine.leaseMs,
    targets: registry.targets,
    unknownOutcome: new Map(),
    logger,
  };
  return {
    ...claimDeps,
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
      onProviderError: commit.counters.providerError,
      rollback: createRollbackActions({
        knex: database.knex,
        observer: options.observer,
        verifyForMs: options.verifyForMs ?? VERIFY_FOR_MS,
      }),
    }),
    evaluateStartConditions: (claimed, seen) =>
      evaluateStartConditions(
        {
          ...commit,
          plan: requested => plan(options, requested),
          recordIntent,
          queueForMs: model.engine.queueForMs,
        },
        claimed,
        seen,
      ),
  };
}
