import type {
  ApprovalRule,
  Blocker,
  Principal,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { nameOfRef, orList } from '../text/formatting';
import { renderSentences } from '../text/renderSentences';
import { joinRefs, say } from '../text/say';
import { assignPeople } from './assignApprovers';
import { sameRef } from './sameRef';
import type { ApprovalFacts } from './policyFacts';

/** The approvals to count, and the rules to count them for: an environment's rules, or those of an `approve` step. */
export interface ApprovalCriteria {
  /** Epoch milliseconds. */
  now: number;
  requestedBy: Principal;
  rules: ApprovalRule[];
  /** All approvals of the deployment. Those for another step or plan are ignored. */
  approvals: ApprovalFacts[];
  planHash?: string;
  /** Absent for the environment's rules. */
  stepId?: string;
  /** Whether each rule needs different people, including the rules in `others`. */
  distinct: boolean;
  /** The other rules of the same deployment: the environment's and those of other `approve` steps. */
  others?: readonly OtherRule[];
}

export interface OtherRule {
  rule: ApprovalRule;
  /** Absent for a rule of the environment. */
  stepId?: string;
  /** When the rule was met, in epoch milliseconds. From then on, its people count for no other rule. Absent if not met. */
  settledAt?: number;
}

export interface ApprovalProgress {
  rule: ApprovalRule;
  /** Entity refs of the people who count, each once. */
  by: string[];
  missing: number;
  /** People whose approval could count here, but counts for another rule. */
  elsewhere: { by: string; rule: string }[];
  /** When the rule stops being met because approvals expire, in epoch milliseconds. */
  metUntil?: number;
}

/** A person. `ownershipRefs`: the entity refs of the person, their groups and the parents of those groups. */
export interface Approver {
  entityRef: string;
  ownershipRefs: string[];
}

export type MayApprove =
  /** `rules`: names of the rules that the approval would count for. */
  | { allowed: true; rules: string[] }
  /** Why the approval doesn't count, and whose would: in English, and by a code. */
  | { allowed: false; refusal: string; sentence: Sentence };

/**
 * Counts the approvals of each rule. An approval counts only for the plan it was given to, with the group memberships of
 * that time. If the rules need different people, each person is assigned to one rule, so that as many rules as possible are
 * met. Otherwise, a person counts once for every rule that names them.
 */
export function computeApprovalProgress(
  criteria: ApprovalCriteria,
): ApprovalProgress[] {
  const assigned = assign(criteria);
  return criteria.rules.map((rule, index) => {
    const { counted, known } = assigned[index];
    const metUntil = findExpiry(criteria, index);
    return {
      rule,
      by: counted,
      missing: Math.max(0, rule.count - counted.length),
      elsewhere: known
        .filter(by => !counted.includes(by))
        .flatMap(by => {
          const at = assigned.find(other => other.counted.includes(by));
          return at ? [{ by, rule: at.rule.name }] : [];
        }),
      ...(metUntil !== undefined && { metUntil }),
    };
  });
}

/** Says whether a person's approval would count now and, if not, why. */
export function mayApprove(
  criteria: ApprovalCriteria,
  person: Approver,
): MayApprove {
  const { rules, requestedBy } = criteria;
  if (rules.length === 0) {
    return refuse(say('approval_not_needed'));
  }
  const progress = computeApprovalProgress(criteria);
  const theirs = progress.filter(({ rule }) =>
    isIn(rule, person.entityRef, person.ownershipRefs),
  );
  if (theirs.length === 0) {
    const open = progress.filter(({ missing }) => missing > 0);
    return refuse(
      say('approval_only', {
        anyOf: joinRefs(
          (open.length > 0 ? open : progress).flatMap(({ rule }) => rule.from),
        ),
      }),
    );
  }
  const independent = theirs.filter(
    ({ rule }) => rule.selfApproval || !isOwn(requestedBy, person.entityRef),
  );
  if (independent.length === 0) {
    return refuse(
      say('approval_own', {
        anyOf: joinRefs(theirs.flatMap(({ rule }) => rule.from)),
      }),
    );
  }
  const after = {
    ...criteria,
    approvals: [...criteria.approvals, createApproval(criteria, person)],
  };
  if (missingInAll(after) >= missingInAll(criteria)) {
    return refuse(explainNotCounted(criteria, independent, person));
  }
  return {
    allowed: true,
    rules: computeApprovalProgress(after)
      .filter(
        ({ by }, index) =>
          isAmong(by, person) && !isAmong(progress[index].by, person),
      )
      .map(({ rule }) => rule.name),
  };
}

/** How many approvals all rules still need in total, including the rules in `others`. */
function missingInAll(criteria: ApprovalCriteria): number {
  return assign(criteria).reduce(
    (sum, { rule, counted }) => sum + Math.max(0, rule.count - counted.length),
    0,
  );
}

function isAmong(refs: string[], { entityRef }: Pick<Approver, 'entityRef'>) {
  return refs.some(ref => sameRef(ref, entityRef));
}

/** Explains why an approval would change nothing, although a rule names the person. */
function explainNotCounted(
  criteria: ApprovalCriteria,
  theirs: ApprovalProgress[],
  person: Approver,
): Sentence {
  const needed = theirs.filter(
    ({ missing, by }) => missing > 0 && !isAmong(by, person),
  );
  if (needed.length === 0) {
    return theirs.some(({ by }) => isAmong(by, person))
      ? say('approval_given')
      : say('approval_not_missing');
  }
  const before = assign(criteria).find(({ counted }) =>
    isAmong(counted, person),
  );
  return say('approval_elsewhere', {
    rule: before?.rule.name ?? 'another rule',
    anyOf: joinRefs(needed.flatMap(({ rule }) => rule.from)),
  });
}

/** Creates the approval that the person would give now. */
function createApproval(
  { now, planHash, stepId }: ApprovalCriteria,
  { entityRef, ownershipRefs }: Approver,
): ApprovalFacts {
  return {
    by: entityRef,
    at: new Date(now).toISOString(),
    atMs: now,
    decision: 'approve',
    groups: ownershipRefs,
    planHash,
    stepId,
  };
}

interface Assignment {
  rule: ApprovalRule;
  /** People whose approvals the rule could count. */
  known: string[];
  /** People whose approvals it counts. */
  counted: string[];
}

/** Assigns the approvers to rules: first `rules` in their order, then `others`. */
function assign(criteria: ApprovalCriteria): Assignment[] {
  const requested = criteria.rules.map(rule => ({
    rule,
    isSettled: false,
    known: listCounting(rule, criteria, criteria.stepId).map(({ by }) => by),
  }));
  if (!criteria.distinct) {
    return requested.map(each => ({ ...each, counted: each.known }));
  }
  const others = (criteria.others ?? []).map(({ rule, stepId, settledAt }) => ({
    rule,
    isSettled: settledAt !== undefined,
    known: listCounting(
      rule,
      { ...criteria, now: settledAt ?? criteria.now },
      stepId,
    ).map(({ by }) => by),
  }));
  const all = [...requested, ...others];
  const assigned = assignPeople(
    all.map(each => ({
      count: each.rule.count,
      people: each.known.map(by => by.toLowerCase()),
      isSettled: each.isSettled,
    })),
  );
  return all.map(({ rule, known }, index) => ({
    rule,
    known,
    counted: known.filter(by => assigned[index].includes(by.toLowerCase())),
  }));
}

/** Returns when a met rule stops being met because approvals expire, in epoch milliseconds. */
function findExpiry(
  criteria: ApprovalCriteria,
  index: number,
): number | undefined {
  const isMet = (now: number) => {
    const { rule, counted } = assign({ ...criteria, now })[index];
    return counted.length >= rule.count;
  };
  if (!isMet(criteria.now)) {
    return undefined;
  }
  return criteria.rules
    .flatMap(rule => listCounting(rule, criteria, criteria.stepId))
    .map(({ expiresAt }) => expiresAt)
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
    .find(expiresAt => !isMet(expiresAt));
}

/** Says whether a person may reject: every person whom a rule names. That includes the requester, who could also cancel. */
export function mayReject(rules: ApprovalRule[], person: Approver): MayApprove {
  const theirs = rules.filter(rule =>
    isIn(rule, person.entityRef, person.ownershipRefs),
  );
  return theirs.length > 0
    ? { allowed: true, rules: theirs.map(({ name }) => name) }
    : refuse(
        say('approval_reject_only', {
          anyOf: joinRefs(rules.flatMap(rule => rule.from)),
        }),
      );
}

function refuse(sentence: Sentence): MayApprove {
  return { allowed: false, refusal: renderSentences([sentence]), sentence };
}

/** A rule's progress in words, e.g. `1 of 2 approvals from release-managers`. */
export function describeProgress({
  rule,
  by,
}: Pick<ApprovalProgress, 'rule' | 'by'>): string {
  return `${by.length} of ${describeApprovals(rule)}`;
}

/** What a rule demands, e.g. `2 approvals from release-managers`. */
function describeApprovals({
  count,
  from,
}: Pick<ApprovalProgress['rule'], 'count' | 'from'>): string {
  const noun = count === 1 ? 'approval' : 'approvals';
  return `${count} ${noun} from ${formatNames(from)}`;
}

/**
 * The code of `describeProgress`; empty if the message also says that an approval counts elsewhere.
 *
 * @param message - of the golden path, which comes first
 */
export function toApprovalsCode(
  { rule, by, elsewhere }: Pick<ApprovalProgress, 'rule' | 'by' | 'elsewhere'>,
  message?: string,
): Pick<Blocker, 'code' | 'params'> {
  return elsewhere.length === 0
    ? {
        code: 'approvals',
        params: {
          given: by.length,
          needed: rule.count,
          ...(message ? { message } : {}),
        },
      }
    : {};
}

/** Says which approvers count for another rule, as sentences with a leading space; empty if there are none. */
export function describeElsewhere({
  missing,
  elsewhere,
}: Pick<ApprovalProgress, 'missing' | 'elsewhere'>): string {
  if (missing === 0) {
    return '';
  }
  return elsewhere
    .map(
      ({ by, rule }) =>
        ` The approval of ${formatNames([
          by,
        ])} counts for “${rule}”, and each rule needs a different person.`,
    )
    .join('');
}

/** Lists the people whose approvals the rule could count now, each with the latest expiry. */
function listCounting(
  rule: ApprovalRule,
  {
    now,
    approvals,
    planHash,
    requestedBy,
  }: Pick<ApprovalCriteria, 'now' | 'approvals' | 'planHash' | 'requestedBy'>,
  stepId: string | undefined,
): { by: string; expiresAt: number }[] {
  const latest = new Map<string, { by: string; expiresAt: number }>();
  for (const approval of approvals) {
    const expiresAt =
      rule.expiresAfterMs === undefined
        ? Number.POSITIVE_INFINITY
        : approval.atMs + rule.expiresAfterMs;
    const counts =
      approval.decision === 'approve' &&
      approval.stepId === stepId &&
      // A step runs after the start, when the plan is frozen, so its approval needs no hash.
      (stepId !== undefined || approval.planHash === planHash) &&
      isIn(rule, approval.by, approval.groups) &&
      (rule.selfApproval || !isOwn(requestedBy, approval.by)) &&
      now < expiresAt;
    const key = approval.by.toLowerCase();
    const earlier = latest.get(key);
    if (counts && (!earlier || earlier.expiresAt < expiresAt)) {
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

/** Whether the person requested the deployment, themselves or through an agent. */
function isOwn(requestedBy: Principal, ref: string): boolean {
  return (
    sameRef(requestedBy.principal, ref) ||
    (requestedBy.onBehalfOf !== undefined &&
      sameRef(requestedBy.onBehalfOf, ref))
  );
}

/** Formats the names of entity refs as a list in words: `release-managers or carla`; `nobody` if there are none. */
function formatNames(refs: string[]): string {
  return orList([...new Set(refs.map(nameOfRef))]) || 'nobody';
}
