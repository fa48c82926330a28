import type {
  DoraMetricName,
  DoraReason,
  DoraMetrics,
  DoraQuality,
  DoraRows,
  DoraSelection,
} from '@slipway/backstage-plugin-deployments-common';
import { RELATION_OWNED_BY, RELATION_PART_OF } from '@backstage/catalog-model';
import { doraManagePermission } from '@slipway/backstage-plugin-deployments-common';
import { BAND_YEARS } from '../definitions/bands';
import type { BandYear } from '../definitions/bands';
import type { RowsRequest } from '../queries/rows/readRows';
import type { Caller } from '../../application/caller';
import { requestReadGrant } from '../../access/authorize';
import { toTime } from '../../http/formatTime';
import type { DoraContext } from './doraContext';
import { findReadableAnywhere } from './readableServices';
import type { RequestedSelection, Selection } from './readSelection';
import { readSelection } from './readSelection';

/** Returns the five metrics of a selection. */
export async function getMetrics(
  context: DoraContext,
  caller: Caller,
  { bands, ...asked }: RequestedSelection & { bands?: number },
): Promise<DoraMetrics> {
  const selection = await readSelection(context, caller, asked);
  const { range, now } = selection;
  const bandsYear = (bands ?? BAND_YEARS[0]) as BandYear;
  const { asOf, cards, ...answer } = await context.dora.reads.metrics({
    ...selection,
    bandsYear,
  });
  return {
    from: toTime(range.from),
    to: toTime(range.to),
    ...(range.until < range.to ? { elapsedTo: toTime(now) } : {}),
    previous: {
      from: toTime(range.previous.from),
      to: toTime(range.previous.to),
    },
    interval: selection.interval,
    timeZone: selection.timeZone,
    tier: selection.tier,
    ownership: selection.ownership,
    bandsYear,
    asOf: toTime(asOf),
    hiddenServices: selection.hiddenServices,
    // The reports' bands are about production.
    cards:
      selection.tier === 'production'
        ? cards
        : cards.map(({ band: _, ...card }) => card),
    ...answer,
  };
}

export interface RequestedRows extends RequestedSelection {
  counted?: boolean;
  reason?: DoraReason;
}

/** Returns a page of the rows behind a metric. */
export async function listRows(
  context: DoraContext,
  caller: Caller,
  metric: DoraMetricName,
  asked: RequestedRows & { limit: number; cursor?: string },
): Promise<DoraRows> {
  const { counted, reason, limit, cursor, ...rest } = asked;
  const selection = await readSelection(context, caller, rest);
  const page = await context.dora.reads.rows({
    ...toRows(metric, selection, { counted, reason }),
    limit,
    cursor,
  });
  return { metric, ...page };
}

/** Converts the query into the choice of rows, without the page. */
export function toRows(
  metric: DoraMetricName,
  { filter, range, settlingSince }: Selection,
  which: Pick<RowsRequest, 'counted' | 'reason'>,
): Omit<RowsRequest, 'limit' | 'cursor'> {
  return {
    metric,
    filter,
    span: { from: range.from, until: range.until },
    settlingSince,
    ...which,
  };
}

/** Returns what is missing or doubtful in the data of a selection. */
export async function getQuality(
  context: DoraContext,
  caller: Caller,
  asked: RequestedSelection,
): Promise<DoraQuality> {
  const selection = await readSelection(context, caller, asked);
  const { range, filter, services } = selection;
  const quality = await context.dora.reads.quality({
    filter,
    span: { from: range.from, until: range.until },
    services,
  });
  const mayManage = await context.api.access
    .require(caller.credentials, doraManagePermission)
    .then(
      () => true,
      () => false,
    );
  return {
    ...quality,
    // These names may belong to services that the caller cannot see, so only operators get them, as with the dead
    // letters.
    unmappedServices: mayManage ? quality.unmappedServices : [],
    newestUnlinked: quality.newestUnlinked.map(incident => ({
      ...incident,
      startedAt: toTime(incident.startedAt),
    })),
  };
}

/** Returns what the caller can select: past and present owners and systems. */
export async function getSelection(
  context: DoraContext,
  caller: Caller,
): Promise<DoraSelection> {
  const { api, dora } = context;
  const grant = await requestReadGrant(api, caller);
  const all = await dora.reads.services();
  const { services, seen, hidden } = await findReadableAnywhere(
    context,
    caller,
    grant,
    all,
  );
  const then = await dora.reads.selectable(
    hidden === 0 ? undefined : [...services],
  );
  const related = (type: string, kind: string) =>
    [...seen.values()]
      .filter(({ ref }) => services.has(ref))
      .flatMap(({ entity }) => entity.relations ?? [])
      .filter(relation => relation.type === type)
      .map(relation => relation.targetRef.toLocaleLowerCase('en-US'))
      .filter(ref => ref.startsWith(`${kind}:`));
  const sorted = (refs: Iterable<string>) => [...new Set(refs)].sort();
  const { dora: model } = api.model;
  return {
    owners: sorted([...then.owners, ...related(RELATION_OWNED_BY, 'group')]),
    systems: sorted([...then.systems, ...related(RELATION_PART_OF, 'system')]),
    services: sorted(services),
    timeZone: model.timeZone,
    timeZones: sorted([
      'UTC',
      model.timeZone,
      ...Intl.supportedValuesOf('timeZone'),
    ]),
    defaultWindowDays: model.defaultWindowDays,
    bands: [...BAND_YEARS],
    hasDemoData: then.hasDemoData,
  };
}
