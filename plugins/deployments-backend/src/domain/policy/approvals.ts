import type {
  ApprovalRule,
  Principal,
} from '@slipway/backstage-plugin-deployments-common';
import { assignPeople } from './assignApprovers';
import { sameRef } from './sameRef';
import type { ApprovalFacts } from './policyFacts';

/** What approvals are asked about: an environment's rules (no `stepId`), or an `approve` step's. */
export interface ApprovalCriteria {
  /** Epoch milliseconds. */
  now: number;
  requestedBy: Principal;
  rules: ApprovalRule[];
  /** All of the deployment; those for another step or another plan are sorted out here. */
  approvals: ApprovalFacts[];
  planHash?: string;
  stepId?: string;
  /** Whether each rule needs people of its own, `others` included. */
  distinct: boolean;
  /** Rules of the same deployment that are not asked about: the environment's and those of its other `approve` steps. */
  others?: readonly OtherRule[];
}

export interface OtherRule {
  rule: ApprovalRule;
  /** Absent for a rule of the environment. */
  stepId?: string;
  /** When it was met, epoch milliseconds: who counted for it then counts for nothing else. Absent: not yet. */
  settledAt?: number;
}

export interface ApprovalProgress {
  rule: ApprovalRule;
  /** Who counts, entity refs, each once. */
  by: string[];
  missing: number;
  /** Who approved and would count here, but counts for another rule. */
  elsewhere: { by: string; rule: string }[];
  /** When the rule stops being met, because an approval expires; epoch milliseconds. */
  metUntil?: number;
}

/** A person, with the refs that count as theirs: their own, and their groups' with those above them. */
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
 * How each rule stands. An approval was given to a plan and counts for that plan alone. Where the rules need distinct
 * people, a person counts for one of them, so that as many as possible are met; otherwise for every rule whose people
 * include the approver, and once in each. Groups are those that the person had when approving.
 */
export function approvalProgress(
  question: ApprovalCriteria,
): ApprovalProgress[] {
  const seated = seat(question);
  return question.rules.map((rule, index) => {
    const { counted, known } = seated[index];
    const metUntil = whenUnmet(question, index);
    return {
      rule,
      by: counted,
      missing: Math.max(0, rule.count - counted.length),
      elsewhere: known
        .filter(by => !counted.includes(by))
        .flatMap(by => {
          const at = seated.find(other => other.counted.includes(by));
          return at ? [{ by, rule: at.rule.name }] : [];
        }),
      ...(metUntil !== undefined && { metUntil }),
    };
  });
}

/** Whether a person's approval would count now. */
export function mayApprove(
  question: ApprovalCriteria,
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
  const after = {
    ...question,
    approvals: [...question.approvals, getApproval(question, person)],
  };
  if (missingInAll(after) >= missingInAll(question)) {
    return {
      allowed: false,
      refusal: whyUseless(question, independent, person),
    };
  }
  return {
    allowed: true,
    rules: approvalProgress(after)
      .filter(
        ({ by }, index) =>
          isAmong(by, person) && !isAmong(progress[index].by, person),
      )
      .map(({ rule }) => rule.name),
  };
}

/** How many approvals all rules still need together, those that are not asked about included. */
function missingInAll(question: ApprovalCriteria): number {
  return seat(question).reduce(
    (sum, { rule, counted }) => sum + Math.max(0, rule.count - counted.length),
    0,
  );
}

function isAmong(refs: string[], { entityRef }: Pick<Approver, 'entityRef'>) {
  return refs.some(ref => sameRef(ref, entityRef));
}

/** Why one more approval of a person who is among a rule's people would change nothing. */
function whyUseless(
  question: ApprovalCriteria,
  theirs: ApprovalProgress[],
  person: Approver,
): string {
  const needed = theirs.filter(
    ({ missing, by }) => missing > 0 && !isAmong(by, person),
  );
  if (needed.length === 0) {
    return theirs.some(({ by }) => isAmong(by, person))
      ? 'You have approved this already; a person counts once.'
      : 'It has all the approvals that you could give.';
  }
  const before = seat(question).find(({ counted }) => isAmong(counted, person));
  return `Your approval counts for “${
    before?.rule.name ?? 'another rule'
  }”, and each rule needs a different person: someone else of ${people(
    needed.flatMap(({ rule }) => rule.from),
  )} has to approve.`;
}

/** As if the person approved now. */
function getApproval(
  { now, planHash, stepId }: ApprovalCriteria,
  { entityRef, ownershipRefs }: Approver,
): ApprovalFacts {
  return {
    by: entityRef,
    at: new Date(now).toISOString(),
    atMs: now,
    choice: 'approve',
    groups: ownershipRefs,
    planHash,
    stepId,
  };
}

interface Seat {
  rule: ApprovalRule;
  /** Whose approvals the rule could count, as written. */
  known: string[];
  /** Whose it counts. */
  counted: string[];
}

/** Who counts for which rule: for those that are asked about, in their order, then for the others. */
function seat(question: ApprovalCriteria): Seat[] {
  const asked = question.rules.map(rule => ({
    rule,
    isSettled: false,
    known: countingFor(rule, question, question.stepId).map(({ by }) => by),
  }));
  if (!question.distinct) {
    return asked.map(each => ({ ...each, counted: each.known }));
  }
  const others = (question.others ?? []).map(({ rule, stepId, settledAt }) => ({
    rule,
    isSettled: settledAt !== undefined,
    known: countingFor(
      rule,
      { ...question, now: settledAt ?? question.now },
      stepId,
    ).map(({ by }) => by),
  }));
  const all = [...asked, ...others];
  const seated = assignPeople(
    all.map(each => ({
      count: each.rule.count,
      people: each.known.map(by => by.toLowerCase()),
      isSettled: each.isSettled,
    })),
  );
  return all.map(({ rule, known }, index) => ({
    rule,
    known,
    counted: known.filter(by => seated[index].includes(by.toLowerCase())),
  }));
}

/** With more approvals than needed a rule holds until so many have expired that too few are left. */
function whenUnmet(
  question: ApprovalCriteria,
  index: number,
): number | undefined {
  const isMet = (now: number) => {
    const { rule, counted } = seat({ ...question, now })[index];
    return counted.length >= rule.count;
  };
  if (!isMet(question.now)) {
    return undefined;
  }
  return question.rules
    .flatMap(rule => countingFor(rule, question, question.stepId))
    .map(({ expiresAt }) => expiresAt)
    .filter(Number.isFinite)
    .sort((a, b) => a - b)
    .find(expiresAt => !isMet(expiresAt));
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

/** Why a person who approved is not counted, as a sentence with a space before it; empty if that concerns nobody. */
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
        ` The approval of ${people([
          by,
        ])} counts for “${rule}”: each rule needs a different person.`,
    )
    .join('');
}

function countingFor(
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
