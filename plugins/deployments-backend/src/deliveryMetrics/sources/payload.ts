import { createHash } from 'node:crypto';
import { isWebAddress } from '@slipway/backstage-plugin-deployments-common';

/** Reading payloads that somebody else made: whatever is not what it should be is absent. */

/** What stands at a path such as `deployment.creator.login`. */
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

/** Absent where it is empty; cut where it is longer than `max`. */
export function textAt(
  payload: unknown,
  path: string,
  max = 300,
): string | undefined {
  const value = valueAt(payload, path);
  return typeof value === 'string' && value.trim() !== ''
    ? whole(value.slice(0, max))
    : undefined;
}

/** Without what no database keeps: a title with it is a title still. */
function whole(text: string): string {
  return text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Numbers stand for themselves. */
export function idAt(payload: unknown, path: string): string | undefined {
  const value = valueAt(payload, path);
  return typeof value === 'number' ? String(value) : textAt(payload, path);
}

/** A link that is cut leads nowhere. */
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

/** Of several parts one name, such as that of an event; absent where a part is. */
export function getName(
  ...parts: readonly (string | undefined)[]
): string | undefined {
  return parts.some(part => part === undefined)
    ? undefined
    : bounded(parts.join('/'));
}

const MOST_NAME = 300;
const DIGEST = 40;

/** A name that is too long keeps what tells it from others that begin like it. */
export function bounded(name: string): string {
  if (name.length <= MOST_NAME) return name;
  const digest = createHash('sha256').update(name).digest('hex');
  return whole(
    `${name.slice(0, MOST_NAME - DIGEST - 1)}#${digest.slice(0, DIGEST)}`,
  );
}
