import type { RunnerDeps } from './deploymentRunner';
import { DeploymentRunner } from './deploymentRunner';
import type { Claim } from './ownership/claim';
import { claim } from './ownership/claim';

/**
 * Handles one wake-up: claims the deployment and runs it until no work is due.
 *
 * @param own - this process's claim, if it has claimed the deployment already
 */
export async function handleWakeUp(
  deps: RunnerDeps,
  id: string,
  signal: AbortSignal,
  own?: Claim,
): Promise<void> {
  if (own) {
    await new DeploymentRunner(deps, own, signal).run();
    return;
  }
  const claimed = await claim(deps, id);
  if (claimed.result === 'claimed') {
    await new DeploymentRunner(deps, claimed.claim, signal).run();
  }
}
