import { makeStyles } from '@material-ui/core/styles';
import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import { formatClockTime } from '../../../shared/format/time';
import { uniqueId } from '../../../shared/ids/uniqueId';
import {
  buildStepMarkers,
  buildWeightMarkers,
  type Marker,
} from './buildMarkers';
import {
  findLastUpTo,
  findPeriod,
  mergeMoments,
  type ChartSeries,
  type Period,
} from './moments';
import { formatWeight } from '../../../shared/format/value';

/** What the charts of a step share. It doesn't change with the cursor, so that moving it draws no chart again. */
interface SharedAxis {
  /** Absent until the first chart is shown. */
  period?: Period;
  weightMarkers: readonly Marker[];
  stepMarkers: readonly Marker[];
  register(id: string, series: ChartSeries | undefined): void;
  getMoments(): number[];
  moveCursor(at: number | undefined): void;
}

/** The time that the charts of a step are read at, and their values then in one line. */
interface Cursor {
  /** Epoch milliseconds; absent while no time is chosen. */
  at?: number;
  text: string;
}

const SharedAxisContext = createContext<SharedAxis | undefined>(undefined);
const CursorContext = createContext<Cursor>({ text: '' });

export function useSharedAxis(): SharedAxis | undefined {
  return useContext(SharedAxisContext);
}

export function useCursor(): Cursor {
  return useContext(CursorContext);
}

/** Adds a chart's values to the shared time axis and to the line of text; `undefined` adds nothing. */
export function useChartSeries(series: ChartSeries | undefined): void {
  const register = useSharedAxis()?.register;
  const [id] = useState(uniqueId);
  // After each render, because the values may have changed with it.
  useEffect(() => register?.(id, series));
  useEffect(() => () => register?.(id, undefined), [id, register]);
}

const useStyles = makeStyles(
  theme => ({
    readout: {
      ...theme.typography.body2,
      fontVariantNumeric: 'tabular-nums',
      margin: 0,
      padding: theme.spacing(1, 0),
      // Room for two lines, so that the content below doesn't move with the cursor.
      minHeight: '4em',
      boxSizing: 'border-box',
      color: theme.palette.text.primary,
      backgroundColor: theme.palette.background.paper,
      borderTop: `1px solid ${theme.palette.divider}`,
    },
    pinned: {
      // The values are visible whichever chart the pointer is on.
      position: 'sticky',
      bottom: 0,
      // Above the navigation bar of Backstage.
      [theme.breakpoints.down('xs')]: { bottom: 56 },
      zIndex: 1,
    },
  }),
  { name: 'SlipwayStepCharts' },
);

const isSame = (a: Period | undefined, b: Period | undefined) =>
  a?.from === b?.from && a?.to === b?.to;

/** Gives the charts of a step one time axis and one cursor, and shows their values at the cursor in one line. */
export function StepCharts(props: {
  deployment: Deployment;
  /** The key of the step. */
  stepKey: string;
  children: ReactNode;
}) {
  const { deployment, stepKey, children } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const series = useRef(new Map<string, ChartSeries>());
  const [period, setPeriod] = useState<Period>();
  const [hasCursor, setHasCursor] = useState(false);
  const [at, setAt] = useState<number>();

  const register = useCallback((id: string, next: ChartSeries | undefined) => {
    if (next) {
      series.current.set(id, next);
    } else {
      series.current.delete(id);
    }
    const wanted = findPeriod(series.current.values());
    setPeriod(current => (isSame(current, wanted) ? current : wanted));
    setHasCursor([...series.current.values()].some(each => each.hasCursor));
  }, []);
  const getMoments = useCallback(
    () => mergeMoments(series.current.values()),
    [],
  );

  const { trafficHistory, version } = deployment;
  const weightMarkers = useMemo(
    () => buildWeightMarkers(trafficHistory ?? []),
    [trafficHistory],
  );
  const stepMarkers = useMemo(
    () => buildStepMarkers(deployment, stepKey),
    [deployment, stepKey],
  );
  const axis = useMemo(
    () => ({
      period,
      weightMarkers,
      stepMarkers,
      register,
      getMoments,
      moveCursor: setAt,
    }),
    [period, weightMarkers, stepMarkers, register, getMoments],
  );

  const describe = (moment: number) => {
    const weight = findLastUpTo(
      (trafficHistory ?? []).map(each => ({
        ...each,
        at: Date.parse(each.at),
      })),
      moment,
    );
    return [
      formatClockTime(new Date(moment).toISOString()),
      ...(weight
        ? [
            t('stepCharts.weight', {
              version: version.name,
              weight: formatWeight(weight.weight),
            }),
          ]
        : []),
      ...[...series.current.values()].map(({ title, read }) =>
        t('stepCharts.series', {
          title,
          values: read(moment) ?? t('stepCharts.noValue'),
        }),
      ),
    ].join(' · ');
  };
  const text = at === undefined ? t('stepCharts.hint') : describe(at);
  const cursor = useMemo(() => ({ at, text }), [at, text]);

  return (
    <SharedAxisContext.Provider value={axis}>
      <CursorContext.Provider value={cursor}>
        {children}
        {hasCursor && (
          <p
            // The hint covers nothing; it is where the charts end.
            className={`${classes.readout} ${
              at === undefined ? '' : classes.pinned
            }`}
          >
            {text}
          </p>
        )}
      </CursorContext.Provider>
    </SharedAxisContext.Provider>
  );
}
