import type {
  DoraMetricName,
  DoraMetrics,
  EnvironmentTier,
} from '@slipway/backstage-plugin-deployments-common';
import type { DoraFilter, Span } from '../persistence/metricFilter';
import type { Caller } from '../../application/caller';
import type { Grant } from '../../access/grants';
import {
  canonicalRef,
  canonicalServiceRef,
} from '../../access/catalogServices';
import { requestReadGrant } from '../../access/authorize';
import { toQueryCondition } from '../../access/listVisible';
import type { DoraContext } from './doraContext';
import {
  findReadableAnywhere,
  findReadableAt,
  requireReadable,
} from './readableServices';
import type { RequestedRange, ReadRange } from './readRange';
import { readRange } from './readRange';

/** The selection as the query string contains it. */
export interface RequestedSelection extends RequestedRange {
  owner?: string;
  system?: string;
  service?: string;
  tier?: EnvironmentTier;
  ownership?: DoraMetrics['ownership'];
}

export interface Selection extends ReadRange {
  /** Restricted to what the caller may read. */
  filter: DoraFilter;
  tier: EnvironmentTier;
  ownership: DoraMetrics['ownership'];
  /** The selected services that the caller may read; absent: all services. */
  services?: string[];
  hiddenServices: number;
  /** Deployments that finished at or after this time may still turn out to have failed; epoch milliseconds. */
  settlingSince: number;
  targets: Partial<Record<DoraMetricName, number>>;
  now: number;
}

/**
 * Reads the selection of a request. Throws InputError, NotAllowedError, and NotFoundError for a service that the
 * caller may not see.
 */
export async function readSelection(
  context: DoraContext,
  caller: Caller,
  request: RequestedSelection,
): Promise<Selection> {
  const { api, dora } = context;
  const grant = await requestReadGrant(api, caller);
  const { dora: model } = api.model;
  const now = dora.reads.now();
  const tier = request.tier ?? 'production';
  const ownership = request.ownership ?? 'then';
  const read = readRange(request, model, now);
  const { range } = read;
  const criteria = readCriteria(request);
  const service =
    criteria.service === undefined
      ? undefined
      : await requireReadable(context, caller, grant, criteria.service);

  const wide = await buildFilter(context, { ...criteria, tier, ownership });
  const hasCriteria = Object.values(criteria).some(ref => ref !== undefined);
  const span = { from: range.previous.from, until: range.until };
  const { services, without, hidden } =
    grant.where === 'everywhere' && !hasCriteria
      ? await findReadableOfAll(context, caller, grant, wide, span)
      : await findReadableRows(context, caller, grant, wide, span);
  // A service that is readable in some environments does not reveal what happened in the others.
  const allowed = await toQueryCondition(api, grant, caller.credentials);
  return {
    ...read,
    filter: {
      ...wide,
      ...(without ? { without } : services && { services }),
      ...(services && { allowed }),
    },
    tier,
    ownership,
    services,
    hiddenServices: hidden,
    settlingSince: now - model.incidentWindowMs,
    // Targets are about production; other tiers are not measured against them.
    targets:
      tier === 'production'
        ? listTargets(model, {
            ...criteria,
            owner: criteria.owner ?? service?.owners.at(0),
          })
        : {},
    now,
  };
}

interface ReadableRows {
  /** Absent: all services. */
  services?: string[];
  /** The shorter, complementary form of the same restriction. */
  without?: string[];
  hidden: number;
}

async function findReadableRows(
  context: DoraContext,
  caller: Caller,
  grant: Grant,
  filter: DoraFilter,
  span: Span,
): Promise<ReadableRows> {
  const serviceEnvironments = await context.dora.reads.serviceEnvironments(
    filter,
    span,
  );
  const { services, hidden } = await findReadableAt(
    context,
    caller,
    grant,
    serviceEnvironments,
    filter.tier,
  );
  return { services: [...services], hidden };
}

/**
 * Computes the restriction for a selection of everything. The services are known without reading their rows, and few
 * of them, if any, are hidden.
 */
async function findReadableOfAll(
  context: DoraContext,
  caller: Caller,
  grant: Grant,
  filter: DoraFilter,
  span: Span,
): Promise<ReadableRows> {
  const { reads } = context.dora;
  const all = await reads.services();
  const readable = await findReadableAnywhere(context, caller, grant, all);
  if (readable.hidden === 0) return { hidden: 0 };
  const away = all.filter(ref => !readable.services.has(ref));
  const serviceEnvironments = await reads.serviceEnvironments(
    { ...filter, services: away },
    span,
  );
  const without = [
    ...new Set(serviceEnvironments.map(({ service }) => service)),
  ];
  return {
    services: [...readable.services],
    without,
    hidden: without.length,
  };
}

interface Criteria {
  owner?: string;
  system?: string;
  service?: string;
}

function readCriteria({
  owner,
  system,
  service,
}: RequestedSelection): Criteria {
  return {
    owner: owner && canonicalRef(owner, 'owner', 'group:default/payments'),
    system: system && canonicalRef(system, 'system', 'system:default/shop'),
    service: service && canonicalServiceRef(service, 'service'),
  };
}

/** Builds the filter of the selection, before hidden services are excluded. */
async function buildFilter(
  { api, asPortal }: DoraContext,
  request: Criteria & Required<Pick<Selection, 'tier' | 'ownership'>>,
): Promise<DoraFilter> {
  const { owner, system, service, tier, ownership } = request;
  if (ownership === 'then') {
    return {
      tier,
      ...(owner ? { owners: [owner] } : {}),
      ...(system ? { system } : {}),
      ...(service ? { services: [service] } : {}),
    };
  }
  const lists: string[][] = [];
  const credentials = await asPortal();
  if (owner) lists.push(await api.services.ownedBy([owner], credentials));
  if (system) lists.push(await api.services.inSystem(system, credentials));
  if (service) lists.push([service]);
  return lists.length === 0
    ? { tier }
    : {
        tier,
        services: lists.reduce((all, some) =>
          all.filter(ref => some.includes(ref)),
        ),
      };
}

/** Lists the targets. A service's own targets override its owner's, and those override the defaults. */
function listTargets(
  model: DoraContext['api']['model']['dora'],
  { owner, service }: Criteria,
): Selection['targets'] {
  return {
    ...model.targets,
    ...(owner ? model.ownerTargets.get(owner) : {}),
    ...(service ? model.serviceTargets.get(service) : {}),
  };
}
