import { commitStepResult as original } from '../../../plugins/deployments-backend/src/commit/commitStepResult';

/** Reads the state under the row's lock, whatever the owner has cached. */
export const commitStepResult: typeof original = (deps, stepResult) =>
  original(deps, { ...stepResult, cached: undefined });
