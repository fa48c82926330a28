import type {
  AnalysedAttempt,
  StoredLook,
} from '../../persistence/repositories/analysisLooks';
import { randomUUID } from 'node:crypto';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  type AuditEntry,
  type Blocker,
  type CommandOutcome,
  type CreateDeploymentRequest,
  type LogLine,
  type Measurement,
  type Plan,
  type Version,
  isTerminal,
} from '@slipway/backstage-plugin-deployments-common';
import { findBuiltCommit } from '../../domain/model/findBuiltCommit';
import type { StoredWatch } from '../../domain/watch/storedWatch';
import type { QueuedPlan } from '../../domain/deployment/plan/queuedPlan';
import type { VersionDeployment } from '../../domain/serviceEnvironment/versionOutcome';
import type { RollbackOptions } from '../../domain/serviceEnvironment/rollbackVersions';
import type {
  DeploymentReads,
  DeploymentService,
  EngineOverview,
} from '../../application/deploymentService';
import type { VersionService } from '../../application/versionService';
import type { DeploymentChange } from '../../changes/deploymentChange';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import type { Caller } from '../../application/caller';
import { appendEvents } from '../../domain/deployment/appendEvents';
import { RefusalError } from '../../domain/deployment/messages/conflict';
import type { StoredFailureSample } from '../../domain/analysis/failureSample';
import { type Command } from '../../domain/deployment/commands';
import { decide } from '../../domain/deployment/decide/decide';
import { type DeploymentEvent } from '../../domain/deployment/events';
import { awaitsPersonSince } from '../../domain/deployment/overdueDecision';
import { fold } from '../../domain/deployment/reduce/reduce';
import { type DeploymentState } from '../../domain/deployment/state';
import { toMessage } from '../../domain/text/renderSentences';
import { say } from '../../domain/text/say';
import { meets } from '../../access/serviceEnvironmentResource';
import { toEnvironmentView } from '../../planning/views/toEnvironmentView';
import { model, providers } from './fixtures';

/** An engine in memory, with the real pipeline. Nothing happens unless a test makes it happen. */
export class MemoryEngine implements DeploymentService, DeploymentReads {
  readonly deployments = new Map<string, DeploymentEvent[]>();
  readonly keys = new Map<string, { id: string; body: string }>();
  readonly outcomes = new Map<string, CommandOutcome>();
  readonly rows: ServiceEnvironmentRow[] = [];
  readonly auditEntries: AuditEntry[] = [];
  readonly measured: (Measurement & { deploymentId: string })[] = [];
  readonly lines: (LogLine & { deploymentId: string })[] = [];
  readonly known: Version[] = [];
  readonly callers: Caller[] = [];
  readonly sampled: (StoredFailureSample & { deploymentId: string })[] = [];
  readonly looksTaken: (AnalysedAttempt & { look: StoredLook })[] = [];
  /** When retention removed what, by deployment. */
  readonly removedRecords = new Map<
    string,
    { logsAt?: number; measurementsAt?: number }
  >();
  warnings: string[] = [];
  stalled = false;
  #listeners = new Set<(change: DeploymentChange) => void>();
  #seq = 0;
  #now = Date.parse('2026-03-02T10:00:00Z');

  /** Listeners, by deployment. */
  following = 0;

  // What tests make happen.

  apply(id: string, command: Command | Record<string, unknown>): void {
    const events = this.deployments.get(id)!;
    const state = fold(events);
    this.#now += 1000;
    const timed = { ...command, now: this.#now } as Command;
    const result = decide(state, timed);
    if (result.result === 'refused') throw new RefusalError(result);
    events.push(...appendEvents(state, result.events, timed).events);
    this.#notify(id, 'events');
  }

  measure(deploymentId: string, stepId: string, value: number): void {
    this.#now += 1000;
    this.measured.push({
      deploymentId,
      seq: ++this.#seq,
      stepId,
      check: 'responds',
      at: new Date(this.#now).toISOString(),
      value,
      unit: 'ratio',
      outcome: value >= 0.99 ? 'passed' : 'failed',
    });
    this.#notify(deploymentId, 'measurements');
  }

  log(deploymentId: string, stepId: string, line: string): void {
    this.lines.push({
      deploymentId,
      seq: ++this.#seq,
      stepId,
      at: new Date(this.#now).toISOString(),
      line,
    });
    this.#notify(deploymentId, 'logs');
  }

  /** Without a notification, as if it was lost. */
  quietly(change: () => void): void {
    const listeners = this.#listeners;
    this.#listeners = new Set();
    try {
      change();
    } finally {
      this.#listeners = listeners;
    }
  }

  #notify(deploymentId: string, what: DeploymentChange['what']): void {
    const { service, environment } = fold(this.deployments.get(deploymentId)!)!;
    for (const listener of this.#listeners) {
      listener({ deploymentId, service, environment, what });
    }
  }

  #states(): DeploymentState[] {
    return [...this.deployments.values()]
      .map(events => fold(events)!)
      .sort((a, b) => b.requestedAt - a.requestedAt);
  }

  // DeploymentService

  async plan(request: CreateDeploymentRequest, caller: Caller): Promise<Plan> {
    this.callers.push(caller);
    const environment = model.environments.find(
      e => e.name === request.environment,
    )!;
    return {
      service: request.service,
      environment: toEnvironmentView(environment, providers),
      kind: request.kind ?? 'deploy',
      goldenPath: { name: 'web-service', title: 'Web service' },
      steps: [],
      onFailure: 'rollback',
      blockers: [],
      warnings: [],
      planHash: 'hash',
      canStart: true,
    };
  }

  /** By version id. */
  readonly blockedVersions = new Map<string, Blocker[]>();

  async versionBlockers() {
    return this.blockedVersions;
  }

  async create(
    request: CreateDeploymentRequest,
    caller: Caller,
    idempotencyKey?: string,
  ) {
    this.callers.push(caller);
    const body = JSON.stringify(request);
    const key =
      idempotencyKey && `${caller.principal.principal}:${idempotencyKey}`;
    const before = key ? this.keys.get(key) : undefined;
    if (before) {
      if (before.body !== body) {
        throw new ConflictError('This Idempotency-Key was used otherwise');
      }
      return { id: before.id, created: false };
    }
    const version = this.known.find(v => v.id === request.versionId);
    if (!version) throw new InputError('versionId names no version');
    const id = randomUUID();
    this.#now += 1000;
    this.deployments.set(
      id,
      appendEvents(
        undefined,
        [
          {
            type: 'requested',
            request: {
              id,
              kind: request.kind ?? 'deploy',
              service: request.service,
              environment: request.environment,
              version: {
                id: version.id,
                name: version.name,
                artifact: version.artifact,
                flags: version.flags,
              },
              goldenPath: { name: 'web-service', title: 'Web service' },
              requestedBy: caller.principal,
              reason: request.reason,
              hotfix: request.hotfix ?? false,
              ...(request.notBefore === undefined
                ? {}
                : { notBefore: Date.parse(request.notBefore) }),
              inputs: {},
            },
          },
        ],
        { now: this.#now },
      ).events,
    );
    if (key) this.keys.set(key, { id, body });
    return { id, created: true };
  }

  async command(
    id: string,
    request: Parameters<DeploymentService['command']>[1],
    caller: Caller,
  ): Promise<CommandOutcome> {
    this.callers.push(caller);
    const key = `${id}/${request.commandId}`;
    const before = this.outcomes.get(key);
    if (before) return before;
    const outcome: CommandOutcome = {
      commandId: request.commandId,
      type: request.type,
      status: 'accepted',
      at: new Date(this.#now).toISOString(),
      by: caller.principal.principal,
    };
    try {
      const { commandId: _, ...command } = request;
      this.apply(id, {
        ...command,
        by: caller.principal.principal,
        groups: caller.user?.ownershipRefs ?? [],
      });
    } catch (error) {
      this.outcomes.set(key, {
        ...outcome,
        status: 'refused',
        message: (error as Error).message,
      });
      throw error;
    }
    this.outcomes.set(key, outcome);
    return outcome;
  }

  async getCommand(id: string, commandId: string) {
    return this.outcomes.get(`${id}/${commandId}`);
  }

  #row(service: string, environment: string): ServiceEnvironmentRow {
    const known = this.rows.find(
      r => r.service === service && r.environment === environment,
    );
    if (known) return known;
    const row: ServiceEnvironmentRow = { service, environment, fence: 0 };
    this.rows.push(row);
    return row;
  }

  async placeHold(
    serviceEnvironment: { service: string; environment: string },
    reason: string,
    caller: Caller,
  ) {
    this.#row(serviceEnvironment.service, serviceEnvironment.environment).hold =
      {
        reason,
        by: caller.principal.principal,
        at: new Date(this.#now).toISOString(),
      };
  }

  async liftHold(serviceEnvironment: { service: string; environment: string }) {
    const row = this.#row(
      serviceEnvironment.service,
      serviceEnvironment.environment,
    );
    if (!row.hold) {
      throw new RefusalError(toMessage([say('refused_hold_none')]));
    }
    delete row.hold;
  }

  async resolveDrift(serviceEnvironment: {
    service: string;
    environment: string;
  }) {
    delete this.#row(serviceEnvironment.service, serviceEnvironment.environment)
      .drift;
  }

  /** By deployment. */
  readonly watched = new Map<string, StoredWatch>();

  async endWatch(id: string, reason: string) {
    const watch = this.watched.get(id);
    if (watch?.state !== 'watching') {
      throw new ConflictError('This deployment is not watched');
    }
    this.watched.set(id, {
      ...watch,
      state: 'ended',
      endedAt: this.#now,
      reason,
    });
  }

  // DeploymentReads

  readonly versionRuns: VersionDeployment[] = [];

  async versionDeployments() {
    return this.versionRuns;
  }

  async watch(id: string) {
    return this.watched.get(id);
  }

  async watches(services: string[]) {
    return [...this.watched.values()].filter(({ service }) =>
      services.includes(service),
    );
  }

  async get(id: string) {
    const events = this.deployments.get(id);
    return events && fold(events);
  }

  async list(filter: Parameters<DeploymentReads['list']>[0]) {
    const offset = Number(filter.cursor ?? 0);
    const matching = this.#states().filter(
      state =>
        (!filter.ids || filter.ids.includes(state.id)) &&
        (!filter.services || filter.services.includes(state.service)) &&
        (!filter.environment || filter.environment === state.environment) &&
        (!filter.status || filter.status.includes(state.status)) &&
        (!filter.kind || filter.kind === state.kind) &&
        (!filter.awaitsPerson || awaitsPersonSince(state) !== undefined) &&
        (!filter.analysis ||
          this.looksTaken.some(
            ({ deploymentId, look }) =>
              deploymentId === state.id && look.analysis === filter.analysis,
          )) &&
        (!filter.requestedBy ||
          filter.requestedBy === state.requestedBy.principal) &&
        (!filter.allowed ||
          meets(
            {
              service: state.service,
              owners: [],
              environment: model.environments.find(
                e => e.name === state.environment,
              ),
            },
            filter.allowed,
          )),
    );
    const next = offset + filter.limit;
    return {
      items: matching.slice(offset, next),
      nextCursor: next < matching.length ? String(next) : undefined,
    };
  }

  async latest(services: string[]) {
    const states = this.#states().filter(s => services.includes(s.service));
    return states.filter(
      state =>
        !isTerminal(state.status) ||
        states.find(
          other =>
            isTerminal(other.status) &&
            other.service === state.service &&
            other.environment === state.environment,
        ) === state,
    );
  }

  async events(id: string, afterSeq: number) {
    return (this.deployments.get(id) ?? []).filter(e => e.seq > afterSeq);
  }

  async measurements(
    id: string,
    { stepId, afterSeq }: { stepId?: string; afterSeq: number },
  ) {
    return this.measured
      .filter(
        m =>
          m.deploymentId === id &&
          m.seq > afterSeq &&
          (!stepId || m.stepId === stepId),
      )
      .map(({ deploymentId: _, ...measurement }) => measurement);
  }

  async failureSamples(id: string) {
    return this.sampled
      .filter(({ deploymentId }) => deploymentId === id)
      .map(({ deploymentId: _, ...sample }) => sample);
  }

  async logs(
    id: string,
    options: { stepId?: string; q?: string; afterSeq: number; limit: number },
  ) {
    const items = this.lines
      .filter(
        l =>
          l.deploymentId === id &&
          l.seq > options.afterSeq &&
          (!options.stepId || l.stepId === options.stepId) &&
          (!options.q || l.line.includes(options.q)),
      )
      .slice(0, options.limit)
      .map(({ deploymentId: _, ...line }) => line);
    return { items, truncated: false };
  }

  async looks({ deploymentId, stepId, attempt }: AnalysedAttempt) {
    return this.looksTaken
      .filter(
        each =>
          each.deploymentId === deploymentId &&
          each.stepId === stepId &&
          each.attempt === attempt,
      )
      .map(({ look }) => look);
  }

  async analysedSteps(id: string, analysis: string) {
    return this.looksTaken
      .filter(
        each =>
          each.deploymentId === id &&
          each.look.analysis === analysis &&
          each.look.number === 1,
      )
      .map(({ deploymentId, stepId, attempt }) => ({
        deploymentId,
        stepId,
        attempt,
      }));
  }

  async removed(id: string) {
    return this.removedRecords.get(id) ?? {};
  }

  async audit() {
    return { items: this.auditEntries };
  }

  /** By deployment. */
  readonly storedPlans = new Map<string, QueuedPlan>();

  async queuedPlan(id: string) {
    return this.storedPlans.get(id);
  }

  async queuedPlans(ids: string[]) {
    return new Map(
      ids.flatMap(id => {
        const plan = this.storedPlans.get(id);
        return plan ? [[id, plan] as const] : [];
      }),
    );
  }

  /** By environment. */
  readonly rollbacks = new Map<string, RollbackOptions>();

  async rollbackOptions({ environment }: { environment: string }) {
    return this.rollbacks.get(environment) ?? { leaves: [], versions: [] };
  }

  async findLatest(
    { service, environment }: { service: string; environment: string },
    artifact: string,
    before: number,
  ) {
    return [...this.deployments.values()]
      .map(events => fold(events)!)
      .filter(
        state =>
          state.service === service &&
          state.environment === environment &&
          state.version.artifact === artifact &&
          (state.firstChangeAt ?? Infinity) < before,
      )
      .sort((a, b) => (b.firstChangeAt ?? 0) - (a.firstChangeAt ?? 0))[0];
  }

  async serviceEnvironments(services: string[]) {
    return this.rows.filter(row => services.includes(row.service));
  }

  async drift(filter: Parameters<DeploymentReads['drift']>[0]) {
    const offset = Number(filter.cursor ?? 0);
    const matching = this.rows.flatMap(row => {
      const { service, environment, drift, observed, current } = row;
      const tier = model.environments.find(e => e.name === environment)?.tier;
      const resource = {
        service,
        owners: [],
        environment: tier && { name: environment, tier },
      };
      const isAllowed =
        filter.environments.includes(environment) &&
        filter.deployed !== !current &&
        (!filter.allowed || meets(resource, filter.allowed));
      return isAllowed && drift && observed
        ? [{ service, environment, drift, observed, current }]
        : [];
    });
    const next = offset + filter.limit;
    return {
      items: matching.slice(offset, next),
      nextCursor: next < matching.length ? String(next) : undefined,
    };
  }

  async health() {
    return {
      status: this.stalled ? ('stalled' as const) : ('ok' as const),
      reasons: [],
      queue: 'local',
    };
  }

  /** The engine overview that a test sets, with the current states of the deployments in it. */
  overview: Omit<EngineOverview, 'at' | 'health'> = {
    replicas: [],
    running: [],
    waits: [],
    stuck: [],
  };

  async engine(): Promise<EngineOverview> {
    return { at: this.#now, health: await this.health(), ...this.overview };
  }

  subscribe(
    id: string | undefined,
    listener: (change: DeploymentChange) => void,
  ) {
    const own = (change: DeploymentChange) => {
      const isOf = change.what === 'missed' || change.deploymentId === id;
      if (!id || isOf) listener(change);
    };
    this.#listeners.add(own);
    if (id) this.following += 1;
    return () => {
      this.#listeners.delete(own);
      if (id) this.following -= 1;
    };
  }

  // VersionService: methods whose names DeploymentReads also has are in `versions`.

  async register(
    service: string,
    request: Parameters<VersionService['register']>[1],
  ) {
    const before = this.known.find(
      v => v.service === service && v.artifact === request.artifact,
    );
    if (before) return { version: before, created: false };
    const version: Version = {
      id: randomUUID(),
      service,
      name: request.name,
      artifact: request.artifact,
      commits: request.commits ?? [],
      commitId: findBuiltCommit(request),
      changeUrl: request.changeUrl,
      createdAt: request.createdAt ?? new Date(this.#now).toISOString(),
      flags: request.flags ?? [],
      source: 'api',
    };
    this.known.push(version);
    return { version, created: true };
  }

  async diff() {
    return {
      commits: [{ id: 'a1b2c3d' }],
      direction: 'forward' as const,
      apartMs: 172_800_000,
    };
  }

  async quarantine(
    service: string,
    versionId: string,
    reason: string,
    caller: Caller,
  ) {
    const version = this.known.find(
      v => v.service === service && v.id === versionId,
    );
    if (!version) throw new NotFoundError('No such version');
    version.quarantined = {
      by: caller.principal.principal,
      at: new Date(this.#now).toISOString(),
      reason,
    };
    return version;
  }

  async release(service: string, versionId: string) {
    const version = this.known.find(
      v => v.service === service && v.id === versionId,
    )!;
    delete version.quarantined;
    return version;
  }
}

/** `get` and `list` have other meanings for versions. */
export function listVersionsFor(engine: MemoryEngine): VersionService {
  return {
    register: engine.register.bind(engine),
    diff: engine.diff.bind(engine),
    compare: pairs =>
      Promise.all(
        pairs.map(async ({ service, to }) => ({
          diff: await engine.diff(),
          quarantined: engine.known.find(
            v => v.service === service && v.id === to.id,
          )?.quarantined,
        })),
      ),
    quarantine: engine.quarantine.bind(engine),
    release: engine.release.bind(engine),
    findNames: async (services, artifacts) =>
      engine.known.filter(
        ({ service, artifact }) =>
          services.includes(service) && artifacts.includes(artifact),
      ),
    get: async (service, id) =>
      engine.known.find(v => v.service === service && v.id === id),
    list: async (service, { q, limit }) => ({
      items: engine.known
        .filter(v => v.service === service && (!q || v.name.includes(q)))
        .slice(0, limit),
      warnings: engine.warnings,
    }),
  };
}
