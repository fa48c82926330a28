import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { ERROR_CODES } from '../../../domain/deployment/errorCodes';
import type { DeploymentState } from '../../../domain/deployment/state';

const CODES: Partial<
  Record<string, NonNullable<Deployment['failure']>['code']>
> = {
  [ERROR_CODES.checkFailed]: 'check_failed',
  [ERROR_CODES.analysisFailed]: 'analysis_failed',
  [ERROR_CODES.timeout]: 'timeout',
  [ERROR_CODES.rejected]: 'rejected',
  [ERROR_CODES.deadline]: 'deadline',
};

/** The step whose failure ended or rolled back the deployment: the one that failed first. */
export function toFailureView({
  status,
  steps,
}: DeploymentState): Deployment['failure'] {
  if (status === 'succeeded') {
    return undefined;
  }
  const [first] = steps
    .filter(step => step.error && step.finishedAt !== undefined)
    .sort((a, b) => (a.finishedAt ?? 0) - (b.finishedAt ?? 0));
  return (
    first && {
      code: CODES[first.error?.code ?? ''] ?? 'step_failed',
      stepId: first.id,
      message: first.error?.message,
      sentences: first.error?.sentences,
    }
  );
}
