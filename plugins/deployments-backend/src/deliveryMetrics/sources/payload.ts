import { createHash } from 'node:crypto';
import { isWebAddress } from '@slipway/backstage-plugin-deployments-common';

/** Readers for payloads of other tools: an unexpected value counts as absent. */

/** Returns the value at a path such as `deployment.creator.login`. */
export function valueAt(payload: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, part) =>
        typeof inner === 'object' &&
        inner !== null &&
        Object.prototype.hasOwnProperty.call(inner, part)
          ? (inner as Record<string, unknown>)[part]
          : undefined,
      payload,
    );
}

/** Absent if empty; cut if longer than `max`. */
export function textAt(
  payload: unknown,
  path: string,
  max = 300,
): string | undefined {
  const value = valueAt(payload, path);
  return typeof value === 'string' && value.trim() !== ''
    ? removeUnstorable(value.slice(0, max))
    : undefined;
}

/** Removes characters that databases cannot store, because a title remains useful without them. */
function removeUnstorable(text: string): string {
  return text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Numbers are converted to strings. */
export function idAt(payload: unknown, path: string): string | undefined {
  const value = valueAt(payload, path);
  return typeof value === 'number' ? String(value) : textAt(payload, path);
}

/** A URL that is too long is dropped, because a cut link leads nowhere. */
export function urlAt(payload: unknown, path: string): string | undefined {
  const value = textAt(payload, path, 2001);
  return value && value.length <= 2000 && isWebAddress(value)
    ? value
    : undefined;
}

export function listAt(payload: unknown, path: string): unknown[] {
  const value = valueAt(payload, path);
  return Array.isArray(value) ? value : [];
}

/** Joins several parts into one name, such as an event's; absent if a part is. */
export function getName(
  ...parts: readonly (string | undefined)[]
): string | undefined {
  return parts.some(part => part === undefined)
    ? undefined
    : limitName(parts.join('/'));
}

const MAX_NAME = 300;
const DIGEST = 40;

/** Shortens a long name, and keeps what distinguishes it from others with the same beginning. */
export function limitName(name: string): string {
  if (name.length <= MAX_NAME) return name;
  const digest = createHash('sha256').update(name).digest('hex');
  return removeUnstorable(
    `${name.slice(0, MAX_NAME - DIGEST - 1)}#${digest.slice(0, DIGEST)}`,
  );
}
