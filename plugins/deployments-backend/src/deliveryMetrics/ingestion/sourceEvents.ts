import { isWebAddress } from '@slipway/backstage-plugin-deployments-common';
import { z } from 'zod';
import { isSet, parseTime } from '../normalize/parseTime';
import { hasControls, toTitle } from '../normalize/plainText';

export type ReadResult =
  | { result: 'read'; event: SourceEvent }
  /** `id` and `type`: present if they were readable. */
  | { result: 'wrong'; reason: string; id?: string; type?: string };

/** More errors of one event would not help. */
const MAX_MISTAKES = 5;

const text = (max: number, min = 0) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine(value => !value.includes('\u0000'), {
      message: 'must not contain a NUL character',
    })
    // Identifiers are compared, shown and exported. In a title, line breaks are normalized instead.
    .refine(value => !hasControls(value.replaceAll('\u0000', '')), {
      message:
        'must not contain control characters, such as a line break or a bidirectional override',
    })
    // Databases would replace it with another character, so that two names could become one.
    .refine(value => !/\p{Surrogate}/u.test(value), {
      message: 'must not contain half a character (a lone surrogate)',
    });

const title = (max: number) => z.string().max(max).transform(toTitle);

/** Epoch milliseconds; may be before 1970. */
const anyTime = z
  .string()
  .max(60)
  .transform((value, context) => {
    const read = parseTime(value);
    if (!read) {
      context.addIssue('must be a time such as 2026-03-01T10:00:00Z');
      return z.NEVER;
    }
    // Without a zone, each reader would interpret it in their own zone.
    if (!read.hasZone) {
      context.addIssue(
        'has no time zone: end it with Z or an offset such as +02:00',
      );
      return z.NEVER;
    }
    return read.at;
  });

const time = anyTime.refine(isSet, {
  message:
    'is before 1971, like a time that was never set: check the machine that sent it',
});

/**
 * An author time comes from the author's machine and cannot be corrected any more. Reproducible build tools write the
 * first second of 1970.
 */
const authorTime = anyTime.transform(at => (isSet(at) ? at : undefined));

/** It becomes a link in the portal. */
const url = text(2000).refine(isWebAddress, {
  message:
    'must be a web address that starts with https:// or http:// and contains no password',
});

const ref = text(300).regex(
  /^[a-z]+:[^:/\s]+\/[^:/\s]+$/i,
  'must be an entity ref such as group:default/payments',
);

const names = z.array(text(300, 1)).max(100);

const tier = z.enum([
  'production',
  'staging',
  'testing',
  'development',
  'other',
]);

/** The event types of the OpenAPI document; a test compares the two. */
export const eventShapes = {
  deployment: z.strictObject({
    id: text(300, 1),
    type: z.literal('deployment'),
    deployment: text(300, 1).optional(),
    occurredAt: time.optional(),
    service: text(300, 1),
    serviceId: text(300, 1).optional(),
    environment: text(255, 1),
    tier: tier.optional(),
    defaultTier: tier.optional(),
    kind: z.enum(['deploy', 'rollback', 'restart', 'remove']).default('deploy'),
    hotfix: z.boolean().default(false),
    version: text(200, 1),
    artifact: text(1000, 1).optional(),
    outcome: z.enum(['succeeded', 'failed', 'rolled_back', 'rollback_failed']),
    startedAt: time.optional(),
    trafficAt: time.optional(),
    finishedAt: time,
    restoredAt: time.optional(),
    reverts: text(300, 1).optional(),
    commits: z.array(text(200, 1)).max(1000).optional(),
    commit: text(200, 1).optional(),
    url: url.optional(),
    ownerGroup: ref.optional(),
    system: ref.optional(),
    demo: z.boolean().default(false),
  }),
  deploymentStatus: z.strictObject({
    id: text(300, 1),
    type: z.literal('deploymentStatus'),
    deployment: text(300, 1),
    state: z.enum([
      'queued',
      'waiting',
      'in_progress',
      'succeeded',
      'failed',
      'inactive',
    ]),
    at: time,
    sequence: z
      .string()
      .regex(/^\d{1,30}$/, 'must be a number written as text')
      .optional(),
    createdAt: time.optional(),
    service: text(300, 1),
    serviceId: text(300, 1).optional(),
    environment: text(255, 1),
    tier: tier.optional(),
    defaultTier: tier.optional(),
    kind: z.enum(['deploy', 'rollback', 'restart', 'remove']).default('deploy'),
    hotfix: z.boolean().default(false),
    version: text(200, 1),
    artifact: text(1000, 1).optional(),
    commit: text(200, 1).optional(),
    url: url.optional(),
    demo: z.boolean().default(false),
  }),
  change: z.strictObject({
    id: text(300, 1),
    type: z.literal('change'),
    occurredAt: time.optional(),
    service: text(300, 1),
    serviceId: text(300, 1).optional(),
    commit: text(200, 1),
    title: title(1000).optional(),
    url: url.optional(),
    authoredAt: authorTime.optional(),
    openedAt: time.optional(),
    approvedAt: time.optional(),
    mergedAt: time.optional(),
    isMerge: z.boolean().default(false),
    demo: z.boolean().default(false),
  }),
  incident: z.strictObject({
    id: text(300, 1),
    type: z.literal('incident'),
    occurredAt: time.optional(),
    service: text(300, 1).optional(),
    serviceId: text(300, 1).optional(),
    incident: text(300, 1),
    alert: text(300, 1).optional(),
    title: title(300).optional(),
    url: url.optional(),
    environment: text(255, 1).optional(),
    tier: tier.optional(),
    startedAt: time,
    resolvedAt: time.optional(),
    causedBy: names.optional(),
    fixedBy: names.optional(),
    demo: z.boolean().default(false),
  }),
} as const;

/** A parsed event from a source. Times are epoch milliseconds. */
export type DeploymentEvent = z.output<typeof eventShapes.deployment>;
export type DeploymentStatusEvent = z.output<
  typeof eventShapes.deploymentStatus
>;
export type ChangeEvent = z.output<typeof eventShapes.change>;
export type IncidentEvent = z.output<typeof eventShapes.incident>;
export type SourceEvent =
  | DeploymentEvent
  | DeploymentStatusEvent
  | ChangeEvent
  | IncidentEvent;

const anyEvent = z.discriminatedUnion('type', [
  eventShapes.deployment,
  eventShapes.deploymentStatus,
  eventShapes.change,
  eventShapes.incident,
]);

const UNREADABLE = Symbol('unreadable');

/** Stands for something that is not an event, with the reason. */
export function unreadable(
  kept: Record<string, unknown>,
  reason: string,
): Record<string, unknown> {
  return Object.assign({ ...kept }, { [UNREADABLE]: reason });
}

function getReason(raw: unknown): string | undefined {
  return typeof raw === 'object' && raw !== null && UNREADABLE in raw
    ? String(raw[UNREADABLE])
    : undefined;
}

/** Parses an event from a source. Reasons name the field and never contain its value. */
export function readSourceEvent(raw: unknown): ReadResult {
  const reason = getReason(raw);
  if (reason !== undefined)
    return { ...listParts(raw), result: 'wrong', reason };
  const parsed = anyEvent.safeParse(raw);
  if (parsed.success) return { result: 'read', event: parsed.data };
  const known = listParts(raw);
  const mistakes = parsed.error.issues
    .slice(0, MAX_MISTAKES)
    .map(issue => describe(issue, raw));
  const more = parsed.error.issues.length - MAX_MISTAKES;
  return {
    ...known,
    result: 'wrong',
    reason: [...mistakes, ...(more > 0 ? [`and ${more} more`] : [])].join('; '),
  };
}

function listParts(raw: unknown): { id?: string; type?: string } {
  const parsed = z
    .object({
      id: eventShapes.change.shape.id.optional().catch(undefined),
      type: z
        .enum(['deployment', 'deploymentStatus', 'change', 'incident'])
        .optional()
        .catch(undefined),
    })
    .safeParse(raw);
  return parsed.success ? parsed.data : {};
}

function describe(issue: z.core.$ZodIssue, raw: unknown): string {
  const field = issue.path.join('/');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .slice(0, MAX_MISTAKES)
      .map(key => `${printable(key)} is not a field of this type of event`)
      .join('; ');
  }
  if (issue.code === 'invalid_union') {
    return 'type must be deployment, deploymentStatus, change or incident';
  }
  if (field === '') return 'the event must be an object';
  if (isMissing(raw, issue.path)) return `${field} is missing`;
  if (issue.code === 'invalid_value') {
    return `${field} must be one of ${issue.values.join(', ')}`;
  }
  if (issue.code === 'too_small') return `${field} must not be empty`;
  if (issue.code === 'too_big') {
    const unit = issue.origin === 'array' ? 'items' : 'characters';
    return `${field} must have at most ${issue.maximum} ${unit}`;
  }
  return issue.code === 'custom' || issue.code === 'invalid_format'
    ? `${field} ${issue.message}`
    : `${field}: ${issue.message}`;
}

/** Limits a key that becomes part of a stored and displayed reason. */
function printable(key: string): string {
  return key.slice(0, 60).replace(/\p{C}/gu, '?');
}

function isMissing(raw: unknown, path: readonly PropertyKey[]): boolean {
  const value = path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<PropertyKey, unknown>)[part]
        : undefined,
    raw,
  );
  return value === undefined;
}
