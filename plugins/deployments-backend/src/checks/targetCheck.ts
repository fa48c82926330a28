import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type {
  CheckProvider,
  DeploymentTarget,
  MeasureCheckRequest,
} from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { targetSource } from './samples/targetSource';

const schema = z.strictObject({
  measure: z.enum(['success-rate', 'request-count', 'p50', 'p95', 'p99']),
  /** Which requests to measure. */
  of: z.enum(['candidate', 'baseline', 'service']).default('candidate'),
});

type TargetCheckSettings = z.infer<typeof schema>;

const UNITS = {
  'success-rate': 'ratio',
  'request-count': 'count',
  p50: 'ms',
  p95: 'ms',
  p99: 'ms',
} as const;

/** Reads measurements of requests from the deployment's target. */
export const targetCheck: CheckProvider<TargetCheckSettings> = {
  id: 'target',
  schema,
  separatesCandidate: ({ of }) => of === 'candidate',
  describe: ({ measure, of }) => ({
    measure,
    measurementTarget: of,
    unit: UNITS[measure],
    isStatistic: measure !== 'request-count',
  }),
  requires: () => ['measure'],
  analysis: targetSource,
  async measure(request) {
    const { target, with: settings } = request;
    if (!target.measure) {
      throw new Error(`The target '${target.id}' can't measure requests`);
    }
    const instance = {
      candidate: request.candidate,
      baseline: request.baseline,
      service: undefined,
    }[settings.of];
    if (settings.of !== 'service' && !instance) {
      throw new Error(`There is no ${settings.of} to measure`);
    }
    request.signal.throwIfAborted();
    const read = measureWith(target.measure.bind(target), request);
    const [measured, baseline] = await Promise.all([
      read(settings.of, instance),
      // For comparison only, so a failure doesn't matter.
      settings.of === 'candidate' && request.baseline
        ? read('baseline', request.baseline).catch(() => undefined)
        : undefined,
    ]);
    // The result of an aborted call is not used.
    request.signal.throwIfAborted();
    return measured && baseline ? { ...measured, baseline } : measured;
  },
};

type TargetMeasure = NonNullable<DeploymentTarget['measure']>;

/** Measures an instance, or the service as a whole, in the period of a check's request. */
function measureWith(
  measure: TargetMeasure,
  request: MeasureCheckRequest<TargetCheckSettings>,
) {
  return async (
    measurementTarget: TargetCheckSettings['of'],
    instance: Instance | undefined,
  ) =>
    measure({
      service: request.service,
      environment: request.environment,
      settings: request.settings,
      deploymentId: request.deploymentId,
      measure: request.with.measure,
      measurementTarget,
      ...(instance?.artifact ? { artifact: instance.artifact } : {}),
      ...(instance ? { instanceId: instance.id } : {}),
      from: request.from,
      to: request.to,
      signal: request.signal,
    });
}
