import type {
  DeploymentTarget,
  MeasureCheckRequest,
} from '@slipway/backstage-plugin-deployments-node';

/** Builds a request to measure a candidate of checkout in production. */
export function buildRequest<TWith>(
  settings: TWith,
  period: { from: number; to: number } = { from: 0, to: 60_000 },
): MeasureCheckRequest<TWith> {
  return {
    service: 'component:default/checkout',
    environment: { name: 'production', tier: 'production' },
    settings: {},
    deploymentId: 'deployment-1',
    with: settings,
    target: {} as DeploymentTarget, // the checks of this module don't use it
    version: { id: 'version-2', name: '1.4.2', artifact: 'sha256:2' },
    candidate: {
      id: 'candidate-2',
      artifact: 'sha256:2',
      versionName: '1.4.2',
    },
    baseline: { id: 'baseline-1', artifact: 'sha256:1', versionName: '1.4.1' },
    ...period,
    deadline: Date.now() + 10_000,
    signal: AbortSignal.timeout(10_000),
  };
}
