import type { DoraMetricName } from '@slipway/backstage-plugin-deployments-common';
import { z } from 'zod';
import type { ConfigPath } from '@slipway/backstage-plugin-deployments-node/config';
import { explainTimeZone } from '../../domain/policy/timeZones';
import { readDoraSources } from './readDoraSources';
import { duration, positiveDuration } from '../schema/durations';
import type { Mistakes } from '../schema/mistakes';
import type {
  DoraModel,
  DoraTargets,
} from '../../domain/model/deploymentsModel';
import { normalRef } from '../schema/refs';
import {
  addCaseTwins,
  isRecord,
  readShape,
  withoutNulls,
} from '../schema/shape';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const share = z.number().min(0).max(1);

const targetsShape = z.strictObject({
  deploymentFrequency: z.number().positive().optional(),
  changeLeadTime: positiveDuration.optional(),
  changeFailRate: share.optional(),
  recoveryTime: positiveDuration.optional(),
  reworkRate: share.optional(),
});

const METRIC_BY_KEY: Record<
  keyof z.infer<typeof targetsShape>,
  DoraMetricName
> = {
  deploymentFrequency: 'deployment-frequency',
  changeLeadTime: 'change-lead-time',
  changeFailRate: 'change-fail-rate',
  recoveryTime: 'recovery-time',
  reworkRate: 'rework-rate',
};

const overrides = z
  .record(z.string(), z.strictObject({ targets: targetsShape }))
  .default({});

const doraShape = z.strictObject({
  timeZone: z
    .string()
    .superRefine((zone, context) => {
      const wrong = explainTimeZone(zone);
      if (wrong !== undefined) context.addIssue(`"${zone}" ${wrong}`);
    })
    .default('UTC'),
  incidentWindow: duration
    .refine(ms => ms <= 90 * DAY_MS, { message: 'expected at most 90d' })
    .default(DAY_MS),
  mergeCommits: z.enum(['count', 'ignore']).default('count'),
  defaultWindow: duration
    .refine(ms => ms >= DAY_MS && ms <= 731 * DAY_MS, {
      message: 'expected between 1d and 731d',
    })
    .default(90 * DAY_MS),
  targets: targetsShape.default({}),
  owners: overrides,
  services: overrides,
  tiers: z
    .record(
      z.string(),
      z.enum(['production', 'staging', 'testing', 'development', 'other']),
    )
    .default({}),
  // `readDoraSources` reads them.
  sources: z.unknown().optional(),
});

/** Reads the section `dora`; missing keys get their defaults. */
export function readDora(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): DoraModel {
  const read =
    readShape(
      doraShape,
      isRecord(value) ? withoutNulls(value) : value ?? {},
      path,
      mistakes,
    ) ?? doraShape.parse({});
  const tiers = isRecord(value) ? value.tiers : undefined;
  if (isRecord(tiers)) {
    addCaseTwins(Object.keys(tiers), [...path, 'tiers'], mistakes);
  }
  return {
    timeZone: read.timeZone,
    incidentWindowMs: read.incidentWindow,
    ignoreMergeCommits: read.mergeCommits === 'ignore',
    defaultWindowDays: Math.round(read.defaultWindow / DAY_MS),
    targets: toTargets(read.targets),
    ownerTargets: readTargetsByRef(
      read.owners,
      'group',
      [...path, 'owners'],
      mistakes,
    ),
    serviceTargets: readTargetsByRef(
      read.services,
      'component',
      [...path, 'services'],
      mistakes,
    ),
    tiers: new Map(Object.entries(read.tiers)),
    sources: readDoraSources(
      isRecord(value) ? value.sources : undefined,
      [...path, 'sources'],
      mistakes,
    ),
  };
}

function readTargetsByRef(
  records: z.infer<typeof overrides>,
  kind: string,
  path: ConfigPath,
  mistakes: Mistakes,
): Map<string, DoraTargets> {
  const targets = new Map<string, DoraTargets>();
  for (const [ref, record] of Object.entries(records)) {
    const normal = normalRef(ref, kind);
    if (normal === undefined) {
      mistakes.add(
        [...path, ref],
        `is not an entity ref; expected one such as ${kind}:default/checkout`,
      );
    } else {
      targets.set(normal, toTargets(record.targets));
    }
  }
  return targets;
}

function toTargets(targets: z.infer<typeof targetsShape>): DoraTargets {
  return Object.fromEntries(
    Object.entries(targets).map(([key, value]) => [
      METRIC_BY_KEY[key as keyof typeof METRIC_BY_KEY],
      value,
    ]),
  );
}
