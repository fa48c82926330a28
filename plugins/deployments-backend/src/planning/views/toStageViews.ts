import type { RolloutStage } from '@slipway/backstage-plugin-deployments-common';
import { canarySchema, listStages } from '../../steps/canary/canarySettings';

/** Lists the stages of a canary step; `undefined` for other steps, and if no previous version shares the traffic. */
export function toStageViews(
  step: { use: string; with: unknown },
  baseline: string | undefined,
): RolloutStage[] | undefined {
  if (step.use !== 'canary' || baseline === undefined) return undefined;
  const settings = canarySchema.safeParse(step.with);
  return settings.success ? listStages(settings.data) : undefined;
}
