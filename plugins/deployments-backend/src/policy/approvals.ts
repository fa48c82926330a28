import type {
  ApprovalRule,
  Principal,
} from '@slipway/backstage-plugin-deployments-common';
import type { ApprovalFacts } from './facts';

/** What approvals are asked about: an environment's rules (no `stepId`), or an `approve` step's. */
export interface ApprovalQuestion {
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

/** How each rule stands. */
export function approvalProgress(question: ApprovalQuestion): ApprovalProgress[] {
  throw new Error(`Not yet written (${question.now})`);
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

/** Whether a person's approval would count now. */
export function mayApprove(
  question: ApprovalQuestion,
  person: Approver,
): MayApprove {
  throw new Error(`Not yet written (${question.now}, ${person.entityRef})`);
}
