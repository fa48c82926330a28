import type { StepRequest } from '@slipway/backstage-plugin-deployments-node';
import {
  listRoutingCapabilities,
  trafficRoutingSchema,
} from '@slipway/backstage-plugin-deployments-node/config';
import { z } from 'zod';
import { trafficWeight } from '../config/schema/trafficWeight';
import { toEffectRequest } from './effectRequest';
import { trafficShare } from './trafficShare';
import {
  cancelUnknownStart,
  findEffectInProgress,
  findExpected,
  pollCandidate,
  startCandidate,
  toTargetVersion,
} from './deployCandidate';
import type { CandidateDeployment } from './deployCandidate';
import { sayDeploy } from '../domain/text/stepSentences';
import { describeBySaying } from './sayingStepKind';

const schema = z
  .strictObject({
    /**
     * `rolling`: the new version gets all the traffic as soon as it is ready. `blue-green`: it starts next to the
     * previous version, without traffic. `canary`: it starts next to the previous version, with `weight` percent of the
     * traffic, or with all of it if no previous version is running.
     */
    strategy: z.enum(['rolling', 'blue-green', 'canary']).default('rolling'),
    weight: trafficWeight.optional(),
    restart: z.boolean().optional(),
    /** Which requests go to the new version, apart from its weight. */
    routing: trafficRoutingSchema.optional(),
  })
  .superRefine(({ strategy, weight, routing }, ctx) => {
    if (strategy === 'rolling' && routing !== undefined) {
      ctx.addIssue({
        code: 'custom',
        path: ['routing'],
        message:
          'has no meaning with strategy rolling, in which the new version gets all the traffic',
      });
    }
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

/** Deploys the version. */
export const deployStep = describeBySaying<Settings>({
  id: 'deploy',
  schema,
  timeoutMs: 10 * 60_000,
  changes: () => 'reversible',
  requires(settings) {
    switch (settings.strategy) {
      case 'canary':
        return [
          'side-by-side',
          'weights',
          ...listRoutingCapabilities(settings.routing),
        ];
      case 'blue-green':
        return ['side-by-side', ...listRoutingCapabilities(settings.routing)];
      default:
        return settings.restart ? ['restart'] : [];
    }
  },
  say: sayDeploy,
  start: request => startCandidate(request, toCandidateDeployment(request)),
  poll: request =>
    pollCandidate(request, request.handle, toCandidateDeployment(request)),
  async cancel(request) {
    const effect = findEffectInProgress(request.handle);
    if (!effect) {
      // With a handle, the candidate is ready and nothing is in progress. Without one, the response to `start` was
      // lost.
      return request.handle
        ? 'cancelled'
        : cancelUnknownStart(request, toCandidateDeployment(request));
    }
    return request.target.cancel({
      ...toEffectRequest(request),
      handle: effect,
    });
  },
});

function toCandidateDeployment(
  request: StepRequest<Settings>,
): CandidateDeployment {
  const { strategy, weight, restart, routing } = request.with;
  const weights = { rolling: 100, 'blue-green': 0, canary: weight ?? 0 };
  const expected = findExpected(request);
  return {
    version: toTargetVersion(request.version),
    intent: chooseIntent(request),
    ...(expected === undefined ? {} : { expected }),
    restart: restart === true,
    rolling: strategy === 'rolling',
    weight: trafficShare(weights[strategy], request),
    ...(routing && { routing }),
    retireOthers: false,
  };
}

function chooseIntent({
  kind,
  with: { restart },
}: StepRequest<Settings>): CandidateDeployment['intent'] {
  if (kind === 'rollback') {
    return 'rollback';
  }
  return restart ? 'restart' : 'deploy';
}
