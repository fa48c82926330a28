import { randomUUID } from 'node:crypto';
import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { VersionSource } from '@slipway/backstage-plugin-deployments-node';
import type { DeploymentsModel } from '../config/model';
import type { ProviderRegistry } from '../config/registry';
import type { Observer } from '../checks/observe';
import type { WakeQueue } from '../queue/WakeQueue';
import type { Database } from '../store/database';
import { releaseAllOwners } from '../store/leases';
import { admit } from './admission';
import type { ChangeHub } from './changes';
import { claim } from './claim';
import type { ClaimDeps } from './claim';
import { commandDeployment } from './commandDeployment';
import { createDeployment, planRequest } from './createDeployment';
import { startOutbox } from './deliverOutbox';
import { engineHealth } from './health';
import { announce, createPerform } from './perform';
import { createPlaceCommands } from './places';
import { plan } from './planning';
import { createReads, readCommand } from './reads';
import type { Renderer } from './render';
import { createRollbackActions } from './rollback';
import { runClaimed } from './run';
import type { RunDeps } from './run';
import type {
  DeploymentReads,
  DeploymentService,
  VersionService,
} from './service';
import { openStepLog } from './stepLogs';
import { createVersionService } from './versions';

export interface EngineOptions {
  database: Database;
  queue: WakeQueue;
  changes: ChangeHub;
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
  /** How long checks are watched after a rollback, in milliseconds. Default 15 s. */
  verifyForMs?: number;
}

export interface Engine {
  service: DeploymentService;
  reads: DeploymentReads;
  versions: VersionService;
  /** Begins to work; takes up what a process before left. */
  start(): Promise<void>;
  /** Ends within about a second: what is under way is left to whoever comes next, under the same keys. */
  stop(): Promise<void>;
}

const VERIFY_FOR_MS = 15_000;

export function createEngine(options: EngineOptions): Engine {
  const { database, queue, changes, model, logger } = options;
  const versions = createVersionService({
    database,
    queue,
    changes,
    sources: options.versionSources,
    logger,
  });
  const runDeps = createRunDeps(options);
  const createDeps = { ...options, versions };
  let stopOutbox: (() => Promise<void>) | undefined;
  return {
    versions,
    service: {
      plan: (request, caller) => planRequest(createDeps, request, caller),
      create: (request, caller, key) =>
        createDeployment(createDeps, request, caller, key),
      command: (id, request, caller) =>
        commandDeployment(
          { database, queue, changes, model },
          id,
          request,
          caller,
        ),
      getCommand: (id, commandId) => readCommand(database, id, commandId),
      ...createPlaceCommands({ database, queue, changes, model }),
    },
    reads: createReads({
      database,
      changes,
      health: () => engineHealth(database, queue),
    }),
    async start() {
      if (database.dialect === 'sqlite') {
        await releaseAllOwners(database.knex);
      }
      stopOutbox = startOutbox(options);
      await queue.start((id, signal) => advance(runDeps, id, signal));
    },
    async stop() {
      await queue.stop();
      await stopOutbox?.();
    },
  };
}

/** One wake-up: claims the deployment and works on it until there is nothing to do now. */
export async function advance(
  deps: RunDeps,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const claimed = await claim(deps, id);
  if (claimed.result === 'claimed') {
    await runClaimed(deps, claimed.claim, signal);
  }
}

export function createRunDeps(options: EngineOptions): RunDeps {
  const { database, queue, changes, model, registry, renderer, logger } =
    options;
  const commit = { database, queue, changes };
  const claimDeps: ClaimDeps = {
    ...commit,
    owner: randomUUID(),
    leaseMs: model.engine.leaseMs,
    targets: registry.targets,
    tainted: new Set(),
    logger,
  };
  return {
    ...claimDeps,
    announce,
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
      rollback: createRollbackActions({
        observer: options.observer,
        verifyForMs: options.verifyForMs ?? VERIFY_FOR_MS,
      }),
    }),
    admit: claimed =>
      admit(
        {
          ...commit,
          plan: subject => plan(options, subject),
          queueForMs: model.engine.queueForMs,
        },
        claimed,
      ),
  };
}
