import {
  EffectError,
  FencedError,
} from '@slipway/backstage-plugin-deployments-node';
import type { ObjectMeta } from '../client/kubernetesObjects';
import { CONSENT, FENCE } from '../rollout/annotations';
import {
  findMissingConsent,
  formatConsent,
  toConsentRequest,
} from '../rollout/checkConsent';
import { checkPermitted } from '../rollout/checkPermitted';
import { toPastEffect, type EffectContext } from '../rollout/effectDecision';
import {
  findEffect,
  readFence,
  type EffectKind,
} from '../rollout/effectHistory';
import { convergeSlots, type SlotsAction } from './convergeSlots';
import { buildGuardedPatch } from './objectWrites';
import {
  listFenced,
  type ObjectWrite,
  type SlotObject,
  type SlotsSnapshot,
} from './slotObjects';
import {
  claimRecord,
  readGoal,
  writeGoal,
  type SlotsGoal,
} from './slotsRecord';

/** An effect on a service environment with slots. */
export interface SlotsEffect {
  kind: EffectKind;
  /** What the idempotency key stands for. */
  body: unknown;
  /** Plans the goal; `undefined` if there is nothing to do. */
  plan(snapshot: SlotsSnapshot): SlotsGoal | undefined;
}

/** What an owner does next. */
export type SlotsDecision =
  | SlotsAction
  /** The objects belong to somebody else, and this effect has nothing to do with them. */
  | { do: 'leave' };

/**
 * Decides what comes next for an effect. A new owner first raises the fence of the record, then that of every object. From
 * then on, each write that an earlier owner has in flight is rejected, because the object has changed since it was read. Only
 * then does it decide what it wants, remembers that together with the idempotency key, and works towards it.
 *
 * Snapshots read the record after all other objects. So an owner that finds its own fence there has read objects that a later
 * owner stamps after that.
 *
 * @throws FencedError, or EffectError if the objects must not be changed.
 */
export function decideEffect(
  snapshot: SlotsSnapshot,
  context: EffectContext,
  { kind, body, plan }: SlotsEffect,
): SlotsDecision {
  checkFences(snapshot, context.fence);
  const goal = readGoal(snapshot.record);
  const isOwn = goal?.deployment === context.deploymentId;
  if (kind !== 'abort') checkObjects(snapshot, context);
  else if (!isOwn && isForeign(snapshot, context)) return { do: 'leave' };

  const claim = findClaim(snapshot, context);
  if (claim) return { do: 'write', write: claim, isClaim: true };
  const { record } = snapshot;
  if (!record) throw new Error('An owner always has a record');

  const effect = toPastEffect(context, kind, body);
  if (!findEffect(record.metadata, effect)) {
    return {
      do: 'write',
      write: writeGoal(record, context.fence, effect, plan(snapshot)),
    };
  }
  return goal?.effect === effect.key
    ? convergeSlots(snapshot, goal, toOwner(context))
    : { do: 'finish' };
}

/** Decides what comes next on the way to the goal, whichever effect has set it. */
export function decideProgress(
  snapshot: SlotsSnapshot,
  context: EffectContext,
): SlotsAction {
  checkFences(snapshot, context.fence);
  const goal = readGoal(snapshot.record);
  if (!goal) return { do: 'finish' };
  const claim = findClaim(snapshot, context);
  return claim
    ? { do: 'write', write: claim, isClaim: true }
    : convergeSlots(snapshot, goal, toOwner(context));
}

/** Returns the name of the record of a workload. */
export function formatRecordName(workload: string): string {
  return `${workload}-slipway`;
}

/** @throws FencedError if any object has seen a higher fence: the record may have been deleted. */
function checkFences(snapshot: SlotsSnapshot, fence: number): void {
  const all = [
    ...(snapshot.record ? [snapshot.record.metadata] : []),
    ...listFenced(snapshot).map(({ metadata }) => metadata),
  ];
  const seen = Math.max(...all.map(readFence));
  if (seen > fence) throw new FencedError(seen, fence);
}

/** The next write by which the owner takes over: the record first, because its fence rejects earlier owners' new requests. */
function findClaim(
  snapshot: SlotsSnapshot,
  context: EffectContext,
): ObjectWrite | undefined {
  const { fence } = context;
  const { record, workload } = snapshot;
  if (!record || readFence(record.metadata) < fence) {
    return claimRecord(record, fence, {
      name: formatRecordName(workload.metadata.name),
      consent: toOwner(context).consent,
    });
  }
  const behind = listFenced(snapshot).find(
    ({ metadata }) => readFence(metadata) < fence,
  );
  return (
    behind &&
    buildGuardedPatch(behind.object, behind.metadata, {
      [CONSENT]: toOwner(context).consent,
      [FENCE]: String(fence),
    })
  );
}

function toOwner(context: EffectContext) {
  const { service, environment, fence } = context;
  return {
    consent: formatConsent({ service, environment: environment.name }),
    fence,
  };
}

function isForeign(snapshot: SlotsSnapshot, context: EffectContext): boolean {
  const { metadata } = snapshot.workload;
  return findMissingConsent(metadata, toConsentRequest(context)) !== undefined;
}

const CREATED = {
  a: 'Deployment',
  b: 'Deployment',
  'service-a': 'Service',
  'service-b': 'Service',
  record: 'ConfigMap',
} as const satisfies Partial<Record<SlotObject, string>>;

/**
 * Checks that the service environment may change all objects.
 *
 * @returns Warnings about tools that may revert a change.
 * @throws EffectError `consent_missing` or `managed_elsewhere`.
 */
export function checkObjects(
  snapshot: SlotsSnapshot,
  context: EffectContext,
): string[] {
  const { workload, service, route } = snapshot;
  const { consent } = toOwner(context);
  for (const [object, kind] of Object.entries(CREATED)) {
    const metadata = snapshot[object as keyof typeof CREATED]?.metadata;
    if (metadata) checkCreated(kind, metadata, consent);
  }
  return [
    ...checkPermitted({ ...workload, kind: 'Deployment' }, context),
    ...checkPermitted({ ...service, kind: 'Service' }, context),
    ...(route ? checkPermitted({ ...route, kind: 'HTTPRoute' }, context) : []),
  ];
}

function checkCreated(
  kind: string,
  { name, annotations }: ObjectMeta,
  consent: string,
): void {
  const given = annotations?.[CONSENT];
  if (given === consent) return;
  throw new EffectError(
    `${kind} ${name} already exists and ${
      given ? `belongs to ${given}` : 'was not created by Slipway'
    }. Rename or delete it, or choose another workload in the target's settings.`,
    { code: 'consent_missing', retryable: false },
  );
}
