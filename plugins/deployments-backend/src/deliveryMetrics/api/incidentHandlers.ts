import { NotFoundError } from '@backstage/errors';
import {
  type Incident,
  type LinkRole,
  deploymentReadPermission,
  incidentWritePermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { OpenRequest } from '../incidents/openIncident';
import type { ResolveRequest } from '../incidents/resolveIncident';
import type { Caller } from '../../application/caller';
import { requirePerson } from '../../access/resolveCaller';
import { type Grants, createNotAllowedError } from '../../access/grants';
import { canonicalServiceRef, toResource } from '../../access/catalogServices';
import {
  findServiceFor,
  requireGrant,
  requestReadGrant,
  requireReadGrant,
} from '../../access/authorize';
import type { DoraContext } from './doraContext';
import { findReadableAnywhere, requireReadable } from './readableServices';

/** A reader with access to few services gets a short page and a cursor, instead of a scan of all history. */
const MAX_ROUNDS = 10;

/** Lists the incidents of services that the caller may read, newest first. */
export async function listIncidents(
  context: DoraContext,
  caller: Caller,
  asked: { service?: string; open?: boolean; limit: number; cursor?: string },
): Promise<{ items: Incident[]; nextCursor?: string }> {
  const { api, dora } = context;
  const grant = await requestReadGrant(api, caller);
  const service =
    asked.service === undefined
      ? undefined
      : canonicalServiceRef(asked.service, 'service');
  if (service !== undefined) {
    await requireReadable(context, caller, grant, service);
    return dora.incidents.list({ ...asked, service });
  }
  const items: Incident[] = [];
  let { cursor } = asked;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const limit = asked.limit - items.length;
    const page = await dora.incidents.list({ ...asked, cursor, limit });
    const { services } = await findReadableAnywhere(
      context,
      caller,
      grant,
      page.items.map(incident => incident.service),
    );
    items.push(...page.items.filter(one => services.has(one.service)));
    cursor = page.nextCursor;
    if (cursor === undefined || items.length >= asked.limit) break;
  }
  return { items, nextCursor: cursor };
}

export async function getIncident(
  context: DoraContext,
  caller: Caller,
  id: string,
): Promise<Incident> {
  const grants = await context.api.access.grants(caller.credentials, [
    deploymentReadPermission,
  ]);
  return findIncident(context, caller, grants, id);
}

export async function openIncident(
  { api, dora }: DoraContext,
  caller: Caller,
  request: OpenRequest,
  idempotencyKey: string | undefined,
): Promise<{ incident: Incident; created: boolean }> {
  const person = requirePerson(caller, 'Opening an incident');
  const grants = await writing(api, person);
  const service = await findServiceFor(
    api,
    person,
    grants,
    incidentWritePermission,
    { ref: request.service, field: 'service' },
  );
  return dora.incidents.open(
    { ...request, service: service.ref },
    person,
    idempotencyKey,
  );
}

export async function resolveIncident(
  context: DoraContext,
  caller: Caller,
  id: string,
  request: ResolveRequest,
): Promise<Incident> {
  const person = requirePerson(caller, 'Resolving an incident');
  await findWritable(context, person, id);
  return context.dora.incidents.resolve(id, request, person);
}

/** Links a deployment to an incident as its cause or fix, or removes the link. */
export async function linkIncident(
  context: DoraContext,
  caller: Caller,
  id: string,
  said: {
    deployment: string;
    role: LinkRole;
    stand: 'linked' | 'removed';
  },
): Promise<Incident> {
  const person = requirePerson(caller, 'Linking an incident');
  await findWritable(context, person, id);
  return context.dora.incidents.link(id, said, person);
}

async function writing(
  api: DoraContext['api'],
  caller: Caller,
): Promise<Grants> {
  const grants = await api.access.grants(caller.credentials, [
    incidentWritePermission,
    deploymentReadPermission,
  ]);
  if (grants.of(incidentWritePermission).where === 'nowhere') {
    throw createNotAllowedError(incidentWritePermission.name);
  }
  return grants;
}

/**
 * Finds an incident. Callers who cannot see its service get the same error as for an incident that does not exist.
 */
async function findIncident(
  context: DoraContext,
  caller: Caller,
  grants: Grants,
  id: string,
): Promise<Incident> {
  const grant = requireReadGrant(grants);
  const incident = await context.dora.incidents.get(id);
  const isReadable =
    incident &&
    (
      await findReadableAnywhere(context, caller, grant, [incident.service])
    ).services.has(incident.service);
  if (!incident || !isReadable) {
    throw new NotFoundError(
      `Incident ${JSON.stringify(
        id,
      )} does not exist, or you don't have permission to see it`,
    );
  }
  return incident;
}

async function findWritable(
  context: DoraContext,
  caller: Caller,
  id: string,
): Promise<void> {
  const { api } = context;
  const grants = await writing(api, caller);
  const incident = await findIncident(context, caller, grants, id);
  const service = await api.services.find(incident.service, caller.credentials);
  if (service) {
    requireGrant(grants, incidentWritePermission, toResource(service));
    return;
  }
  // A service that is no longer in the catalog has no known owner.
  if (grants.of(incidentWritePermission).where !== 'everywhere') {
    throw createNotAllowedError(
      incidentWritePermission.name,
      ` for ${incident.service}`,
    );
  }
}
