import type {
  DoraMetricName,
  DoraMetrics,
  EnvironmentTier,
} from '@slipway/backstage-plugin-deployments-common';
import type { DoraFilter, Span } from '../persistence/metricFilter';
import type { Caller } from '../../domain/model/caller';
import type { Grant } from '../../access/grants';
import {
  canonicalRef,
  canonicalServiceRef,
} from '../../access/catalogServices';
import { requestReadGrant } from '../../access/guard';
import { toQueryCondition } from '../../access/listVisible';
import type { DoraContext } from './doraContext';
import {
  readableAnywhere,
  readableAt,
  requireReadable,
} from './readableServices';
import type { RequestedWindow, ReadWindow } from './window';
import { readWindow } from './window';

/** What a request asks about, as its query says it. */
export interface RequestedSelection extends RequestedWindow {
  owner?: string;
  system?: string;
  service?: string;
  tier?: EnvironmentTier;
  ownership?: DoraMetrics['ownership'];
}

export interface Selection extends ReadWindow {
  /** Narrowed to what the caller may read. */
  filter: DoraFilter;
  tier: EnvironmentTier;
  ownership: DoraMetrics['ownership'];
  /** The services of it that the caller may read; absent: all that there are. */
  services?: string[];
  hiddenServices: number;
  /** Deployments that finished at or after this may still turn out to have hurt; epoch milliseconds. */
  settlingSince: number;
  targets: Partial<Record<DoraMetricName, number>>;
  now: number;
}

/** Throws InputError, NotAllowedError, and NotFoundError for a service that the caller may not see. */
export async function readSelection(
  context: DoraContext,
  caller: Caller,
  asked: RequestedSelection,
): Promise<Selection> {
  const { api, dora } = context;
  const grant = await requestReadGrant(api, caller);
  const { dora: model } = api.model;
  const now = dora.reads.now();
  const tier = asked.tier ?? 'production';
  const ownership = asked.ownership ?? 'then';
  const read = readWindow(asked, model, now);
  const { window } = read;
  const chosen = readChosen(asked);
  const service =
    chosen.service === undefined
      ? undefined
      : await requireReadable(context, caller, grant, chosen.service);

  const wide = await getFilter(context, { ...chosen, tier, ownership });
  const isChosen = Object.values(chosen).some(ref => ref !== undefined);
  const span = { from: window.previous.from, until: window.until };
  const { services, without, hidden } =
    grant.where === 'everywhere' && !isChosen
      ? await readableOfAll(context, caller, grant, wide, span)
      : await getReadable(context, caller, grant, wide, span);
  // Of a service that may be read in some environments, not what happened in the others.
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
    // They are of what users get: to hold rehearsals against them would say nothing.
    targets:
      tier === 'production'
        ? listTargets(model, {
            ...chosen,
            owner: chosen.owner ?? service?.owners.at(0),
          })
        : {},
    now,
  };
}

interface ReadableRows {
  /** Absent: all that there are. */
  services?: string[];
  /** What says the same of rows, shorter. */
  without?: string[];
  hidden: number;
}

async function getReadable(
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
  const { services, hidden } = await readableAt(
    context,
    caller,
    grant,
    serviceEnvironments,
    filter.tier,
  );
  return { services: [...services], hidden };
}

/**
 * Of everything that there is: which services there are is known without reading what they did, and few of them, if any,
 * are hidden.
 */
async function readableOfAll(
  context: DoraContext,
  caller: Caller,
  grant: Grant,
  filter: DoraFilter,
  span: Span,
): Promise<ReadableRows> {
  const { reads } = context.dora;
  const all = await reads.services();
  const readable = await readableAnywhere(context, caller, grant, all);
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

interface Chosen {
  owner?: string;
  system?: string;
  service?: string;
}

function readChosen({ owner, system, service }: RequestedSelection): Chosen {
  return {
    owner: owner && canonicalRef(owner, 'owner', 'group:default/payments'),
    system: system && canonicalRef(system, 'system', 'system:default/shop'),
    service: service && canonicalServiceRef(service, 'service'),
  };
}

/** What was chosen, before what the caller may not read is left out. */
async function getFilter(
  { api, asPortal }: DoraContext,
  asked: Chosen & Required<Pick<Selection, 'tier' | 'ownership'>>,
): Promise<DoraFilter> {
  const { owner, system, service, tier, ownership } = asked;
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
  if (system) lists.push(await api.services.partOf(system, credentials));
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

/** What is said of a service goes before what is said of its owner, and that before what is said of all. */
function listTargets(
  model: DoraContext['api']['model']['dora'],
  { owner, service }: Chosen,
): Selection['targets'] {
  return {
    ...model.targets,
    ...(owner ? model.ownerTargets.get(owner) : {}),
    ...(service ? model.serviceTargets.get(service) : {}),
  };
}
