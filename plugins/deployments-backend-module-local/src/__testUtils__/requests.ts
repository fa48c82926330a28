import { randomUUID } from 'node:crypto';
import type {
  ApplyRequest,
  DeploymentTarget,
  EffectRequest,
  TargetHandle,
  TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';

export const SERVICE = 'component:default/checkout';

export const toArtifact = (version: string) => `pkg:generic/test@${version}`;

export function buildRequest(
  overrides: Partial<EffectRequest> = {},
): EffectRequest {
  return {
    service: SERVICE,
    environment: { name: 'staging', tier: 'staging' },
    settings: {},
    deploymentId: 'd1',
    idempotencyKey: randomUUID(),
    fence: 1,
    deadline: Date.now() + 20_000,
    signal: AbortSignal.timeout(20_000),
    log: () => {},
    ...overrides,
  };
}

export function applyRequest(
  version: string,
  overrides: Partial<ApplyRequest> = {},
): ApplyRequest {
  return {
    ...buildRequest(overrides),
    version: { name: version, artifact: toArtifact(version) },
    intent: overrides.restart ? 'restart' : 'deploy',
    ...overrides,
  };
}

/** Polls until the apply is ready or has failed. */
export async function waitForApply(
  target: DeploymentTarget,
  handle: TargetHandle,
  overrides: Partial<EffectRequest> = {},
): Promise<TargetProgress> {
  for (;;) {
    const progress = await target.poll({ ...buildRequest(overrides), handle });
    if (progress.state !== 'working') return progress;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
