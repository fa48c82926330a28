import type { RequestMatch } from '@slipway/backstage-plugin-deployments-node';
import type { ConfigMap } from '../client/trafficObjects';
import { CONSENT, FENCE } from '../rollout/annotations';
import { rememberEffect, type PastEffect } from '../rollout/effectHistory';
import { parseTemplateState } from '../rollout/templateState';
import type { TemplateState } from '../rollout/templateState';
import { buildGuardedPatch } from './objectWrites';
import { SLOTS, type ObjectWrite, type Slot } from './slotObjects';

/** What an owner of the service environment wants its objects to be. Every owner continues with it. */
export interface SlotsGoal {
  /** Id of the deployment. */
  deployment: string;
  /** The effect that set it: hash of its idempotency key. */
  effect: string;
  /** The apply that started the candidate: hash of its idempotency key. */
  apply: string;
  /**
   * `candidate`: it runs next to the baseline, with a share of the traffic. `finalized`: it has all of it and runs alone.
   * `aborted`: the baseline has. `removed`: nothing runs.
   */
  state: 'candidate' | 'finalized' | 'aborted' | 'removed';
  /** What had the traffic before; absent if nothing ran. */
  baseline?: Slot;
  candidate: Slot;
  /** Whether the candidate's version already ran, so that nothing was started, and an abort stops nothing. */
  isUnchanged: boolean;
  /** Images of the candidate, and annotations of its pods. */
  template: TemplateState;
  /** How many pods the candidate starts with. */
  replicas: number;
  /** How many pods the baseline had. */
  baselineReplicas: number;
  /** Whether an abort finds the baseline stopped and starts it again. */
  restartsBaseline?: boolean;
  /** Percent of traffic to the candidate. */
  weight: number;
  /** Requests that go to the candidate whatever the weight is. */
  match: RequestMatch[];
  /** See `assessRollout`; about the candidate's Deployment. */
  staleDeadline?: string;
}

/** Reads the goal of a record; `undefined` if there is none, or a person broke it by editing. */
export function readGoal(record: ConfigMap | undefined): SlotsGoal | undefined {
  try {
    const goal = JSON.parse(
      record?.data?.goal ?? 'null',
    ) as Partial<SlotsGoal> | null;
    const isGoal =
      typeof goal?.deployment === 'string' &&
      typeof goal.effect === 'string' &&
      typeof goal.apply === 'string' &&
      typeof goal.replicas === 'number' &&
      typeof goal.weight === 'number' &&
      Array.isArray(goal.match) &&
      isSlot(goal.candidate) &&
      (goal.baseline === undefined || isSlot(goal.baseline)) &&
      parseTemplateState(goal.template) !== undefined;
    return isGoal ? (goal as SlotsGoal) : undefined;
  } catch {
    return undefined;
  }
}

function isSlot(value: unknown): value is Slot {
  return SLOTS.some(slot => slot === value);
}

/** Creates the record or raises its fence, before anything else is written. */
export function claimRecord(
  record: ConfigMap | undefined,
  fence: number,
  identity: { name: string; consent: string },
): ObjectWrite {
  return record
    ? buildGuardedPatch('record', record.metadata, { [FENCE]: String(fence) })
    : {
        kind: 'create',
        object: 'record',
        body: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: {
            name: identity.name,
            annotations: {
              [CONSENT]: identity.consent,
              [FENCE]: String(fence),
            },
          },
        },
      };
}

/** Remembers an effect and what it wants, in one write. */
export function writeGoal(
  record: ConfigMap,
  fence: number,
  effect: PastEffect,
  goal: SlotsGoal | undefined,
): ObjectWrite {
  const { metadata, data } = record;
  return buildGuardedPatch(
    'record',
    metadata,
    rememberEffect(metadata, fence, effect),
    goal
      ? [
          ...(data ? [] : [{ op: 'add' as const, path: '/data', value: {} }]),
          { op: 'add', path: '/data/goal', value: JSON.stringify(goal) },
        ]
      : [],
  );
}
