import { useApi } from '@backstage/core-plugin-api';
import type {
  DoraMetricName,
  DoraRows,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useMemo, useState } from 'react';
import { doraApiRef, type DoraSelected } from '../../../api/DoraApi';
import { useLoaded } from '../../../hooks/useLoaded';

/** More dots than this overlap too much, and slow the page down. */
const MOST_ROWS = 500;

/** Where a sample begins; without cursors it is the newest one. */
interface Position {
  selected: DoraSelected;
  cursors: readonly string[];
}

/** Counted rows for a chart that draws each one: the newest, or a page of older ones. */
export function useRowSample(metric: DoraMetricName, selected: DoraSelected) {
  const api = useApi(doraApiRef);
  const [position, setPosition] = useState<Position>({ selected, cursors: [] });
  // Another selection starts with its newest rows.
  const cursors = position.selected === selected ? position.cursors : [];
  const cursor = cursors[cursors.length - 1];
  const load = useCallback(
    (signal: AbortSignal) =>
      api.listRows(
        metric,
        { ...selected, counted: true, limit: MOST_ROWS, cursor },
        { signal },
      ),
    [api, metric, selected, cursor],
  );
  const sample = useLoaded(load);
  const text = useMemo(() => JSON.stringify(sample.value), [sample.value]);
  // The same object as long as the data is equal; otherwise each refresh would redraw the chart and lose the focus.
  const value = useMemo(
    () => (text === undefined ? undefined : (JSON.parse(text) as DoraRows)),
    [text],
  );
  const next = sample.isOld ? undefined : value?.nextCursor;
  const go = (to: readonly string[]) => setPosition({ selected, cursors: to });
  return {
    ...sample,
    value,
    /** How many rows are newer than these. */
    skipped: cursors.length * MOST_ROWS,
    older: next === undefined ? undefined : () => go([...cursors, next]),
    newer: cursors.length === 0 ? undefined : () => go(cursors.slice(0, -1)),
  };
}
