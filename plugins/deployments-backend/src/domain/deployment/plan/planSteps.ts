import {
  evaluateFilterPredicate,
  type FilterPredicate,
} from '@backstage/filter-predicates';
import type {
  DeploymentKind,
  OnFailure,
} from '@slipway/backstage-plugin-deployments-common';
import type { StepKind } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type {
  CheckModel,
  GoldenPathModel,
  StepModel,
} from '../../model/deploymentsModel';
import type { Snapshot, StepDefinition } from '../snapshot';
import { withoutUndefined } from '../plainData';

const DEFAULT_TIMEOUT_MS = 10 * 60_000;
const DEFAULT_RETRY = { attempts: 3, backoffMs: 2_000, maxBackoffMs: 30_000 };

export interface PlanStepsOptions {
  path: GoldenPathModel;
  kind: DeploymentKind;
  /** All checks, with the service's own settings laid over them. */
  checks: Record<string, CheckModel>;
  /**
   * What `if` is about, under the names that it uses: `service`, `environment`, `version`, `inputs`. A predicate's
   * equality ignores case and takes `7` for `"7"`, so versions and digests must not be compared with it: `1.0-RC1` and
   * `1.0-rc1` would be one. Configuration is refused where it tries. See `conditionValues` in `config`.
   */
  facts: JsonObject;
  stepKinds: ReadonlyMap<string, Pick<StepKind, 'describe' | 'timeoutMs'>>;
  /** For the descriptions. */
  version?: { name: string };
  baseline?: { name: string };
  /** Why a condition does not hold, in words. */
  whySkipped?(condition: FilterPredicate): string;
}

/** What a deployment of this kind does on this golden path: the part of its snapshot that the path decides. */
export function planSteps(
  options: PlanStepsOptions,
): Pick<Snapshot, 'steps' | 'checks' | 'onFailure'> {
  const { path, kind, checks } = options;
  const steps = stepsOfKind(options).map(step => define(step, options));
  const named = new Set([
    ...steps
      .filter(({ skipped }) => skipped === undefined)
      .flatMap(step => step.checks),
    // A rollback is verified by what would have verified the deployment.
    ...(lastCheckStep(options)?.checks ?? []),
  ]);
  return {
    steps,
    checks: Object.fromEntries(
      Object.entries(checks).filter(([name]) => named.has(name)),
    ),
    onFailure:
      kind === 'rollback' ? forRollback(path.onFailure) : path.onFailure,
  };
}

function stepsOfKind(options: PlanStepsOptions): StepModel[] {
  switch (options.kind) {
    case 'deploy':
      return options.path.steps;
    case 'rollback':
      return bringIn(options, {
        id: 'deploy',
        title: 'Deploy',
        onFailure: forRollback,
      });
    case 'restart':
      return bringIn(options, {
        id: 'restart',
        title: 'Restart',
        with: { restart: true },
        onFailure: policy => policy,
      });
    case 'remove':
      return [
        ownStep(options, 'remove', {
          title: 'Remove',
          // What is stopped is gone, with whatever it held.
          changes: 'irreversible',
        }),
      ];
    default: {
      const unknown: never = options.kind;
      throw new Error(`Unknown kind: ${String(unknown)}`);
    }
  }
}

/** A rollback is not rolled back: where the path would, it fails. */
function forRollback(policy: OnFailure): OnFailure {
  return policy === 'rollback' ? 'fail' : policy;
}

/**
 * The short way to bring a version in: deploy, all traffic at once, the path's last checks, finalize. It goes beside
 * what runs where the path's own deployment does, so that it can be taken back until its checks passed.
 */
function bringIn(
  options: PlanStepsOptions,
  deploy: {
    id: string;
    title: string;
    with?: JsonObject;
    onFailure(policy: OnFailure): OnFailure;
  },
): StepModel[] {
  const { path } = options;
  const own = path.steps.find(({ use }) => use === 'deploy');
  const strategy = own?.with.strategy ?? 'rolling';
  const beside = strategy !== 'rolling';
  const check = lastCheckStep(options);
  const steps: StepModel[] = [
    ownStep(options, 'deploy', {
      id: deploy.id,
      title: deploy.title,
      with: { strategy: beside ? 'blue-green' : strategy, ...deploy.with },
    }),
  ];
  if (beside) {
    steps.push(
      ownStep(options, 'traffic', {
        title: 'Shift all traffic',
        with: { weight: 100 },
      }),
    );
  }
  if (check) {
    const { if: _condition, onFailure, ...rest } = check;
    steps.push(
      withoutUndefined({
        ...rest,
        onFailure: onFailure && deploy.onFailure(onFailure),
      }),
    );
  }
  if (beside || path.steps.some(({ use }) => use === 'finalize')) {
    steps.push(ownStep(options, 'finalize', { title: 'Finalize' }));
  }
  return inOrder(steps);
}

/** One after the other. The check keeps its id from the path, unless a step of ours has it. */
function inOrder(steps: StepModel[]): StepModel[] {
  const taken = new Set<string>();
  return steps.reduce<StepModel[]>((done, step) => {
    const id = taken.has(step.id) ? `${step.id}-${step.use}` : step.id;
    taken.add(id);
    const before = done.at(-1);
    return [...done, { ...step, id, needs: before ? [before.id] : [] }];
  }, []);
}

function lastCheckStep(options: PlanStepsOptions): StepModel | undefined {
  return options.path.steps
    .filter(
      step =>
        step.checks.length > 0 &&
        step.changes === 'none' &&
        whyNot(step, options) === undefined,
    )
    .at(-1);
}

/** A step that the path does not write itself: as the path's own of its kind where it has one, plain otherwise. */
function ownStep(
  { path, stepKinds }: PlanStepsOptions,
  use: string,
  step: Pick<StepModel, 'title'> & Partial<StepModel>,
): StepModel {
  const own = path.steps.find(each => each.use === use);
  return {
    id: use,
    use,
    with: {},
    needs: [],
    checks: [],
    changes: 'reversible',
    backwardCompatible: false,
    timeoutMs:
      own?.timeoutMs ?? stepKinds.get(use)?.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    retry: own?.retry ?? DEFAULT_RETRY,
    undoable: false,
    ...step,
  };
}

function define(step: StepModel, options: PlanStepsOptions): StepDefinition {
  const { stepKinds, version, baseline } = options;
  const { if: _condition, ...rest } = step;
  return withoutUndefined({
    ...rest,
    description:
      stepKinds.get(step.use)?.describe(
        step.with,
        withoutUndefined({
          version: version?.name,
          baseline: baseline?.name,
        }),
      ) ?? step.title,
    skipped: whyNot(step, options),
  });
}

function whyNot(
  step: StepModel,
  { facts, whySkipped }: PlanStepsOptions,
): string | undefined {
  if (step.if === undefined || evaluateFilterPredicate(step.if, facts)) {
    return undefined;
  }
  return whySkipped?.(step.if) ?? 'Its condition does not hold';
}
