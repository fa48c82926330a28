import { createHash } from 'node:crypto';
import {
  EffectError,
  FencedError,
} from '@slipway/backstage-plugin-deployments-node';
import type { ObjectMeta } from '../client/kubernetesObjects';
import { EFFECTS, FENCE } from './annotations';

/** How many effects a workload remembers. A deployment has two or three. */
const REMEMBERED = 20;

export type EffectKind = 'apply' | 'traffic' | 'finalize' | 'abort' | 'remove';

/** An effect that a workload remembers. */
export interface PastEffect {
  /** Hash of the idempotency key. */
  key: string;
  /** Hash of what the effect changes. */
  body: string;
  kind: EffectKind;
  /** Id of the deployment. */
  deployment: string;
}

/** Shortens an idempotency key. Keys have unbounded length, and annotations of an object have 256 kB in all. */
export function hashKey(idempotencyKey: string): string {
  return hash(idempotencyKey, 16);
}

/** Shortens what an effect changes, so that the same key with another body is recognized. */
export function hashBody(body: unknown): string {
  return hash(JSON.stringify(body), 12);
}

function hash(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}

/** Reads the highest fence that the workload has seen; 0 if none. */
export function readFence(metadata: ObjectMeta): number {
  const fence = Number(metadata.annotations?.[FENCE] ?? 0);
  return Number.isSafeInteger(fence) && fence > 0 ? fence : 0;
}

/** @throws FencedError if the workload has seen a higher fence. */
export function checkFence(metadata: ObjectMeta, fence: number): void {
  const seen = readFence(metadata);
  if (seen > fence) throw new FencedError(seen, fence);
}

/** Reads the effects that the workload remembers, oldest first. What a person broke by editing counts as none. */
export function readHistory(metadata: ObjectMeta): PastEffect[] {
  try {
    const stored: unknown = JSON.parse(metadata.annotations?.[EFFECTS] ?? '[]');
    return Array.isArray(stored) ? stored.filter(isPastEffect) : [];
  } catch {
    return [];
  }
}

function isPastEffect(value: unknown): value is PastEffect {
  const effect = value as Partial<PastEffect> | null;
  return (
    typeof effect?.key === 'string' &&
    typeof effect.body === 'string' &&
    typeof effect.kind === 'string' &&
    typeof effect.deployment === 'string'
  );
}

/**
 * Finds an effect that has already happened.
 *
 * @throws EffectError `key_reused` if the key was used for something else.
 */
export function findEffect(
  metadata: ObjectMeta,
  effect: Pick<PastEffect, 'key' | 'body' | 'kind'>,
): PastEffect | undefined {
  const found = readHistory(metadata).find(({ key }) => key === effect.key);
  if (found && (found.body !== effect.body || found.kind !== effect.kind)) {
    throw new EffectError(
      'The idempotency key was used for another change before. This is a mistake in Slipway or in a caller of the target.',
      { code: 'key_reused', retryable: false },
    );
  }
  return found;
}

/** Returns the annotations that remember an effect and its fence. */
export function rememberEffect(
  metadata: ObjectMeta,
  fence: number,
  effect: PastEffect,
): Record<string, string> {
  const history = [...readHistory(metadata), effect].slice(-REMEMBERED);
  return { [FENCE]: String(fence), [EFFECTS]: JSON.stringify(history) };
}
