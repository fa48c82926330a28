import {
  DORA_METRICS,
  type DoraInterval,
  type DoraMetricName,
  type DoraReason,
  type EnvironmentTier,
} from '@slipway/backstage-plugin-deployments-common';
import { DateTime } from 'luxon';
import { useCallback, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { BandsYear, DoraSelected } from '../../../api/DoraApi';
import { deliveryMetricsRowMessages } from '../../../i18n/deliveryMetricsRows';

/** Lengths of ranges that end today, in days. */
export const WINDOW_DAYS = [7, 14, 30, 90, 180, 365] as const;
export const TIERS: readonly EnvironmentTier[] = [
  'production',
  'staging',
  'testing',
  'development',
  'other',
];
export const INTERVALS: readonly DoraInterval[] = ['day', 'week', 'month'];
export const BANDS_YEARS: readonly BandsYear[] = [2024, 2023, 2021, 2019];

/** Each reason has its own text. */
const REASONS = Object.keys(deliveryMetricsRowMessages.reason) as DoraReason[];

/** Which rows are open: a metric's, in the range or in a period of it. */
export interface RowsView {
  metric: DoraMetricName;
  /** First and last day of the period. */
  from?: string;
  to?: string;
  /** Only counted rows, or only rows that were left out. */
  counted?: boolean;
  /** Only rows left out for this reason. */
  reason?: DoraReason;
}

/** What the reader selected. It is stored in the address, so that a link shows the same. */
export interface DoraView {
  owner?: string;
  system?: string;
  service?: string;
  tier: EnvironmentTier;
  /** Length of a range that ends today. Without it and without `from`, app-config decides. */
  days?: number;
  /** A custom range. */
  from?: string;
  to?: string;
  interval?: DoraInterval;
  timeZone?: string;
  ownership: 'then' | 'today';
  bands?: BandsYear;
  rows?: RowsView;
}

const KEYS = {
  owner: 'team',
  system: 'system',
  service: 'service',
  tier: 'tier',
  days: 'days',
  from: 'from',
  to: 'to',
  interval: 'interval',
  timeZone: 'tz',
  ownership: 'owners',
  bands: 'bands',
  rows: 'rows',
  rowsFrom: 'rowsFrom',
  rowsTo: 'rowsTo',
  counted: 'counted',
  reason: 'reason',
} as const;

function parseChoice<T extends string | number>(
  among: readonly T[],
  text: string | null,
): T | undefined {
  return among.find(one => String(one) === text);
}

/** Whether the text is a day as the API expects it, e.g. `2026-01-31`. */
export function isDay(text: string | null | undefined): text is string {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') &&
    DateTime.fromISO(text ?? '').isValid
  );
}

function parseDay(text: string | null): string | undefined {
  return isDay(text) ? text : undefined;
}

export function parseDoraView(query: URLSearchParams): DoraView {
  const metric = parseChoice(DORA_METRICS, query.get(KEYS.rows));
  const counted = parseChoice(['true', 'false'], query.get(KEYS.counted));
  const from = parseDay(query.get(KEYS.from));
  // A custom range needs a first day; a last day alone would not show on the page.
  const to = from && parseDay(query.get(KEYS.to));
  return {
    owner: query.get(KEYS.owner) || undefined,
    system: query.get(KEYS.system) || undefined,
    service: query.get(KEYS.service) || undefined,
    tier: parseChoice(TIERS, query.get(KEYS.tier)) ?? 'production',
    days: from ? undefined : parseChoice(WINDOW_DAYS, query.get(KEYS.days)),
    from,
    to,
    interval: parseChoice(INTERVALS, query.get(KEYS.interval)),
    timeZone: query.get(KEYS.timeZone) || undefined,
    ownership: query.get(KEYS.ownership) === 'today' ? 'today' : 'then',
    bands: parseChoice(BANDS_YEARS, query.get(KEYS.bands)),
    rows: metric && {
      metric,
      from: parseDay(query.get(KEYS.rowsFrom)),
      to: parseDay(query.get(KEYS.rowsTo)),
      counted: counted && counted === 'true',
      reason: parseChoice(REASONS, query.get(KEYS.reason)),
    },
  };
}

/** Values that an address may contain although they are the defaults. */
const STANDARD: readonly string[] = [
  `${KEYS.tier}=production`,
  `${KEYS.ownership}=then`,
];
/** How much of a wrong value is shown. */
const LONGEST_SAID = 60;

/** Parts of the address that are not valid, such as `tier=moon`. They are ignored. */
export function findUnknownParts(query: URLSearchParams): string[] {
  const read = writeDoraView(query, parseDoraView(query));
  return Object.values(KEYS).flatMap(key => {
    const value = query.get(key);
    const said = `${key}=${value}`;
    return !value || read.get(key) === value || STANDARD.includes(said)
      ? []
      : [said.slice(0, LONGEST_SAID)];
  });
}

export function useUnknownParts(): string[] {
  const [query] = useSearchParams();
  return findUnknownParts(query);
}

/** Writes a view into a query and keeps the rest of it. */
export function writeDoraView(
  query: URLSearchParams,
  view: DoraView,
): URLSearchParams {
  const next = new URLSearchParams(query);
  const { rows } = view;
  const values: Record<keyof typeof KEYS, string | number | undefined> = {
    owner: view.owner,
    system: view.system,
    service: view.service,
    tier: view.tier === 'production' ? undefined : view.tier,
    days: view.days,
    from: view.from,
    to: view.to,
    interval: view.interval,
    timeZone: view.timeZone,
    ownership: view.ownership === 'today' ? 'today' : undefined,
    bands: view.bands,
    rows: rows?.metric,
    rowsFrom: rows?.from,
    rowsTo: rows?.to,
    counted: rows?.counted === undefined ? undefined : String(rows.counted),
    reason: rows?.reason,
  };
  for (const [field, key] of Object.entries(KEYS)) {
    const value = values[field as keyof typeof KEYS];
    if (value === undefined || value === '') {
      next.delete(key);
    } else {
      next.set(key, String(value));
    }
  }
  return next;
}

/**
 * Converts a view to the API's selection.
 *
 * @param today - As `yyyy-MM-dd`, in the time zone of the view.
 */
export function toSelected(view: DoraView, today: string): DoraSelected {
  return {
    owner: view.owner,
    system: view.system,
    service: view.service,
    tier: view.tier,
    from:
      view.from ??
      (view.days === undefined
        ? undefined
        : DateTime.fromISO(today, { zone: 'utc' })
            .minus({ days: view.days - 1 })
            .toISODate() ?? undefined),
    to: view.to,
    timeZone: view.timeZone,
    ownership: view.ownership,
  };
}

/** Today in a time zone, or in the reader's if that zone doesn't exist. */
export function findToday(timeZone: string | undefined, now: number): string {
  const time = DateTime.fromMillis(now, { zone: timeZone ?? 'local' });
  return (
    (time.isValid ? time : DateTime.fromMillis(now)).toISODate() ??
    new Date(now).toISOString().slice(0, 10)
  );
}

/** Changes the view. It is a new step in the browser's history, unless it replaces the current one. */
export type ChangeDoraView = (
  view: DoraView,
  options?: { replace?: boolean },
) => void;

/** Functions that change the address. They are stable. */
export interface DoraViewChanges {
  showRows(rows: RowsView): void;
  changeRows(rows: RowsView | undefined): void;
  /** Selects all teams, systems and services. */
  widen(): void;
}

/**
 * The view in the address. Fixed values, such as the service of an entity's tab, are not part of the address.
 */
export function useDoraView(fixed: {
  service?: string;
}): [DoraView, ChangeDoraView, DoraViewChanges] {
  const [query, setQuery] = useSearchParams();
  const text = query.toString();
  const { service } = fixed;
  const view = useMemo(() => {
    const parsed = parseDoraView(new URLSearchParams(text));
    return service
      ? { ...parsed, service, owner: undefined, system: undefined }
      : parsed;
  }, [text, service]);
  // The router's function changes with each address.
  const latest = useRef(setQuery);
  latest.current = setQuery;
  const write = useCallback(
    (change: (view: DoraView) => DoraView, replace: boolean) =>
      latest.current(
        current => {
          const next = change(parseDoraView(current));
          return writeDoraView(
            current,
            service ? { ...next, service: undefined } : next,
          );
        },
        { replace },
      ),
    [service],
  );
  const setView = useCallback<ChangeDoraView>(
    // The rows' period may not exist in another range.
    (next, { replace = false } = {}) =>
      write(() => ({ ...next, rows: undefined }), replace),
    [write],
  );
  const changes = useMemo(
    (): DoraViewChanges => ({
      // A new step in the browser's history, so that Back closes the rows.
      showRows: rows => write(current => ({ ...current, rows }), false),
      changeRows: rows => write(current => ({ ...current, rows }), true),
      widen: () =>
        write(
          current => ({
            ...current,
            owner: undefined,
            system: undefined,
            service: undefined,
            rows: undefined,
          }),
          false,
        ),
    }),
    [write],
  );
  return [view, setView, changes];
}
