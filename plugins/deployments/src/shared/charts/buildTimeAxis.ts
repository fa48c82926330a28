import { DateTime } from 'luxon';
import { getLocale } from '../format/locale';
import { formatInLayout } from '../format/time';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances between ticks in milliseconds; whole days from one day on. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map(count => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map(count => count * MINUTE),
  ...[1, 2, 3, 6, 12].map(count => count * HOUR),
  ...[1, 2, 5, 7, 14, 30, 60, 90, 180, 365].map(count => count * DAY),
];
/** How many labels fit side by side on a narrow screen. */
const MOST_TICKS = 5;

/** Ticks of a time axis and their labels; no two labels are the same. */
export interface TimeAxis {
  ticks: number[];
  format(at: number): string;
}

/**
 * Builds ticks at round times in a zone. Recharts' own ticks divide the span evenly, so that several of them fall on
 * the same second or day and have the same label.
 *
 * @param from - Epoch milliseconds, as `to`.
 * @param least - The least distance between ticks in milliseconds, e.g. a day if only days matter.
 */
export function buildTimeAxis(
  from: number,
  to: number,
  { zone = 'local', least = SECOND }: { zone?: string; least?: number } = {},
): TimeAxis {
  const step =
    STEPS.find(one => one >= least && (to - from) / one <= MOST_TICKS) ??
    STEPS[STEPS.length - 1];
  const first = DateTime.fromMillis(from, { zone });
  const sameDay = first.hasSame(DateTime.fromMillis(to, { zone }), 'day');
  const layout = chooseLayout(step, sameDay);
  const locale = getLocale();
  const format = (at: number) => {
    const time = DateTime.fromMillis(at, { zone, locale });
    return layout === 'HH:mm' || layout === 'HH:mm:ss'
      ? time.toFormat(layout)
      : formatInLayout(time, layout);
  };

  const ticks: number[] = [];
  const labels = new Set<string>();
  const midnight = first.startOf('day');
  for (let count = 0; ; count += 1) {
    // Days differ in length.
    const at =
      step >= DAY
        ? midnight.plus({ days: (count * step) / DAY }).toMillis()
        : midnight.toMillis() +
          (Math.floor((from - midnight.toMillis()) / step) + count) * step;
    // Also ends if the time is invalid, because the browser doesn't know the zone.
    if (!(at <= to)) {
      break;
    }
    const label = format(at);
    if (at >= from && !labels.has(label)) {
      labels.add(label);
      ticks.push(at);
    }
  }
  return { ticks: ticks.length > 0 ? ticks : [from], format };
}

function chooseLayout(step: number, sameDay: boolean) {
  if (step >= 365 * DAY) {
    return 'LLL yyyy';
  }
  if (step >= DAY) {
    return 'd LLL';
  }
  const time = step < MINUTE ? 'HH:mm:ss' : 'HH:mm';
  return sameDay ? time : (`d LLL, ${time}` as const);
}
