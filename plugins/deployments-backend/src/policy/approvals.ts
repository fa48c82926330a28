import type {
  ApprovalRule,
  Principal,
} from '@slipway/backstage-plugin-deployments-common';
import { sameRef } from './refs';
import type { ApprovalFacts } from './facts';

/** What approvals are asked about: an environment's rules (no `stepId`), or an `approve` step's. */
export interface ApprovalQuestion {
  /** Epoch milliseconds. */
  now: number;
  requestedBy: Principal;
  rules: ApprovalRule[];
  /** All of the deployment; those for another step or another plan are sorted out here. */
  approvals: ApprovalFacts[];
  planHash?: string;
  stepId?: string;
}

export interface ApprovalProgress {
  rule: ApprovalRule;
  /** Who approved, entity refs, each once. */
  by: string[];
  missing: number;
  /** When the rule stops being met, because an approval expires; epoch milliseconds. */
  metUntil?: number;
}

/** A person, with the refs that count as theirs: their own, and their groups'. */
export interface Approver {
  entityRef: string;
  ownershipRefs: string[];
}

export type MayApprove =
  /** `rules`: names of those that the approval would count for. */
  | { allowed: true; rules: string[] }
  /** Why not, and who may, in one sentence. */
  | { allowed: false; refusal: string };

/**
 * How each rule stands. An approval counts for every rule whose people include the approver, and once in each; it was
 * given to a plan and counts for that plan alone. Groups are those that the person had when approving.
 */
export function approvalProgress(
  question: ApprovalQuestion,
): ApprovalProgress[] {
  return question.rules.map(rule => {
    const counting = countingFor(rule, question);
    // With more approvals than needed the rule holds until so many have expired that too few are left.
    const expiries = counting
      .map(({ expiresAt }) => expiresAt)
      .sort((a, b) => b - a);
    const metUntil = expiries[rule.count - 1];
    return {
      rule,
      by: counting.map(({ by }) => by),
      missing: Math.max(0, rule.count - counting.length),
      ...(metUntil !== undefined && Number.isFinite(metUntil) && { metUntil }),
    };
  });
}

/** Whether a person's approval would count now. */
export function mayApprove(
  question: ApprovalQuestion,
  person: Approver,
): MayApprove {
  const { rules, requestedBy } = question;
  if (rules.length === 0) {
    return { allowed: false, refusal: 'Nothing waits for an approval.' };
  }
  const progress = approvalProgress(question);
  const theirs = progress.filter(({ rule }) =>
    isIn(rule, person.entityRef, person.ownershipRefs),
  );
  if (theirs.length === 0) {
    const open = progress.filter(({ missing }) => missing > 0);
    return {
      allowed: false,
      refusal: `Only ${people(
        (open.length > 0 ? open : progress).flatMap(({ rule }) => rule.from),
      )} can approve this.`,
    };
  }
  const independent = theirs.filter(
    ({ rule }) => rule.selfApproval || !isOwn(requestedBy, person.entityRef),
  );
  if (independent.length === 0) {
    return {
      allowed: false,
      refusal: `You asked for this deployment yourself; it needs someone else of ${people(
        theirs.flatMap(({ rule }) => rule.from),
      )}.`,
    };
  }
  const open = independent.filter(
    ({ by }) => !by.some(ref => sameRef(ref, person.entityRef)),
  );
  if (open.length === 0) {
    return {
      allowed: false,
      refusal: 'You have approved this already; a person counts once.',
    };
  }
  const needed = open.filter(({ missing }) => missing > 0);
  if (needed.length === 0) {
    return {
      allowed: false,
      refusal: 'It has all the approvals that you could give.',
    };
  }
  return { allowed: true, rules: needed.map(({ rule }) => rule.name) };
}

/**
 * Whether a person may reject: whoever is among a rule's people, also the one who asked (who could cancel as well).
 */
export function mayReject(rules: ApprovalRule[], person: Approver): MayApprove {
  const theirs = rules.filter(rule =>
    isIn(rule, person.entityRef, person.ownershipRefs),
  );
  return theirs.length > 0
    ? { allowed: true, rules: theirs.map(({ name }) => name) }
    : {
        allowed: false,
        refusal: `Only ${people(
          rules.flatMap(rule => rule.from),
        )} can reject this.`,
      };
}

/** `1 of 2 approvals from release-managers`. */
export function describeProgress({
  rule,
  by,
}: Pick<ApprovalProgress, 'rule' | 'by'>): string {
  const noun = rule.count === 1 ? 'approval' : 'approvals';
  return `${by.length} of ${rule.count} ${noun} from ${people(rule.from)}`;
}

function countingFor(
  rule: ApprovalRule,
  { now, approvals, planHash, stepId, requestedBy }: ApprovalQuestion,
): { by: string; expiresAt: number }[] {
  const latest = new Map<string, { by: string; expiresAt: number }>();
  for (const approval of approvals) {
    const expiresAt =
      rule.expiresAfterMs === undefined
        ? Number.POSITIVE_INFINITY
        : approval.atMs + rule.expiresAfterMs;
    const counts =
      approval.choice === 'approve' &&
      approval.stepId === stepId &&
      // Under way the plan is frozen, so a step's approval needs no hash.
      (stepId !== undefined || approval.planHash === planHash) &&
      isIn(rule, approval.by, approval.groups) &&
      (rule.selfApproval || !isOwn(requestedBy, approval.by)) &&
      now < expiresAt;
    const key = approval.by.toLowerCase();
    const known = latest.get(key);
    if (counts && (!known || known.expiresAt < expiresAt)) {
      latest.set(key, { by: approval.by, expiresAt });
    }
  }
  return [...latest.values()];
}

function isIn(rule: ApprovalRule, ref: string, groups: string[]): boolean {
  return rule.from.some(
    allowed =>
      sameRef(allowed, ref) || groups.some(group => sameRef(allowed, group)),
  );
}

/** Asking through an agent, or an agent's asking for someone, is asking oneself. */
function isOwn(requestedBy: Principal, ref: string): boolean {
  return (
    sameRef(requestedBy.principal, ref) ||
    (requestedBy.onBehalfOf !== undefined &&
      sameRef(requestedBy.onBehalfOf, ref))
  );
}

/** `release-managers or carla`. */
export function people(refs: string[]): string {
  const names = [...new Set(refs.map(ref => ref.slice(ref.indexOf('/') + 1)))];
  const last = names[names.length - 1] ?? 'nobody';
  return names.length > 1
    ? `${names.slice(0, -1).join(', ')} or ${last}`
    : last;
}
