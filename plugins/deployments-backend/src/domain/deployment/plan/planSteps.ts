import {
  evaluateFilterPredicate,
  type FilterPredicate,
} from '@backstage/filter-predicates';
import type {
  DeploymentKind,
  OnFailure,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import type { StepKind } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { AnalysisModel } from '../../model/analysisModel';
import type {
  CheckModel,
  GoldenPathModel,
  StepModel,
} from '../../model/deploymentsModel';
import type { Snapshot, StepDefinition } from '../snapshot';
import { defineWatch } from '../../watch/defineWatch';
import { renderPhrase } from '../../text/stepSentences';
import { withoutUndefined } from '../plainData';

const DEFAULT_TIMEOUT_MS = 10 * 60_000;
const DEFAULT_RETRY = { attempts: 3, backoffMs: 2_000, maxBackoffMs: 30_000 };

export interface PlanStepsOptions {
  path: GoldenPathModel;
  kind: DeploymentKind;
  /** All checks, overridden by the service's own settings. */
  checks: Record<string, CheckModel>;
  analyses: Readonly<Record<string, AnalysisModel>>;
  /**
   * The values that `if` is evaluated over, by the names it uses: `service`, `environment`, `version`, `inputs`. Filter
   * predicates ignore case and treat `7` as `"7"`, so they must not compare versions or digests: `1.0-RC1` and `1.0-rc1`
   * would be equal. Configuration that does so is refused. See `conditionValues` in `config`.
   */
  facts: JsonObject;
  stepKinds: ReadonlyMap<string, Pick<StepKind, 'describe' | 'timeoutMs'>>;
  /** For the descriptions. */
  version?: { name: string };
  baseline?: { name: string };
  /** Says in words why a condition does not hold. */
  explainSkip(condition: FilterPredicate): Sentence[];
}

/**
 * Builds the part of a snapshot that depends on the golden path: steps, checks, analyses, `onFailure` and the watch, for a
 * deployment kind. Only a `deploy` is watched, because the other kinds bring in no new version.
 */
export function planSteps(
  options: PlanStepsOptions,
): Pick<Snapshot, 'steps' | 'checks' | 'analyses' | 'onFailure' | 'watch'> {
  const { path, kind, checks, analyses } = options;
  const steps = selectSteps(options).map(step => define(step, options));
  const named = new Set([
    ...steps
      .filter(({ skipped }) => skipped === undefined)
      .flatMap(step => step.checks),
    // The checks that would have verified the deployment also verify its rollback.
    ...(lastCheckStep(options)?.checks ?? []),
  ]);
  const analysed = steps
    .filter(({ skipped }) => skipped === undefined)
    .flatMap(step => step.analyses ?? []);
  return {
    steps,
    checks: Object.fromEntries(
      Object.entries(checks).filter(([name]) => named.has(name)),
    ),
    // Absent without analyses, so that the hashes of such plans stay the same.
    ...(analysed.length > 0
      ? {
          analyses: Object.fromEntries(
            Object.entries(analyses).filter(([name]) =>
              analysed.includes(name),
            ),
          ),
        }
      : {}),
    onFailure:
      kind === 'rollback' ? forRollback(path.onFailure) : path.onFailure,
    ...(kind === 'deploy' &&
    path.watch &&
    whyNot(path.watch, options) === undefined
      ? { watch: defineWatch(path.watch, checks) }
      : {}),
  };
}

function selectSteps(options: PlanStepsOptions): StepModel[] {
  switch (options.kind) {
    case 'deploy':
      return options.path.steps;
    case 'rollback':
      return buildShortPath(options, {
        id: 'deploy',
        title: 'Deploy',
        onFailure: forRollback,
      });
    case 'restart':
      return buildShortPath(options, {
        id: 'restart',
        title: 'Restart',
        with: { restart: true },
        onFailure: policy => policy,
      });
    case 'remove':
      return [
        ownStep(options, 'remove', {
          title: 'Remove',
          // A stopped version loses everything it held in memory.
          changes: 'irreversible',
        }),
      ];
    default: {
      const unknown: never = options.kind;
      throw new Error(`Unknown kind: ${String(unknown)}`);
    }
  }
}

/** A rollback is never rolled back: it fails instead. */
function forRollback(policy: OnFailure): OnFailure {
  return policy === 'rollback' ? 'fail' : policy;
}

/**
 * Builds the short path of a rollback or a restart: deploy, shift all traffic, the golden path's last checks, finalize.
 * If the golden path deploys next to the running version, so does this one, so that it can be reverted until its checks
 * have passed.
 */
function buildShortPath(
  options: PlanStepsOptions,
  deploy: {
    id: string;
    title: string;
    with?: JsonObject;
    onFailure(policy: OnFailure): OnFailure;
  },
): StepModel[] {
  const { path } = options;
  const own = path.steps.find(({ use }) =>
    ['deploy', 'canary', 'shadow'].includes(use),
  );
  const strategy = own?.with.strategy ?? 'rolling';
  const isSideBySide = (own && own.use !== 'deploy') || strategy !== 'rolling';
  const check = lastCheckStep(options);
  const steps: StepModel[] = [
    ownStep(options, 'deploy', {
      id: deploy.id,
      title: deploy.title,
      with: {
        strategy: isSideBySide ? 'blue-green' : strategy,
        ...deploy.with,
      },
    }),
  ];
  if (isSideBySide) {
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
  if (isSideBySide || path.steps.some(({ use }) => use === 'finalize')) {
    steps.push(ownStep(options, 'finalize', { title: 'Finalize' }));
  }
  return inOrder(steps);
}

/** Makes each step wait for the one before. The check keeps its id from the golden path, unless another step has it. */
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

/** Builds a step that the golden path doesn't define, with timeout and retry of the path's step of the same kind. */
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
  const { stepKinds, version, baseline, analyses } = options;
  const { if: _condition, ...rest } = step;
  const skippedSentences = whyNot(step, options);
  return withoutUndefined({
    ...rest,
    description:
      stepKinds.get(step.use)?.describe(
        step.with,
        withoutUndefined({
          version: version?.name,
          baseline: baseline?.name,
          analyses,
        }),
      ) ?? step.title,
    // Part of the plan hash, so another wording would void approvals.
    skipped: skippedSentences?.map(it => renderPhrase([it])).join(', and '),
    skippedSentences,
  });
}

function whyNot(
  step: Pick<StepModel, 'if'>,
  { facts, explainSkip }: PlanStepsOptions,
): Sentence[] | undefined {
  return step.if === undefined || evaluateFilterPredicate(step.if, facts)
    ? undefined
    : explainSkip(step.if);
}
