import type { JsonObject } from '@backstage/types';
import type { Analyst, AnalyseRequest } from '../../checks/analysis/analyst';
import type { RolloutVerdict } from '../../domain/analysis/judge/judgeRollout';
import { CONFIG } from './testPortal';

/** Ends a rollout in stages with the previous version stopped. */
export function configureRollout(
  settings: JsonObject,
  {
    analysis = {},
    environment = {},
  }: { analysis?: JsonObject; environment?: JsonObject } = {},
): JsonObject {
  const deployments = CONFIG.deployments as JsonObject;
  const environments = deployments.environments as JsonObject;
  return {
    deployments: {
      ...deployments,
      environments: {
        ...environments,
        production: {
          ...(environments.production as JsonObject),
          ...environment,
        },
      },
      analyses: {
        web: {
          metrics: { errors: { provider: 'target', measure: 'errors' } },
          ...analysis,
        },
      },
      goldenPaths: {
        web: {
          title: 'Web service, in stages',
          for: { kind: 'component' },
          steps: [
            { id: 'rollout', use: 'canary', with: settings },
            { id: 'retire', use: 'finalize' },
          ],
          onFailure: 'rollback',
        },
      },
    },
  };
}

/** Judges rollouts as a test says, and records what it was asked. */
export class TestAnalyst implements Analyst {
  readonly requests: AnalyseRequest[] = [];
  decide: (
    request: AnalyseRequest,
  ) => Partial<RolloutVerdict> & Pick<RolloutVerdict, 'decision'> = () => ({
    decision: 'advance',
  });

  async analyse(request: AnalyseRequest) {
    this.requests.push(request);
    return {
      verdict: {
        reason: 'no_sign_of_harm' as const,
        metrics: [],
        score: 100,
        groups: [],
        ...this.decide(request),
      },
      metrics: [],
      nextLookAt: request.now + 20,
    };
  }
}
