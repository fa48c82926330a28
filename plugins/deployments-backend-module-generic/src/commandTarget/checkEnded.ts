import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { RunState } from '../command/commandRuns';

/**
 * Two commands must not change a service at the same time.
 *
 * @throws EffectError if the command of a deployment may still be running.
 */
export function checkEnded({ state }: { state: RunState['state'] }): void {
  switch (state) {
    // Absent: it was never started, because its record is written before.
    case 'absent':
    case 'ended':
      return;
    case 'starting':
    case 'running':
      throw new EffectError(
        'The command of the deployment is still stopping. The rollback starts when it has ended.',
        { code: 'still_stopping', retryable: true },
      );
    case 'lost':
      throw new EffectError(
        'The process that ran the command of the deployment was killed, so it is unknown whether the command is still running. Nothing else was started. Check that it has ended, and then roll back again.',
        { code: 'outcome_unknown', retryable: false },
      );
    default: {
      const unknown: never = state;
      throw new Error(`Unknown state ${unknown}`);
    }
  }
}

/** The error of an abort whose deployment has no record on this machine. */
export function startedElsewhere(): EffectError {
  return new EffectError(
    "The command was started on another replica of the portal, or its records were deleted, so it can't be stopped here. Nothing was changed. Check whether the command is still running and which version is running, and deploy the one that should run. Replicas need a shared deployments.command.dataDir.",
    { code: 'outcome_unknown', retryable: false },
  );
}
