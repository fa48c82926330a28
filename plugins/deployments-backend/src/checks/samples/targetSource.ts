import type {
  AnalysisSource,
  DeploymentTarget,
  MetricSample,
  ReadSampleRequest,
} from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { toHistogram } from './toHistogram';

const schema = z.strictObject({
  /** `errors`: the share of requests that failed. `latency`: how long requests take, those that failed too. */
  measure: z.enum(['errors', 'latency']),
});

type Settings = z.infer<typeof schema>;

/** Reads each version's requests from the deployment's target. */
export const targetSource: AnalysisSource<Settings> = {
  schema,
  listKinds: ({ measure }) =>
    measure === 'errors' ? ['count'] : ['latency', 'quantile'],
  requires: ({ measure }) => [
    measure === 'errors' ? 'measure' : 'distribution',
  ],
  async readSample(request) {
    request.signal.throwIfAborted();
    const sample =
      request.with.measure === 'errors'
        ? await countErrors(request)
        : await readLatencies(request);
    // The result of an aborted call is not used.
    request.signal.throwIfAborted();
    return sample;
  },
};

async function countErrors(
  request: ReadSampleRequest<Settings>,
): Promise<MetricSample | undefined> {
  const { target } = request;
  if (!target.measure) throw explainMissing(target);
  const measured = await target.measure({
    ...selectRequests(request),
    measure: 'success-rate',
  });
  return (
    measured && {
      type: 'count',
      events: Math.round((1 - measured.value) * measured.samples),
      total: measured.samples,
    }
  );
}

async function readLatencies(
  request: ReadSampleRequest<Settings>,
): Promise<MetricSample | undefined> {
  const { target } = request;
  if (!target.measureDistribution) throw explainMissing(target);
  const measured = await target.measureDistribution(selectRequests(request));
  return measured && { type: 'histogram', ...toHistogram(measured.latency) };
}

function selectRequests({
  measured,
  service,
  environment,
  settings,
  deploymentId,
  from,
  to,
  signal,
}: ReadSampleRequest<Settings>) {
  return {
    service,
    environment,
    settings,
    deploymentId,
    measurementTarget: measured.role,
    artifact: measured.version.artifact,
    ...(measured.instanceId === undefined
      ? {}
      : { instanceId: measured.instanceId }),
    from,
    to,
    signal,
  };
}

function explainMissing({ id }: DeploymentTarget): Error {
  return new Error(
    `The target '${id}' can't measure the requests of a version`,
  );
}
