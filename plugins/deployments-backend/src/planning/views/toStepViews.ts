import type {
  CheckRule,
  PlannedStep,
} from '@slipway/backstage-plugin-deployments-common';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';
import type {
  CheckModel,
  DeploymentsModel,
  StepModel,
} from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../../config/schema/providerRegistry';
import type {
  Snapshot,
  StepDefinition,
} from '../../domain/deployment/snapshot';
import type { DeploymentState } from '../../domain/deployment/state';
import { toCheckRuleView } from './toCheckRuleView';
import { isSaying } from '../../steps/sayingStepKind';
import { toStageViews } from './toStageViews';

/** A step from the configuration, or a frozen one. */
type AnyStep = StepModel | StepDefinition;

export interface StepFacts {
  checks: Record<string, CheckModel>;
  analyses: Record<string, { title: string }>;
  /** The names of the candidate and of the baseline, if known. */
  version?: string;
  baseline?: string;
}

export function toStepView(
  step: AnyStep,
  facts: StepFacts,
  providers: ProviderRegistry,
): PlannedStep {
  return {
    id: step.id,
    title: step.title,
    use: step.use,
    ...describe(step, facts, providers),
    stages: toStageViews(step, facts.baseline),
    needs: step.needs,
    changes: step.changes,
    checks: step.checks.flatMap((name): CheckRule[] => {
      const check = facts.checks[name];
      return check ? [toCheckRuleView(check, providers)] : [];
    }),
    timeoutMs: step.timeoutMs,
    attempts: step.retry.attempts,
    onFailure: step.onFailure,
    ...('skipped' in step && {
      skipped: step.skipped,
      skippedSentences: step.skippedSentences,
    }),
  };
}

/**
 * Converts a deployment's steps to their API representation: those frozen at its start or, before that, those of its last
 * plan. A deployment that an older version queued without storing a plan shows its golden path's current steps until it is
 * evaluated again.
 */
export function toStepViews(
  state: DeploymentState,
  planned: Snapshot | undefined,
  model: DeploymentsModel,
  providers: ProviderRegistry,
): PlannedStep[] {
  const snapshot = state.snapshot ?? planned;
  if (snapshot) {
    return snapshot.steps.map(step =>
      toStepView(
        step,
        {
          checks: snapshot.checks,
          analyses: snapshot.analyses ?? {},
          version: snapshot.version.name,
          baseline: snapshot.baseline?.name,
        },
        providers,
      ),
    );
  }
  // Without a plan, the steps of restarts, removals and rollbacks are unknown. A made-up deployment has none.
  if (state.kind !== 'deploy' || state.demo) return [];
  const path = model.goldenPaths.find(
    ({ name }) => name === state.goldenPath.name,
  );
  return (path?.steps ?? []).map(step =>
    toStepView(
      step,
      {
        checks: model.checks,
        analyses: model.analyses,
        version: state.version.name,
      },
      providers,
    ),
  );
}

function describe(
  step: AnyStep,
  { version, baseline, analyses }: StepFacts,
  providers: ProviderRegistry,
): Pick<PlannedStep, 'description' | 'descriptionSentences'> {
  const kind = providers.stepKinds.get(step.use);
  const settings = kind && parseWithSchema(kind.schema, step.with);
  const facts = { version, baseline, analyses };
  const current =
    kind && settings?.success
      ? kind.describe(settings.data, facts)
      : step.title;
  const description = 'description' in step ? step.description : current;
  // A frozen description may name what is not known here.
  const isSaid =
    kind &&
    isSaying(kind) &&
    settings?.success &&
    version !== undefined &&
    description === current;
  return {
    description,
    ...(isSaid ? { descriptionSentences: kind.say(settings.data, facts) } : {}),
  };
}
