import type {
  StepKind,
  StepRequest,
} from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { toEffectRequest, formatStartKey } from './effectRequest';
import { trafficShare } from './trafficShare';
import {
  findUnfinishedApply,
  pollCandidate,
  startCandidate,
} from './deployCandidate';
import type { CandidateDeployment } from './deployCandidate';

const schema = z
  .strictObject({
    /**
     * `rolling`: the new version gets all the traffic as soon as it is ready. `blue-green`: it starts next to the
     * previous version, without traffic. `canary`: it starts next to the previous version, with `weight` percent of the
     * traffic, or with all of it if no previous version is running.
     */
    strategy: z.enum(['rolling', 'blue-green', 'canary']).default('rolling'),
    weight: z.number().min(0).max(100).optional(),
    restart: z.boolean().optional(),
  })
  .superRefine(({ strategy, weight }, ctx) => {
    if (strategy === 'canary' && weight === undefined) {
      ctx.addIssue({
        code: 'custom',
        path: ['weight'],
        message: 'is missing: a canary needs its percentage of the traffic',
      });
    }
    if (strategy !== 'canary' && weight !== undefined) {
      ctx.addIssue({
        code: 'custom',
        path: ['weight'],
        message: `has no meaning with strategy ${strategy}; only a canary has a weight`,
      });
    }
  });

type Settings = z.infer<typeof schema>;

const POLL_AFTER_MS = 500;

/** Deploys the version. */
export const deployStep: StepKind<Settings> = {
  id: 'deploy',
  schema,
  timeoutMs: 10 * 60_000,
  changes: () => 'reversible',
  requires(settings) {
    switch (settings.strategy) {
      case 'canary':
        return ['side-by-side', 'weights'];
      case 'blue-green':
        return ['side-by-side'];
      default:
        return settings.restart ? ['restart'] : [];
    }
  },
  describe(settings, { version, baseline }) {
    const name = version ?? 'the version';
    if (settings.restart) {
      return `Restart ${name}`;
    }
    const beside = baseline ? ` beside ${baseline}` : '';
    switch (settings.strategy) {
      case 'canary':
        return baseline
          ? `Deploy ${name}${beside}, ${settings.weight} % of the traffic`
          : `Deploy ${name}, 100 % of the traffic (no previous version is running)`;
      case 'blue-green':
        return `Deploy ${name}${beside}, without traffic`;
      default:
        return baseline
          ? `Deploy ${name} in place of ${baseline}, all of the traffic`
          : `Deploy ${name}, all of the traffic`;
    }
  },
  start: request => startCandidate(request, toCandidateDeployment(request)),
  poll: request =>
    pollCandidate(request, request.handle, toCandidateDeployment(request)),
  async cancel(request) {
    const apply = findUnfinishedApply(request.handle);
    if (!apply) {
      // With a handle, the candidate is ready and nothing is in progress. Without one, the response to `start` was
      // lost.
      return request.handle ? 'cancelled' : cancelUnknownStart(request);
    }
    return request.target.cancel({
      ...toEffectRequest(request),
      handle: apply,
    });
  },
};

function toCandidateDeployment(
  request: Pick<
    StepRequest<Settings>,
    'with' | 'version' | 'baseline' | 'trafficWeight'
  >,
): CandidateDeployment {
  const { strategy, weight, restart } = request.with;
  const weights = { rolling: 100, 'blue-green': 0, canary: weight ?? 0 };
  return {
    version: {
      name: request.version.name,
      artifact: request.version.artifact,
    },
    intent: restart ? 'restart' : 'deploy',
    restart: restart === true,
    weight: trafficShare(weights[strategy], request),
    retireOthers: false,
    pollAfterMs: POLL_AFTER_MS,
  };
}

/**
 * Cancels a start whose response was lost. Repeating the call with the same idempotency key returns the handle of the
 * same effect, which can then be cancelled.
 */
async function cancelUnknownStart(
  request: Parameters<StepKind<Settings>['cancel']>[0],
): Promise<'cancelled' | 'unknown'> {
  const deployment = toCandidateDeployment(request);
  const apply = await request.target.apply({
    ...toEffectRequest(request),
    idempotencyKey: formatStartKey(request),
    version: deployment.version,
    intent: deployment.intent,
    ...(deployment.restart ? { restart: true } : {}),
  });
  return request.target.cancel({ ...toEffectRequest(request), handle: apply });
}
