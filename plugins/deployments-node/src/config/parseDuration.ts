import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, type JsonValue } from '@backstage/types';

/**
 * Converts a duration in Backstage's notation (`30s`, `PT30S`, `{ seconds: 30 }`) to milliseconds; `undefined` if it
 * isn't one.
 *
 * Backstage reads `62h` as 2 days and 14 hours. Adding these up gives 62 hours again. Calendar arithmetic would give 61 or 63
 * hours across a DST change.
 *
 * @public
 */
export function parseDuration(value: unknown): number | undefined {
  try {
    const milliseconds = durationToMilliseconds(
      readDurationFromConfig(
        new ConfigReader({ duration: value as JsonValue }),
        { key: 'duration' },
      ),
    );
    return Number.isFinite(milliseconds) && milliseconds >= 0
      ? milliseconds
      : undefined;
  } catch {
    // Backstage's message would name the wrapper's key, which is not in app-config.
    return undefined;
  }
}
