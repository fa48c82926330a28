import { NotFoundError } from '@backstage/errors';
import type {
  AnalysisReplay,
  StepAnalysis,
} from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../application/caller';
import type { ApiContext } from '../../access/apiContext';
import { readDeployment, requestReadGrant } from '../../access/authorize';

export async function getStepAnalysis(
  api: ApiContext,
  caller: Caller,
  id: string,
  stepId: string,
): Promise<StepAnalysis> {
  await readDeployment(api, caller, id);
  throw new NotFoundError(
    `The step ${JSON.stringify(stepId)} of this deployment has no analysis`,
  );
}

export async function replayAnalysis(
  api: ApiContext,
  caller: Caller,
  name: string,
): Promise<AnalysisReplay> {
  await requestReadGrant(api, caller);
  throw new NotFoundError(
    `There is no analysis ${JSON.stringify(name)} in deployments.analyses`,
  );
}
