import { utcMinute } from '../text/formatting';
import type { NotificationMessage } from '../model/outboxMessage';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** What people read instead of the placeholders of a notification's texts. */
export interface NotificationNames {
  service: string;
  environment: string;
  person: string;
  /** Epoch milliseconds. */
  deadline?: number;
}

/**
 * Fills in the placeholders of a notification. Times are in UTC, because its readers are in many time zones.
 *
 * @param now - when it is sent, in epoch milliseconds
 */
export function renderNotification(
  { title, description }: Pick<NotificationMessage, 'title' | 'description'>,
  { deadline, ...names }: NotificationNames,
  now: number,
): { title: string; description: string } {
  const values: Record<string, string> = {
    ...names,
    deadline: deadline === undefined ? '' : ` by ${formatTime(deadline, now)}`,
  };
  const fillIn = (text: string) =>
    text.replace(
      /\{(service|environment|person|deadline)\}/g,
      (_, key: string) => values[key],
    );
  return { title: fillIn(title), description: fillIn(description) };
}

/** As short as it is unambiguous: `17:40 UTC`, `Fri 17:40 UTC` or `2026-12-04 17:40 UTC`. */
function formatTime(at: number, now: number): string {
  const minute = utcMinute(at);
  if (at - now >= 6 * DAY_MS) {
    return minute;
  }
  const time = minute.slice(minute.indexOf(' ') + 1);
  return at - now < 12 * HOUR_MS
    ? time
    : `${WEEKDAYS[new Date(at).getUTCDay()]} ${time}`;
}
