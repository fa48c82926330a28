import { stringifyError } from '@backstage/errors';
import type {
  Instance,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type {
  CheckProvider,
  DeploymentTarget,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import { createTimeoutSignal } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import {
  listIssuePaths,
  parseWithSchema,
} from '@slipway/backstage-plugin-deployments-node/config';
import {
  assessCheck,
  nextMeasurementAt,
  observationEndsAt,
} from '../domain/analysis/assess';
import { assessMeasurement } from '../domain/analysis/assessMeasurement';
import type { CheckAssessment } from '../domain/analysis/assess';
import type {
  AssessedMeasurement,
  CheckResponse,
} from '../domain/analysis/measurement';
import type { CheckModel } from '../domain/model/deploymentsModel';
import type { ChangeHub } from '../changes/changeHub';
import { selectObserver } from '../config/environments/selectObserver';
import type { Renderer } from '../domain/goldenPath/renderTemplates';
import type { Snapshot } from '../domain/deployment/snapshot';
import type { DeploymentState } from '../domain/deployment/state';
import type { Database } from '../persistence/database';
import { getDeployment } from '../persistence/repositories/deployments';
import {
  appendMeasurements,
  readMeasurements,
} from '../persistence/repositories/measurements';
import type { NewMeasurement } from '../persistence/repositories/measurements';
import { nextPollAt } from './nextPollAt';
import { createRestartGrace } from './restartGrace';
import { storeFailureSamples } from './storeFailureSamples';

export interface MeasurerOptions {
  database: Database;
  changes: ChangeHub;
  providers: ReadonlyMap<string, CheckProvider>;
  targets: ReadonlyMap<string, DeploymentTarget>;
  renderer: Renderer;
}

/** What every measurement of a request has in common. */
interface MeasureOptions {
  deploymentId: string;
  /** The step, the rollback step or the watch that the measurements belong to. */
  stepId: string;
  attempt: number;
  /** Epoch milliseconds: when the attempt started. */
  startedAt: number;
  now: number;
  deadline: number;
  signal: AbortSignal;
  /** What the checks measure. */
  measurementTargets: {
    candidate?: Instance;
    baseline?: Instance;
    version: VersionSummary;
  };
  /** The target's settings. Default: the settings in the deployment's snapshot. */
  settings?: JsonObject;
}

interface MeasurementRequest extends MeasureOptions {
  /** Names of checks in the snapshot. */
  checks: string[];
  forMs: number;
  /** Whether the version that ran before the deployment is measured too, for comparison. Default: false. */
  withBaseline?: boolean;
}

interface MeasureNowRequest extends MeasureOptions {
  checks: readonly CheckModel[];
  /** When the checks were measured before, in epoch milliseconds. The measurements cover the time since. */
  since: number;
}

export interface Measured {
  assessments: CheckAssessment[];
  now: number;
  /** When to poll again, in epoch milliseconds. Absent once every check has a verdict. */
  nextPollAt?: number;
}

export interface Measurer {
  /** Takes and stores the measurements that are due, and assesses every check. */
  takeMeasurements(request: MeasurementRequest): Promise<Measured>;
  /** Takes and stores one measurement of each check, and returns them by the check's name. */
  measureNow(
    request: MeasureNowRequest,
  ): Promise<ReadonlyMap<string, AssessedMeasurement>>;
}

/** The longest that a measurement may take, in milliseconds. A longer one is an error. */
const MAX_MEASURE_MS = 15_000;

export function createMeasurer(options: MeasurerOptions): Measurer {
  const { database } = options;
  // Until then, failures and missing data count as warm-up.
  const settledAt = createRestartGrace();
  return {
    async measureNow({ checks, ...request }) {
      const state = await getDeployment(database.knex, request.deploymentId);
      const measured = await measureAndStore(options, state, checks, {
        ...request,
        settledAt: settledAt(request),
      });
      return new Map(
        measured.map(({ check, atMs, ...rest }) => [
          check,
          { ...rest, at: atMs },
        ]),
      );
    },
    async takeMeasurements(request) {
      const state = await getDeployment(database.knex, request.deploymentId);
      const checks = request.checks.map(name => findCheck(state, name));
      const period = {
        startedAt: request.startedAt,
        endsAt: observationEndsAt(checks, request.startedAt, request.forMs),
        now: request.now,
      };
      const stored = await readMeasurements(
        database.knex,
        request.deploymentId,
        { stepId: request.stepId, attempt: request.attempt, afterSeq: 0 },
      );
      const history = new Map<string, AssessedMeasurement[]>(
        checks.map(({ name }) => [
          name,
          stored
            .filter(({ check }) => check === name)
            .map(({ atMs, outcome, value, text, unit, samples, ...said }) => ({
              at: atMs,
              outcome,
              value,
              text,
              unit,
              samples,
              message: said.message,
              sentences: said.sentences,
            })),
        ]),
      );
      const due = checks.filter(check => {
        const at = nextMeasurementAt(
          check,
          history.get(check.name) ?? [],
          period,
        );
        return at !== undefined && at <= request.now;
      });
      const newMeasurements = await measureAndStore(options, state, due, {
        ...request,
        measurementTargets: {
          ...request.measurementTargets,
          ...(request.withBaseline
            ? { baseline: state.snapshot?.baselineInstance }
            : {}),
        },
        settledAt: settledAt(request),
      });
      for (const { check, atMs, ...rest } of newMeasurements) {
        history.get(check)?.push({ ...rest, at: atMs });
      }
      const assessments = checks.map(check =>
        assessCheck(check, history.get(check.name) ?? [], period),
      );
      return {
        now: request.now,
        assessments,
        nextPollAt: nextPollAt(
          assessments.flatMap(({ nextMeasurementAt: at }) => at ?? []),
          Math.min(...checks.map(({ everyMs }) => everyMs)),
        ),
      };
    },
  };
}

async function measureAndStore(
  options: MeasurerOptions,
  state: DeploymentState,
  checks: readonly CheckModel[],
  request: MeasureRequest,
): Promise<NewMeasurement[]> {
  const { database, changes } = options;
  const measured = await Promise.all(
    checks.map(check => measure(options, state, check, request)),
  );
  // An aborted call's measurements say nothing about the service.
  request.signal.throwIfAborted();
  if (measured.length > 0) {
    await appendMeasurements(database.knex, request.deploymentId, measured);
    await storeFailureSamples(options, state, checks, measured, request);
    changes.publish({
      deploymentId: state.id,
      service: state.service,
      environment: state.environment,
      what: 'measurements',
    });
  }
  return measured;
}

function findCheck(state: DeploymentState, name: string): CheckModel {
  const check = state.snapshot?.checks[name];
  if (!check) {
    throw new Error(`Deployment ${state.id} has no check ${name}`);
  }
  return check;
}

/** `settledAt`: from when on failures count, in epoch milliseconds. A restart of the portal may have caused earlier ones. */
type MeasureRequest = MeasureOptions & { settledAt: number; since?: number };

async function measure(
  options: MeasurerOptions,
  state: DeploymentState,
  check: CheckModel,
  request: MeasureRequest,
): Promise<NewMeasurement> {
  const provider = options.providers.get(check.provider);
  // Uses the settings before templates are filled in, because a filled-in URL doesn't show whether it is the candidate's.
  const described = provider?.describe(check.with);
  const response = await callProvider(options, state, check, request).catch(
    (error: unknown): CheckResponse => ({
      kind: 'error',
      message: options.renderer.redact(getMessage(error)),
    }),
  );
  const assessed = assessMeasurement(check, response, {
    at: request.now,
    startedAt: request.startedAt,
    unit: described?.unit,
  });
  const { at, ...rest } = assessed;
  const isCausedByRestart =
    (rest.outcome === 'failed' || rest.outcome === 'no_data') &&
    request.now < request.settledAt;
  return {
    ...rest,
    ...(isCausedByRestart ? { outcome: 'warming_up' as const } : {}),
    atMs: at,
    stepId: request.stepId,
    attempt: request.attempt,
    check: check.name,
    ...(described?.unit ? { unit: described.unit } : {}),
    ...(described?.measurementTarget
      ? { measurementTarget: described.measurementTarget }
      : {}),
  };
}

async function callProvider(
  options: MeasurerOptions,
  state: DeploymentState,
  check: CheckModel,
  request: MeasureRequest,
): Promise<CheckResponse> {
  const { snapshot } = state;
  const provider = options.providers.get(check.provider);
  const target = options.targets.get(snapshot?.target.provider ?? '');
  if (!snapshot || !provider || !target) {
    throw new Error(
      provider
        ? 'No installed module provides the target any more'
        : `No installed module provides the check provider '${check.provider}' any more`,
    );
  }
  const serviceEnvironment = {
    service: state.service,
    environment: snapshot.environment,
    settings: request.settings ?? snapshot.target.settings,
  };
  const timeout = createTimeoutSignal(
    Math.max(1, Math.min(MAX_MEASURE_MS, request.deadline - request.now)),
  );
  const signal = AbortSignal.any([request.signal, timeout]);
  const period = choosePeriod(
    check,
    request,
    provider.delayMs?.(check.with) ?? 0,
  );
  const rendered = options.renderer.render(
    check.with,
    state,
    {
      ...request.measurementTargets,
      window: period,
      // Read for each measurement, because a first deployment has no URL before it gets traffic.
      ...(usesServiceUrl(check)
        ? {
            serviceUrl: await readServiceUrl(
              options,
              snapshot,
              serviceEnvironment,
              signal,
            ),
          }
        : {}),
    },
    provider.escapeValue,
  );
  if (rendered.result === 'missing') {
    throw new Error(rendered.message);
  }
  const settings = parseWithSchema(provider.schema, rendered.value);
  if (!settings.success) {
    throw new Error(
      `The check's settings are invalid after {{ … }} was filled in: ${listIssuePaths(
        settings.issues,
      )}`,
    );
  }
  const measured = await provider.measure({
    ...serviceEnvironment,
    deploymentId: state.id,
    with: settings.data,
    target,
    version: request.measurementTargets.version,
    candidate: request.measurementTargets.candidate,
    baseline: request.measurementTargets.baseline,
    ...period,
    deadline: Math.min(request.deadline, request.now + MAX_MEASURE_MS),
    signal,
  });
  if (measured === undefined) {
    return { kind: 'no_data' };
  }
  // These texts may repeat the service's response, which may contain secrets.
  const { redact } = options.renderer;
  const { text, message } = measured;
  return {
    kind: 'measured',
    ...measured,
    ...(text === undefined ? {} : { text: redact(text) }),
    ...(message === undefined ? {} : { message: redact(message) }),
  };
}

/**
 * Chooses the period of a measurement, in epoch milliseconds; empty if the step has just started. It excludes the warm-up,
 * but is at least as long as the check's interval, unless it would begin before the step. It begins at the latest where the
 * period of the measurement at `since` ended.
 */
function choosePeriod(
  check: CheckModel,
  { startedAt, settledAt, now, since = now }: MeasureRequest,
  delayMs: number,
): { from: number; to: number } {
  const to = now - delayMs;
  const warmUpEnds = Math.max(startedAt + check.afterMs, settledAt);
  const from = Math.max(
    startedAt,
    Math.min(to - check.windowMs, since - delayMs),
    Math.min(warmUpEnds, to - check.everyMs),
  );
  return { from, to: Math.max(from, to) };
}

/** Asks the provider that reads what runs. */
async function readServiceUrl(
  { targets }: MeasurerOptions,
  snapshot: Snapshot,
  serviceEnvironment: ServiceEnvironment,
  signal: AbortSignal,
): Promise<string | undefined> {
  const observer = selectObserver(
    targets,
    snapshot,
    serviceEnvironment.settings,
  );
  const observation = await observer?.target.observe({
    ...serviceEnvironment,
    settings: observer.settings,
    signal,
  });
  return observation?.url;
}

function usesServiceUrl(check: CheckModel): boolean {
  return /\{\{\s*service\.url\s*\}\}/.test(JSON.stringify(check.with));
}

function getMessage(error: unknown): string {
  return error instanceof Error ? error.message : stringifyError(error);
}
