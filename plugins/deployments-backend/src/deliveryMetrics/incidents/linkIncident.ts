import { InputError, NotFoundError } from '@backstage/errors';
import type { LinkRole } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { Caller } from '../../application/caller';
import type { Database } from '../../persistence/database';
import type { LinkRecord } from '../persistence/storedRecords';
import { putLinks } from '../persistence/sourceRecordRows';
import {
  findLink,
  lockIncident,
  findServiceOfDeployment,
} from '../persistence/incidentRows';
import { recordStatement } from './recordIncident';

/** A person's statement about an incident and a deployment. */
export interface LinkStatement {
  deployment: string;
  role: LinkRole;
  /** `removed`: they do not belong together, which overrides any inference. */
  stand: LinkRecord['stand'];
}

export async function linkAsPerson(
  database: Database,
  id: string,
  { deployment, role, stand }: LinkStatement,
  caller: Caller,
): Promise<void> {
  await database.transaction(async trx => {
    const now = await database.now(trx);
    const incident = await lockIncident(trx, id);
    if (!incident) throw noIncident(id);
    const service = await findServiceOfDeployment(trx, deployment);
    if (service !== incident.service) {
      throw new NotFoundError(
        `Deployment ${JSON.stringify(deployment)} is not a deployment of ${
          incident.service
        }, the service of this incident`,
      );
    }
    const isNew = await writeLink(trx, {
      incident: id,
      deployment,
      role,
      stand,
      by: caller.principal.principal,
      at: now,
    });
    if (!isNew) return;
    await recordStatement(trx, {
      action: stand === 'linked' ? 'incident.linked' : 'incident.unlinked',
      caller,
      service: incident.service,
      deploymentId: deployment,
      details: { incident: id, title: incident.fields.title, role },
      now,
    });
  });
}

/** Writes a link while the incident is locked. Returns false if nothing changes. */
export async function writeLink(
  trx: Knex.Transaction,
  said: Omit<LinkRecord, 'origin'>,
): Promise<boolean> {
  const known = await findLink(trx, said);
  if (known?.stand === said.stand) return false;
  // Of two statements in one millisecond, the later one wins.
  const at = Math.max(said.at, (known?.at ?? 0) + 1);
  await putLinks(trx, [{ ...said, at, origin: 'person' }]);
  return true;
}

/** Throws InputError if the request names a deployment that is not one of the service. */
export async function requireDeployment(
  trx: Knex.Transaction,
  service: string,
  deployment: string,
  field: string,
): Promise<void> {
  if ((await findServiceOfDeployment(trx, deployment)) !== service) {
    throw new InputError(
      `${field}: ${service} has no finished deployment ${JSON.stringify(
        deployment,
      )}`,
    );
  }
}

export function noIncident(id: string): NotFoundError {
  return new NotFoundError(
    `Incident ${JSON.stringify(
      id,
    )} does not exist, or you don't have permission to see it`,
  );
}
