import { stringifyError } from '@backstage/errors';
import type {
  CheckProvider,
  DeploymentTarget,
  MetricSample,
  ReadSampleRequest,
} from '@slipway/backstage-plugin-deployments-node';
import {
  listIssuePaths,
  parseWithSchema,
} from '@slipway/backstage-plugin-deployments-node/config';
import { checkSamples } from '../../domain/analysis/checkSamples';
import type { MetricLook } from '../../domain/analysis/look';
import type { LookPeriod } from '../../domain/analysis/planLooks';
import type { DeploymentState } from '../../domain/deployment/state';
import type { Renderer } from '../../domain/goldenPath/renderTemplates';
import type {
  AnalysisModel,
  MetricPlan,
} from '../../domain/model/analysisModel';
import { callWithDeadline } from '../../outbound/callWithDeadline';
import type { AnalyseRequest } from './analyst';

export interface ReadMetricOptions {
  providers: ReadonlyMap<string, CheckProvider>;
  targets: ReadonlyMap<string, DeploymentTarget>;
  renderer: Renderer;
}

/** What all metrics of a look have in common. */
export interface LookContext {
  state: DeploymentState;
  model: AnalysisModel;
  request: AnalyseRequest;
  period: LookPeriod;
  /** Before this time, nothing is read: the warm-up. */
  startsAt: number;
  /** How long reading may take, in milliseconds. */
  timeoutMs: number;
}

type Role = ReadSampleRequest['measured']['role'];

/**
 * Reads a metric for both versions at the same time. Returns `undefined` if its data of this period aren't complete yet
 * because the provider reports them with a delay; the period of such a metric is earlier by this delay.
 */
export async function readMetric(
  options: ReadMetricOptions,
  context: LookContext,
  plan: MetricPlan,
): Promise<MetricLook | undefined> {
  const { period, model, startsAt } = context;
  const delayMs = findDelay(options, model, plan);
  const delayed = { from: period.from - delayMs, to: period.to - delayMs };
  if (delayed.from < startsAt) return undefined;
  const [candidate, baseline] = await Promise.allSettled(
    (['candidate', 'baseline'] as const).map(role =>
      callWithDeadline(
        context.timeoutMs,
        signal =>
          readSample(
            options,
            { ...context, period: delayed },
            plan,
            role,
            signal,
          ),
        context.request.signal,
      ),
    ),
  );
  const failed = [candidate, baseline].find(
    (result): result is PromiseRejectedResult => result.status === 'rejected',
  );
  return checkSamples(plan.kind, {
    ...(candidate.status === 'fulfilled' && candidate.value
      ? { candidate: candidate.value }
      : {}),
    ...(baseline.status === 'fulfilled' && baseline.value
      ? { baseline: baseline.value }
      : {}),
    ...(failed
      ? { error: options.renderer.redact(getMessage(failed.reason)) }
      : {}),
  });
}

/** The delay of a metric's data in milliseconds; 0 if it can't be read at all, which is an error of the look. */
function findDelay(
  { providers }: ReadMetricOptions,
  { sources }: AnalysisModel,
  { name }: MetricPlan,
): number {
  const source = sources[name];
  const analysis = source && providers.get(source.provider)?.analysis;
  const settings = analysis && parseWithSchema(analysis.schema, source.with);
  return settings?.success ? analysis?.delayMs?.(settings.data) ?? 0 : 0;
}

async function readSample(
  { providers, targets, renderer }: ReadMetricOptions,
  { state, model, request, period, timeoutMs }: LookContext,
  plan: MetricPlan,
  role: Role,
  signal: AbortSignal,
): Promise<MetricSample | undefined> {
  const { snapshot } = state;
  const source = model.sources[plan.name];
  const provider = source && providers.get(source.provider);
  const target = targets.get(snapshot?.target.provider ?? '');
  if (!snapshot || !target) {
    throw new Error('No installed module provides the target any more');
  }
  if (!provider?.analysis) {
    throw new Error(
      `No installed module can read the provider "${source?.provider}" any more`,
    );
  }
  const measured = listMeasured(state, request)[role];
  const rendered = renderer.render(
    source.with,
    state,
    {
      version: request.version,
      candidate: request.candidate,
      ...(snapshot.baselineInstance
        ? { baseline: snapshot.baselineInstance }
        : {}),
      measured,
      window: period,
    },
    provider.escapeValue,
  );
  if (rendered.result === 'missing') throw new Error(rendered.message);
  const settings = parseWithSchema(provider.analysis.schema, rendered.value);
  if (!settings.success) {
    throw new Error(
      `The metric's settings are invalid after {{ … }} was filled in: ${listIssuePaths(
        settings.issues,
      )}`,
    );
  }
  return provider.analysis.readSample({
    service: state.service,
    environment: snapshot.environment,
    settings: snapshot.target.settings,
    deploymentId: state.id,
    with: settings.data,
    kind: plan.kind,
    target,
    measured: { role, ...measured },
    ...period,
    deadline: request.now + timeoutMs,
    signal,
  });
}

function listMeasured(
  { snapshot }: DeploymentState,
  { candidate, version, baseline }: AnalyseRequest,
): Record<Role, Omit<ReadSampleRequest['measured'], 'role'>> {
  const baselineId = snapshot?.baselineInstance?.id;
  return {
    candidate: { version, instanceId: candidate.id },
    baseline: {
      version: baseline,
      ...(baselineId === undefined ? {} : { instanceId: baselineId }),
    },
  };
}

function getMessage(error: unknown): string {
  const message =
    error instanceof Error ? error.message : stringifyError(error);
  return message.slice(0, 500);
}
