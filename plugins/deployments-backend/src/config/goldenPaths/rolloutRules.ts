import { mayHoldIn, surelyHoldsIn } from './conditionRules';
import { ancestors } from '../../domain/model/graph';
import type { Mistakes } from '../schema/mistakes';
import type {
  CheckModel,
  EnvironmentModel,
} from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../schema/providerRegistry';
import type { ReadStep } from './readSteps';

interface Rollout {
  steps: ReadStep[];
  environments: EnvironmentModel[];
  checks: Readonly<Record<string, CheckModel>>;
  registry: ProviderRegistry;
  mistakes: Mistakes;
}

/**
 * Whether a golden path's steps make sense one after the other, in each environment where it may be used: a candidate
 * before what needs one, a check that judges the candidate wherever the baseline still takes traffic (others there are
 * guards, which may fail a step and never pass it alone), a target that can do it,
 * and somebody who stops the baseline in the end.
 */
export function checkRollout(rollout: Rollout): void {
  for (const environment of rollout.environments) {
    const steps = rollout.steps.filter(({ model }) =>
      mayHoldIn(model.if, environment),
    );
    const before = getOrder(rollout.steps);
    for (const step of steps) {
      checkCapabilities(step, environment, rollout);
      checkCandidate(step, steps, before, rollout.mistakes);
      checkSeparation(step, steps, before, environment, rollout);
      checkRetirement(step, steps, before, environment, rollout);
    }
    checkOneCandidate(steps, environment, rollout.mistakes);
  }
}

/** `before(a, b)`: a always ends before b starts. */
type Before = (a: ReadStep, b: ReadStep) => boolean;

function getOrder(steps: ReadStep[]): Before {
  const needs = new Map(steps.map(({ model }) => [model.id, model.needs]));
  const earlier = new Map(
    steps.map(({ model }) => [
      model.id,
      ancestors(model.id, id => needs.get(id) ?? []),
    ]),
  );
  return (a, b) => earlier.get(b.model.id)?.has(a.model.id) ?? false;
}

function checkCapabilities(
  { model, kind, settings, path }: ReadStep,
  environment: EnvironmentModel,
  { registry, mistakes }: Rollout,
): void {
  const target = registry.targets.get(environment.target.provider);
  if (!target) {
    return;
  }
  const missing = (kind.requires?.(settings) ?? []).filter(
    capability => !target.capabilities.includes(capability),
  );
  if (missing.length > 0) {
    mistakes.add(
      path,
      `${model.use} needs ${missing.join(' and ')}, which the target ${
        target.id
      } of environment ${environment.name} cannot do (it can: ${
        target.capabilities.join(', ') || 'nothing of that kind'
      }). Choose another strategy, or keep the step from that environment with "if"`,
    );
  }
}

/** Kinds of others may bring in a candidate as well, where they change something. */
function mayBringIn({ model }: ReadStep): boolean {
  const isKnownNotTo = ['traffic', 'finalize'].includes(model.use);
  return model.use === 'deploy' || (!isKnownNotTo && model.changes !== 'none');
}

function checkCandidate(
  step: ReadStep,
  steps: ReadStep[],
  before: Before,
  mistakes: Mistakes,
): void {
  const needsCandidate =
    ['traffic', 'finalize'].includes(step.model.use) || step.usesCandidate;
  if (
    needsCandidate &&
    !steps.some(other => mayBringIn(other) && before(other, step))
  ) {
    mistakes.add(
      step.path,
      `"${step.model.id}" needs a candidate, but no deploy step comes before it`,
    );
  }
}

/** A deploy that leaves the baseline with traffic. */
function isPartial({ model, settings }: ReadStep): boolean {
  return (
    model.use === 'deploy' &&
    settings.strategy !== undefined &&
    settings.strategy !== 'rolling' &&
    settings.weight !== 100
  );
}

function isCompleting({ model, settings }: ReadStep): boolean {
  return (
    model.use === 'finalize' ||
    (model.use === 'traffic' && settings.weight === 100)
  );
}

function checkSeparation(
  step: ReadStep,
  steps: ReadStep[],
  before: Before,
  environment: EnvironmentModel,
  { checks, registry, mistakes }: Rollout,
): void {
  const unfinished = steps.find(
    deploy =>
      isPartial(deploy) &&
      !before(step, deploy) &&
      !steps.some(
        other =>
          isCompleting(other) &&
          surelyHoldsIn(other.model.if, environment) &&
          before(deploy, other) &&
          before(other, step),
      ),
  );
  if (!unfinished || unfinished === step) {
    return;
  }
  // Those that cannot be read have their own mistake.
  const guards = step.model.checks.filter(name => {
    const check = checks[name];
    const provider = check && registry.checkProviders.get(check.provider);
    const settings = provider?.schema.safeParse(check.with);
    return (
      provider &&
      settings?.success &&
      !provider.separatesCandidate(settings.data)
    );
  });
  if (guards.length > 0 && guards.length === step.model.checks.length) {
    mistakes.add(
      [...step.path, 'with', 'checks'],
      `no check here can tell the candidate from the baseline (${guards.join(
        ', ',
      )}), and "${
        unfinished.model.id
      }" leaves traffic on the baseline: the step would pass on the old version's health. Add a check that looks at the candidate ({{ candidate.url }}, of: candidate) beside it, or ask it after all traffic has shifted`,
    );
  }
}

function checkRetirement(
  step: ReadStep,
  steps: ReadStep[],
  before: Before,
  environment: EnvironmentModel,
  { registry, mistakes }: Rollout,
): void {
  const target = registry.targets.get(environment.target.provider);
  const leavesBaseline =
    step.model.use === 'deploy' &&
    target?.capabilities.includes('side-by-side') === true;
  if (
    leavesBaseline &&
    !steps.some(
      other =>
        other.model.use === 'finalize' &&
        before(step, other) &&
        // A step under a condition of its own retires only sometimes.
        (surelyHoldsIn(other.model.if, environment) ||
          other.model.if === step.model.if),
    )
  ) {
    mistakes.add(
      step.path,
      `nothing retires the baseline after "${step.model.id}": it would run on for ever. Add a step with "use: finalize" after it`,
    );
  }
}

function checkOneCandidate(
  steps: ReadStep[],
  environment: EnvironmentModel,
  mistakes: Mistakes,
): void {
  const [first, second] = steps.filter(
    ({ model }) =>
      model.use === 'deploy' && surelyHoldsIn(model.if, environment),
  );
  if (first && second) {
    mistakes.add(
      second.path,
      `brings in a second candidate after "${first.model.id}"; a deployment has one. To give it more traffic use a traffic step`,
    );
  }
}
