import type { DeploymentKind } from '@slipway/backstage-plugin-deployments-common';

/** Whether a deployment of this kind takes a version to an environment. The others act on the version that runs there. */
export function takesVersion(kind: DeploymentKind): boolean {
  return kind === 'deploy' || kind === 'rollback';
}
