import { randomUUID } from 'node:crypto';
import type {
  ApplyRequest,
  DeploymentTarget,
  EffectRequest,
  TargetHandle,
  TargetProgress,
} from '@slipway/backstage-plugin-deployments-node';

export const SERVICE = 'component:default/checkout';

export const artifactOf = (version: string) => `pkg:generic/test@${version}`;

export function effect(overrides: Partial<EffectRequest> = {}): EffectRequest {
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
    ...effect(overrides),
    version: { name: version, artifact: artifactOf(version) },
    ...overrides,
  };
}

/** Polls until the apply is over. */
export async function settled(
  target: DeploymentTarget,
  handle: TargetHandle,
  overrides: Partial<EffectRequest> = {},
): Promise<TargetProgress> {
  for (;;) {
    const progress = await target.poll({ ...effect(overrides), handle });
    if (progress.state !== 'working') return progress;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
