import type {
  FailedRequest,
  MeasureRequest,
  MirrorComparison,
  RequestDistribution,
} from '@slipway/backstage-plugin-deployments-node';
import { createFailureRecorder } from '../measure/failureRecorder';
import { createMirrorRecorder } from '../measure/mirrorRecorder';
import type { TrafficRecorder } from '../measure/trafficRecorder';
import type { MirrorOutcome } from '../mirror/requestMirror';
import type { CompletedRequest } from '../proxy/trafficProxy';
import type { InstanceRecord } from '../state/serviceEnvironmentState';
import type { StateStore } from '../state/stateStore';

/** Measures the traffic of one service environment. */
export interface TrafficMeasurements {
  /** Counts a request of a user. Requests of testers are not counted: they are not what users get. */
  recordRequest(completed: CompletedRequest): void;
  /** @param candidate - Id of the instance that got a copy. */
  recordMirrored(candidate: string, outcome: MirrorOutcome): void;
  /** The baseline is its fresh instance, for the deployment that started one. */
  measure(
    request: MeasureRequest,
  ): { value: number; samples: number } | undefined;
  measureDistribution(
    request: Omit<MeasureRequest, 'measure'>,
  ): RequestDistribution | undefined;
  /** Lists the latest failed requests of the measured instances; none for the service as a whole. */
  listFailures(request: Omit<MeasureRequest, 'measure'>): FailedRequest[];
  /** Returns `undefined` if nothing was mirrored to the instance. */
  compareMirrored(candidate: string): MirrorComparison | undefined;
}

/** @param options - `onRequestCompleted` is called for each request that counts. */
export function createTrafficMeasurements(options: {
  slug: string;
  recorder: TrafficRecorder;
  store: StateStore;
  onRequestCompleted(
    instance: InstanceRecord | undefined,
    completed: CompletedRequest,
  ): void;
}): TrafficMeasurements {
  const { slug, recorder, store, onRequestCompleted } = options;
  const mirrored = createMirrorRecorder();
  const failures = createFailureRecorder();

  const findInstances = (
    request: Omit<MeasureRequest, 'measure'>,
  ): string[] | undefined => {
    const { measurementTarget, instanceId, artifact } = request;
    if (measurementTarget === 'service') return undefined;
    const freshBaseline = store.state.instances.find(
      ({ role, deploymentId }) =>
        role === 'fresh-baseline' && deploymentId === request.deploymentId,
    );
    if (measurementTarget === 'baseline' && freshBaseline) {
      return [freshBaseline.id];
    }
    if (instanceId !== undefined) return [instanceId];
    if (artifact !== undefined) return recorder.findInstances(slug, artifact);
    return store.state.instances
      .filter(({ role }) => role === measurementTarget)
      .map(({ id }) => id);
  };

  return {
    recordRequest(completed) {
      if (completed.isMatched) return;
      const instance =
        completed.instance === undefined
          ? undefined
          : store.findInstance(completed.instance);
      recorder.record(slug, instance, completed);
      if (instance) failures.record(instance.id, completed);
      onRequestCompleted(instance, completed);
    },
    recordMirrored: mirrored.record,
    measure: request =>
      recorder.measure(
        { slug, instances: findInstances(request) },
        request.measure,
        request.from,
        request.to,
      ),
    measureDistribution: request =>
      recorder.measureDistribution(
        { slug, instances: findInstances(request) },
        request.from,
        request.to,
      ),
    listFailures: request =>
      failures.list(findInstances(request) ?? [], request.from, request.to),
    compareMirrored: mirrored.compare,
  };
}
