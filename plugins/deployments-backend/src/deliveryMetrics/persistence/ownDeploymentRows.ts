import type { Knex } from 'knex';
import type { DeploymentState } from '../../domain/deployment/state';
import { readDeployment } from '../../persistence/repositories/deployments';

/** A deployment of the portal, with its service's owner at the time of the request. */
export interface OwnDeployment {
  state: DeploymentState;
  tier: string;
  ownerGroup?: string;
  system?: string;
}

export async function readOwnDeployment(
  on: Knex,
  id: string,
): Promise<OwnDeployment | undefined> {
  const record = await readDeployment(on, id);
  const row: Ownership | undefined = await on('deployments')
    .where({ id })
    .first('tier', 'owner_group', 'system');
  return record && row
    ? {
        state: record.state,
        tier: row.tier,
        ownerGroup: row.owner_group ?? undefined,
        system: row.system ?? undefined,
      }
    : undefined;
}

interface Ownership {
  tier: string;
  owner_group: string | null;
  system: string | null;
}
