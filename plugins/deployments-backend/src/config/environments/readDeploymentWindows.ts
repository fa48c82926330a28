import { z } from 'zod';
import type { DeploymentWindow } from '@slipway/backstage-plugin-deployments-common';
import type { ConfigPath } from '@slipway/backstage-plugin-deployments-node/config';
import { nextStart, parseCronSchedule } from '../../domain/policy/cron';
import { neverEnds } from '../../domain/policy/deploymentWindows';
import { positiveDuration } from '../schema/durations';
import {
  checkName,
  isRecord,
  readRecord,
  readShape,
  withoutNulls,
} from '../schema/shape';
import type { Mistakes } from '../schema/mistakes';

/** The longest window. Year-end freezes last some weeks, so a longer window is probably a mistake in the unit. */
const LONGEST_MS = 92 * 24 * 3600_000;

/** The fixed time at which schedules are validated, so that the same config is always valid or always invalid. */
const REFERENCE_TIME = Date.UTC(2024, 0, 1);

const deploymentWindowShape = z.strictObject({
  deny: z.string().min(1).optional(),
  allow: z.string().min(1).optional(),
  schedule: z.string(),
  for: positiveDuration.refine(ms => ms <= LONGEST_MS, {
    message: 'is longer than 92 days; expected at most that',
  }),
  timeZone: z.string(),
});

/** Reads `windows` of an environment, keyed by name. */
export function readDeploymentWindows(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): DeploymentWindow[] {
  return readRecord(value, path, mistakes, checkName).flatMap(([name, raw]) => {
    const here = [...path, name];
    const read = readShape(
      deploymentWindowShape,
      isRecord(raw) ? withoutNulls(raw) : raw,
      here,
      mistakes,
    );
    if (!read) {
      return [];
    }
    const { deny, allow, schedule, timeZone } = read;
    const reason = deny ?? allow;
    if (reason === undefined || (deny !== undefined && allow !== undefined)) {
      mistakes.add(
        here,
        'expected either "deny" or "allow", with a text that explains it to people',
      );
      return [];
    }
    const window: DeploymentWindow = {
      name,
      effect: deny !== undefined ? 'deny' : 'allow',
      reason,
      schedule,
      forMs: read.for,
      timeZone,
    };
    return checkSchedule(window, here, mistakes) ? [window] : [];
  });
}

function checkSchedule(
  window: DeploymentWindow,
  path: ConfigPath,
  mistakes: Mistakes,
): boolean {
  const problems = [
    findProblem(window.schedule, 'UTC'),
    findProblem('0 0 * * *', window.timeZone),
  ];
  const [schedule, timeZone] = problems;
  if (schedule) {
    mistakes.add([...path, 'schedule'], schedule);
  }
  if (timeZone) {
    mistakes.add([...path, 'timeZone'], timeZone);
  }
  if (schedule || timeZone) {
    return false;
  }
  if (
    nextStart(
      parseCronSchedule(window.schedule, window.timeZone),
      REFERENCE_TIME,
    ) === undefined
  ) {
    mistakes.add(
      [...path, 'schedule'],
      `"${window.schedule}" gives a date that never occurs`,
    );
    return false;
  }
  if (neverEnds(window, REFERENCE_TIME)) {
    mistakes.add(
      [...path, 'for'],
      'is so long that the window starts again before it ends, so it would never end',
    );
    return false;
  }
  return true;
}

function findProblem(schedule: string, timeZone: string): string | undefined {
  try {
    parseCronSchedule(schedule, timeZone);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
