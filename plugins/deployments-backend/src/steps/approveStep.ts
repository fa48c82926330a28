import type {
  ApprovalRule,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import type { StepKind } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import type { EnvironmentModel } from '../domain/model/deploymentsModel';
import type { Snapshot } from '../domain/deployment/snapshot';
import type { DeploymentState } from '../domain/deployment/state';
import { say } from '../domain/text/say';
import type { ApprovalCriteria, OtherRule } from '../domain/policy/approvals';
import {
  computeApprovalProgress,
  describeElsewhere,
  describeProgress,
  toApprovalsCode,
} from '../domain/policy/approvals';
import { sayApproval, toPhrase } from '../domain/text/stepSentences';
import { describeBySaying } from './sayingStepKind';

const schema = z.strictObject({
  /** Entity refs of groups and users. */
  from: z.array(z.string().min(1)).min(1),
  count: z.number().int().min(1).default(1),
  /** Whether the person who requested the deployment may approve it. */
  selfApproval: z.boolean().default(false),
  message: z.string().max(500).optional(),
});

type Settings = z.infer<typeof schema>;

export interface ApproveStepOptions {
  loadDeployment(id: string): Promise<DeploymentState>;
}

/** Waits for people to approve. */
export function createApproveStep(
  options: ApproveStepOptions,
): StepKind<Settings> {
  return describeBySaying<Settings>({
    id: 'approve',
    schema,
    timeoutMs: 366 * 24 * 60 * 60_000,
    changes: () => 'none',
    say: ({ count, from }) => sayApproval(count, from),
    start(request) {
      return this.poll(request);
    },
    async poll({ deploymentId, stepId, now, with: settings }) {
      const state = await options.loadDeployment(deploymentId);
      const [progress] = computeApprovalProgress({
        ...toApprovalCriteria(state, { now, stepId }),
        // Uses the settings of this attempt, with templates filled in.
        rules: [toApprovalRule(stepId, settings)],
      });
      if (progress.missing === 0) {
        return {
          state: 'succeeded',
          ...toPhrase(sayApproved(progress.by)),
        };
      }
      return {
        state: 'waiting',
        blocker: {
          kind: 'approval',
          message: `${
            settings.message
              ? `${settings.message} (${describeProgress(progress)})`
              : `${describeProgress(progress)}.`
          }${describeElsewhere(progress)}`,
          ...toApprovalsCode(progress, settings.message),
          rule: stepId,
          unblockedBy: settings.from,
          stepId,
        },
      };
    },
    async cancel() {
      return 'cancelled';
    },
  });
}

function toApprovalRule(stepId: string, settings: Settings): ApprovalRule {
  return {
    name: stepId,
    count: settings.count,
    from: settings.from,
    selfApproval: settings.selfApproval,
  };
}

/** Lists the approval rules of a step; empty unless it is an `approve` step. */
export function listStepApprovalRules(
  state: DeploymentState,
  stepId: string,
): ApprovalRule[] {
  return listApproveSteps(state)
    .filter(({ id }) => id === stepId)
    .map(({ rule }) => rule);
}

/** Lists the approval rules of all steps that are not skipped, in order. */
export function listApprovalRules(snapshot: Snapshot): ApprovalRule[] {
  return snapshot.steps.flatMap(step => {
    const settings =
      step.use === 'approve' && step.skipped === undefined
        ? schema.safeParse(step.with)
        : undefined;
    return settings?.success ? [toApprovalRule(step.id, settings.data)] : [];
  });
}

/**
 * Collects the criteria that approvals are checked against. Without a `stepId`, these are the environment's current rules,
 * which apply before the deployment starts. With one, they are the rules of that step, and `others` contains the other rules
 * of the deployment, because their approvers may have to be different people.
 */
export function toApprovalCriteria(
  state: DeploymentState,
  subject: {
    now: number;
    stepId?: string;
    /** From app-config; needed for a queued deployment. */
    environment?: Pick<EnvironmentModel, 'approvals' | 'distinctApprovers'>;
  },
): ApprovalCriteria {
  const { now, stepId, environment } = subject;
  const common = {
    now,
    requestedBy: state.requestedBy,
    approvals: state.approvals,
    ...(state.planHash === undefined ? {} : { planHash: state.planHash }),
  };
  if (stepId === undefined) {
    return {
      ...common,
      rules: environment?.approvals ?? [],
      distinct: environment?.distinctApprovers ?? true,
    };
  }
  return {
    ...common,
    stepId,
    rules: listStepApprovalRules(state, stepId),
    distinct: state.snapshot?.approvals?.distinct ?? true,
    others: [
      ...listEnvironmentRules(state),
      ...listApproveSteps(state).flatMap(({ id, rule, settledAt }) =>
        id === stepId ? [] : [{ rule, stepId: id, settledAt }],
      ),
    ],
  };
}

/**
 * Lists the environment's rules that were met before the start. Old snapshots don't contain them. Then the result is one rule
 * with the people who approved for the environment.
 */
function listEnvironmentRules(state: DeploymentState): OtherRule[] {
  const settledAt = state.startedAt ?? state.at;
  const { approvals } = state.snapshot ?? {};
  if (approvals) {
    return approvals.rules.map(rule => ({ rule, settledAt }));
  }
  const from = state.approvals
    .filter(({ stepId }) => stepId === undefined)
    .map(({ by }) => by);
  return from.length === 0
    ? []
    : [
        {
          rule: {
            name: state.environment,
            count: from.length,
            from,
            selfApproval: true,
          },
          settledAt,
        },
      ];
}

function listApproveSteps(
  state: DeploymentState,
): { id: string; rule: ApprovalRule; settledAt?: number }[] {
  return (state.snapshot?.steps ?? []).flatMap(step => {
    const run = state.steps?.find(({ id }) => id === step.id);
    const settings =
      step.use === 'approve' && run?.status !== 'skipped'
        ? schema.safeParse(step.with)
        : undefined;
    return settings?.success
      ? [
          {
            id: step.id,
            rule: toApprovalRule(step.id, settings.data),
            ...(run?.status === 'succeeded'
              ? { settledAt: run.finishedAt ?? state.at }
              : {}),
          },
        ]
      : [];
  });
}

function sayApproved(by: readonly string[]): Sentence[] {
  return by.map((person, index) =>
    index === 0
      ? say('result_approved', { person })
      : say('result_approved_also', { person }),
  );
}
