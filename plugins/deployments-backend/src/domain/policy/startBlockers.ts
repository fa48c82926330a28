import type {
  Blocker,
  DeploymentKind,
} from '@slipway/backstage-plugin-deployments-common';
import {
  computeApprovalProgress,
  describeElsewhere,
  describeProgress,
  toApprovalsCode,
} from './approvals';
import { withoutPeriod } from '../text/formatting';
import { toDriftParams } from '../serviceEnvironment/findDrift';
import { findSlotBlocker } from './concurrency';
import { isOverridden, OVERRIDABLE } from './overrides';
import { findPromotionBlocker } from './promotion';
import { isUserOrGroup, whomToAsk } from './whomToAsk';
import { earliest, evaluateDeploymentWindows } from './deploymentWindows';
import type { StartConditionFacts, StartFacts } from './policyFacts';

/** How soon to look again at a source environment that could not be read, in milliseconds. */
const UNOBSERVED_SOURCE_MS = 30_000;

/** The rules that can block a queued deployment, in the order in which their blockers are listed. */
type Rule =
  | 'quarantine'
  | 'unobserved'
  | 'drift'
  | 'hold'
  | 'promotion'
  | 'schedule'
  | 'window'
  | 'condition'
  | 'approval'
  | 'slot';

/**
 * The rules that apply to each kind of deployment. A rollback bypasses holds, windows, the environment's
 * `startConditions`, promotion, soak times, approvals and the queue, but still waits for the lock owner. A restart and a
 * removal deploy no new version, so the rules about versions don't apply.
 */
const RULES: Record<DeploymentKind, readonly Rule[]> = {
  deploy: [
    'quarantine',
    'unobserved',
    'drift',
    'hold',
    'promotion',
    'schedule',
    'window',
    'condition',
    'approval',
    'slot',
  ],
  rollback: ['quarantine', 'unobserved', 'drift', 'schedule', 'slot'],
  restart: [
    'unobserved',
    'drift',
    'hold',
    'schedule',
    'window',
    'condition',
    'approval',
    'slot',
  ],
  remove: [
    'unobserved',
    'drift',
    'hold',
    'schedule',
    'window',
    'condition',
    'approval',
    'slot',
  ],
};

/** Whether deployments of this kind wait for the environment's `startConditions`, which then have to be evaluated. */
export function needsConditions(kind: DeploymentKind): boolean {
  return RULES[kind].includes('condition');
}

/** Lists why a queued deployment can't start now; empty if it can. Overridden blockers are left out. */
export function findStartBlockers(facts: StartFacts): Blocker[] {
  return RULES[facts.deployment.kind]
    .flatMap(rule => evaluate(rule, facts))
    .filter(blocker => !isOverridden(blocker, facts))
    .map(blocker => ({
      ...blocker,
      ...whomToAsk(blocker, listResponsible(blocker, facts), []),
      overridable: OVERRIDABLE[blocker.kind],
    }));
}

/**
 * Lists why a version can't be deployed to an environment yet, as far as that depends on the version: its quarantine and the
 * environment's promotion rule. Empty if nothing about the version prevents it.
 */
export function findVersionBlockers(
  facts: Pick<
    StartFacts,
    'now' | 'environment' | 'version' | 'sourceEnvironment' | 'sourceTitle'
  >,
): Blocker[] {
  const promotion = findPromotionBlocker(facts);
  return [...listQuarantineBlockers(facts), ...(promotion ? [promotion] : [])];
}

/** Lists the people responsible for a blocker. The contacts from app-config are added when the blocker is shown. */
function listResponsible(
  { kind, deploymentId }: Blocker,
  { deployment, serviceEnvironment, version, lockOwner, ahead }: StartFacts,
): (string | undefined)[] {
  const { requestedBy, owner } = deployment;
  // If the engine or a pipeline acted, the service's owner is the one to ask.
  const personOrOwner = (by: string | undefined) => [
    isUserOrGroup(by) ? by : owner,
  ];
  switch (kind) {
    case 'hold':
      return personOrOwner(serviceEnvironment?.hold?.by);
    case 'quarantine':
      return personOrOwner(version?.quarantined?.by);
    case 'slot':
      return (lockOwner ? [lockOwner] : ahead)
        .filter(({ id }) => id === deploymentId)
        .map(other => other.requestedBy);
    case 'schedule':
      return [requestedBy.onBehalfOf ?? requestedBy.principal];
    case 'promotion':
    case 'drift':
    case 'unobserved':
    case 'condition':
      return [owner];
    // Windows and soak times end by themselves, and an approval rule names its approvers.
    case 'window':
    case 'soak':
    case 'approval':
    case 'paused':
    case 'decision':
    case 'unknown_outcome':
    case 'external':
      return [];
    default: {
      const never: never = kind;
      throw new Error(`Unknown kind ${never}`);
    }
  }
}

/**
 * Returns when to evaluate the start gate again, in epoch milliseconds: the earliest time after `now` at which a
 * blocker ends, a window opens or closes the environment, or an approval expires. `undefined` if nothing changes by itself.
 */
export function findNextEvaluationAt(facts: StartFacts): number | undefined {
  const { now, deployment, environment } = facts;
  const rules = RULES[deployment.kind];
  // Every kind can be scheduled.
  const times = [deployment.notBefore];
  if (rules.includes('promotion')) {
    const until = findPromotionBlocker(facts)?.until;
    times.push(until === undefined ? undefined : Date.parse(until));
    if (facts.sourceEnvironment?.unobserved) {
      times.push(now + UNOBSERVED_SOURCE_MS);
    }
  }
  if (rules.includes('window')) {
    const state = evaluateDeploymentWindows(environment.windows, now);
    times.push(state.open ? state.closesAt : state.opensAt);
  }
  if (rules.includes('condition')) {
    times.push(
      ...listUnmetConditions(facts).map(it =>
        it.state === 'unmet' ? it.until : undefined,
      ),
    );
  }
  if (rules.includes('approval')) {
    times.push(
      ...computeApprovalProgress({
        ...facts,
        requestedBy: deployment.requestedBy,
        rules: environment.approvals,
        distinct: environment.distinctApprovers,
      }).map(({ metUntil }) => metUntil),
    );
  }
  return earliest(...times.filter(time => (time ?? now) > now));
}

function evaluate(rule: Rule, facts: StartFacts): Blocker[] {
  switch (rule) {
    case 'quarantine':
      return listQuarantineBlockers(facts);
    case 'unobserved':
      return facts.unobserved
        ? [
            {
              kind: 'unobserved',
              message: `The running version in ${facts.environment.title} could not be read: ${facts.unobserved.message}. Slipway tries again every 30 s.`,
              code: 'unobserved',
              params: {
                environment: facts.environment.title,
                cause: facts.unobserved.message,
              },
            },
          ]
        : [];
    case 'drift':
      return facts.serviceEnvironment?.drift
        ? [
            {
              kind: 'drift',
              message: `${facts.serviceEnvironment.drift.message} Adopt the running version or overwrite it.`,
              code: 'drift',
              params: toDriftParams(facts.serviceEnvironment.drift),
            },
          ]
        : [];
    case 'hold':
      return listHoldBlockers(facts);
    case 'promotion': {
      const blocker = findPromotionBlocker(facts);
      return blocker ? [blocker] : [];
    }
    case 'schedule':
      return listScheduleBlockers(facts);
    case 'window':
      return listWindowBlockers(facts);
    case 'condition':
      return listConditionBlockers(facts);
    case 'approval':
      return listApprovalBlockers(facts);
    case 'slot': {
      const blocker = findSlotBlocker(facts);
      return blocker ? [blocker] : [];
    }
    default: {
      const never: never = rule;
      throw new Error(`Unknown rule ${never}`);
    }
  }
}

function listQuarantineBlockers({
  version,
}: Pick<StartFacts, 'version'>): Blocker[] {
  return version?.quarantined
    ? [
        {
          kind: 'quarantine',
          message: `${version.name} is quarantined: ${version.quarantined.reason}`,
          code: 'quarantined',
          params: { version: version.name, reason: version.quarantined.reason },
        },
      ]
    : [];
}

function listHoldBlockers({
  serviceEnvironment,
  deployment,
}: StartFacts): Blocker[] {
  if (!serviceEnvironment?.hold) {
    return [];
  }
  const { reason, sentences, deploymentId } = serviceEnvironment.hold;
  // A hotfix bypasses every hold that Slipway placed after a failure, because a hotfix is how people repair that failure.
  // A hotfix that takes over also rolls back the lock owner, and so causes such a hold itself. Only a person can bypass a
  // hold that a person placed.
  if (deployment.hotfix && deploymentId !== undefined) {
    return [];
  }
  return [
    {
      kind: 'hold',
      message: `On hold: ${reason}`,
      code: 'hold',
      params: { reason },
      ...(sentences && { sentences }),
      ...(deploymentId !== undefined && { deploymentId }),
    },
  ];
}

function listScheduleBlockers({ deployment, now }: StartFacts): Blocker[] {
  const { notBefore = now } = deployment;
  return now < notBefore
    ? [
        {
          kind: 'schedule',
          message: 'Scheduled for later.',
          code: 'scheduled',
          until: new Date(notBefore).toISOString(),
        },
      ]
    : [];
}

function listWindowBlockers({ environment, now }: StartFacts): Blocker[] {
  const state = evaluateDeploymentWindows(environment.windows, now);
  if (state.open) {
    return [];
  }
  const allowing = environment.windows.filter(
    ({ effect }) => effect === 'allow',
  );
  const isDenied = state.denying.length > 0;
  const reasons = (isDenied ? state.denying : allowing)
    .map(({ reason }) => reason)
    .join('; ');
  return [
    {
      kind: 'window',
      message: isDenied
        ? `Deployments to ${environment.title} are blocked now: ${reasons}.`
        : `Deployments to ${environment.title} can only start in these windows: ${reasons}.`,
      code: isDenied ? 'window_denied' : 'window_closed',
      params: { environment: environment.title, reasons },
      ...(state.opensAt !== undefined && {
        until: new Date(state.opensAt).toISOString(),
      }),
    },
  ];
}

function listUnmetConditions({
  conditions = [],
}: StartFacts): Exclude<StartConditionFacts, { state: 'met' }>[] {
  return conditions.flatMap(condition =>
    condition.state === 'met' ? [] : [condition],
  );
}

function listConditionBlockers(facts: StartFacts): Blocker[] {
  return listUnmetConditions(facts).map(condition => {
    const blocker = { kind: 'condition' as const, condition: condition.name };
    if (condition.state === 'unknown') {
      return {
        ...blocker,
        message: `The start condition "${condition.name}" (${
          condition.description
        }) could not be checked: ${withoutPeriod(
          condition.message,
        )}. Slipway keeps asking.`,
        code: 'condition_unknown',
        params: {
          condition: condition.name,
          description: condition.description,
          cause: withoutPeriod(condition.message),
        },
      };
    }
    const { message, until, links = [] } = condition;
    return {
      ...blocker,
      message,
      ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
      ...(links.length > 0 ? { links: [...links] } : {}),
    };
  });
}

function listApprovalBlockers(facts: StartFacts): Blocker[] {
  return computeApprovalProgress({
    ...facts,
    requestedBy: facts.deployment.requestedBy,
    rules: facts.environment.approvals,
    distinct: facts.environment.distinctApprovers,
  })
    .filter(({ missing }) => missing > 0)
    .map(progress => ({
      kind: 'approval',
      message: `${describeProgress(progress)}.${describeElsewhere(progress)}`,
      ...toApprovalsCode(progress),
      rule: progress.rule.name,
      unblockedBy: progress.rule.from,
    }));
}
