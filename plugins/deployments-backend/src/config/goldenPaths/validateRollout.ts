import type { TargetCapability } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import {
  parseWithSchema,
  type ConfigPath,
} from '@slipway/backstage-plugin-deployments-node/config';
import {
  listAnalysisCapabilities,
  listCheckCapabilities,
} from '../environments/listCheckCapabilities';
import { getCapabilities } from '../environments/getCapabilities';
import { renderExample } from '../schema/settingTemplates';
import type { CapabilityChecks } from './checkCapabilities';
import { mayHoldIn, surelyHoldsIn } from './readCondition';
import { ancestors } from '../../domain/model/graph';
import type { Mistakes } from '../schema/mistakes';
import type { AnalysisModel } from '../../domain/model/analysisModel';
import type {
  CheckModel,
  EnvironmentModel,
  ServiceSettings,
  StepModel,
} from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../schema/providerRegistry';
import type { ReadStep } from './readSteps';

interface Rollout {
  /** The path of the whole section `deployments`. */
  root: ConfigPath;
  steps: ReadStep[];
  environments: EnvironmentModel[];
  checks: Readonly<Record<string, CheckModel>>;
  analyses: Readonly<Record<string, AnalysisModel>>;
  /** Settings of services, keyed by entity ref, then by environment. */
  services: Readonly<Record<string, Record<string, ServiceSettings>>>;
  registry: ProviderRegistry;
  capabilities: CapabilityChecks;
  mistakes: Pick<Mistakes, 'add'>;
}

/**
 * Checks, for each environment, that a golden path's steps work together:
 *
 * - A deploy step comes before the steps that need a candidate.
 * - Check steps measure the candidate while the baseline still gets traffic, because guards alone can't pass a step.
 * - The target supports the steps, their checks and their analyses.
 * - The baseline is stopped in the end.
 */
export function validateRollout(rollout: Rollout): void {
  const found = collectByEnvironment();
  for (const environment of rollout.environments) {
    const mistakes = found.in(environment);
    const steps = rollout.steps.filter(({ model }) =>
      mayHoldIn(model.if, environment),
    );
    const before = createBefore(rollout.steps);
    for (const step of steps) {
      checkCapabilities(step, environment, rollout);
      checkCandidate(step, steps, before, mistakes);
      checkSeparation(step, steps, before, environment, {
        ...rollout,
        mistakes,
      });
      checkRetirement(step, steps, before, environment, {
        ...rollout,
        mistakes,
      });
    }
    checkOneCandidate(steps, environment, mistakes);
  }
  found.report(rollout);
}

/** Collects mistakes with the environments that have them. A mistake of all environments doesn't name them. */
function collectByEnvironment() {
  const found = new Map<
    string,
    { path: ConfigPath; message: string; environments: string[] }
  >();
  return {
    in: ({ name }: EnvironmentModel): Pick<Mistakes, 'add'> => ({
      add(path, message) {
        const key = JSON.stringify([path, message]);
        const { environments = [] } = found.get(key) ?? {};
        found.set(key, {
          path,
          message,
          environments: [...environments, name],
        });
      },
    }),
    report({
      environments: all,
      mistakes,
    }: Pick<Rollout, 'environments' | 'mistakes'>): void {
      for (const { path, message, environments } of found.values()) {
        mistakes.add(
          path,
          environments.length === all.length
            ? message
            : `${message} (in environment ${environments.join(', ')})`,
        );
      }
    },
  };
}

/** Whether a step always ends before another one starts. */
type Before = (a: ReadStep, b: ReadStep) => boolean;

function createBefore(steps: ReadStep[]): Before {
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
  { root, checks, analyses, services, registry, capabilities }: Rollout,
): void {
  if (!registry.targets.has(environment.target.provider)) {
    return;
  }
  const support = {
    environment,
    capabilities: listPossibleCapabilities(environment, { registry, services }),
  };
  capabilities.check(
    {
      what: model.use,
      needed: kind.requires?.(settings) ?? [],
      usedAt: path,
      definedAt: path,
      remedy:
        model.use === 'deploy'
          ? 'Choose another strategy, or exclude the environment with "if" and deploy there with another step'
          : 'Exclude the environment with "if"',
    },
    support,
  );
  for (const name of model.checks) {
    const check = checks[name];
    capabilities.check(
      {
        what: `the check "${name}"`,
        needed: check ? listCheckCapabilities(check, registry) : [],
        usedAt: [...path, 'with', 'checks'],
        definedAt: [...root, 'checks', name],
        remedy:
          'Measure with another provider there, or exclude the environment with "if"',
      },
      support,
    );
  }
  for (const name of model.analyses ?? []) {
    const analysis = analyses[name];
    const metrics = analysis
      ? listAnalysisCapabilities(analysis, registry)
      : [];
    for (const { metric, needed } of metrics) {
      capabilities.check(
        {
          what: `the metric "${metric}" of the analysis "${name}"`,
          needed,
          usedAt: [...path, 'with'],
          definedAt: [...root, 'analyses', name, 'metrics', metric],
          remedy:
            'Read it from another provider, or exclude the environment with "if"',
        },
        support,
      );
    }
  }
}

/**
 * Lists what the target can do with the environment's settings, or with those of a service that has its own there. Whether a
 * certain service can do what its golden path needs is checked when its deployment is planned.
 */
function listPossibleCapabilities(
  environment: EnvironmentModel,
  { registry, services }: Pick<Rollout, 'registry' | 'services'>,
): TargetCapability[] {
  const own = Object.values(services).flatMap(
    ({ [environment.name]: service }) => (service ? [service.target] : []),
  );
  const possible = [{}, ...own].flatMap(overrides =>
    listCapabilities(environment, registry, overrides),
  );
  return [...new Set(possible)];
}

/** Lists what the target can do with the environment's settings, and those that override them. */
function listCapabilities(
  environment: EnvironmentModel,
  { targets }: ProviderRegistry,
  overrides: JsonObject = {},
): TargetCapability[] {
  const { provider, settings } = environment.target;
  return getCapabilities(
    targets.get(provider),
    renderExample({ ...settings, ...overrides }, environment).settings,
  );
}

/** Whether a step may deploy a candidate. Step kinds of modules may, if they change something. */
function mayDeployCandidate({ model }: ReadStep): boolean {
  const isKnownNotTo = ['traffic', 'finalize'].includes(model.use);
  return deploysCandidate(model) || (!isKnownNotTo && model.changes !== 'none');
}

/** Whether a step of this kind deploys the candidate. */
function deploysCandidate({ use }: StepModel): boolean {
  return use === 'deploy' || use === 'canary';
}

function checkCandidate(
  step: ReadStep,
  steps: ReadStep[],
  before: Before,
  mistakes: Pick<Mistakes, 'add'>,
): void {
  const needsCandidate =
    ['traffic', 'finalize'].includes(step.model.use) || step.usesCandidate;
  if (
    needsCandidate &&
    !steps.some(other => mayDeployCandidate(other) && before(other, step))
  ) {
    mistakes.add(
      step.path,
      `"${step.model.id}" needs a candidate, but no deploy step comes before it`,
    );
  }
}

/**
 * Whether a step deploys a candidate and leaves traffic on the baseline while another one runs. A canary leaves none when it
 * ends.
 */
function isPartialFor(
  { model, settings }: ReadStep,
  isBefore: boolean,
): boolean {
  return model.use === 'canary'
    ? !isBefore
    : model.use === 'shadow' ||
        (model.use === 'deploy' &&
          settings.strategy !== undefined &&
          settings.strategy !== 'rolling' &&
          settings.weight !== 100);
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
      isPartialFor(deploy, before(deploy, step)) &&
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
  // Invalid checks are reported elsewhere.
  const guards = step.model.checks.filter(name => {
    const check = checks[name];
    const provider = check && registry.checkProviders.get(check.provider);
    const settings = provider && parseWithSchema(provider.schema, check.with);
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
      }" leaves traffic on the baseline: the step would pass on the old version's health. Add a check that measures the candidate ({{ candidate.url }}, of: candidate), or run these checks after all traffic has shifted`,
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
  const { model, kind, settings } = step;
  const leavesBaseline =
    (deploysCandidate(model) || model.use === 'shadow') &&
    [
      ...(kind.requires?.(settings) ?? []),
      ...listCapabilities(environment, registry),
    ].includes('side-by-side');
  if (
    leavesBaseline &&
    !steps.some(
      other =>
        other.model.use === 'finalize' &&
        before(step, other) &&
        // A finalize step with another condition may be skipped while the deploy step runs.
        (surelyHoldsIn(other.model.if, environment) ||
          other.model.if === step.model.if),
    )
  ) {
    mistakes.add(
      step.path,
      `no step stops the baseline after "${step.model.id}", so it would keep running. Add a step with "use: finalize" after it`,
    );
  }
}

function checkOneCandidate(
  steps: ReadStep[],
  environment: EnvironmentModel,
  mistakes: Pick<Mistakes, 'add'>,
): void {
  const [first, second] = steps.filter(
    ({ model }) =>
      deploysCandidate(model) && surelyHoldsIn(model.if, environment),
  );
  if (first && second) {
    mistakes.add(
      second.path,
      `deploys a second candidate after "${first.model.id}", but a deployment has only one. To give it more traffic, use a traffic step`,
    );
  }
}
