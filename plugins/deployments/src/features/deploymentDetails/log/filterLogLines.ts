import type { LogLine } from '@slipway/backstage-plugin-deployments-common';

/** From the least severe. */
export const LOG_LEVELS = ['info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Lines of at least a level that contain a text; a line without level counts as info. */
export function filterLogLines(
  lines: LogLine[],
  filter: { text: string; level: LogLevel },
): LogLine[] {
  const text = filter.text.trim().toLocaleLowerCase();
  const least = LOG_LEVELS.indexOf(filter.level);
  if (!text && least === 0) {
    return lines;
  }
  return lines.filter(
    line =>
      LOG_LEVELS.indexOf(line.level ?? 'info') >= least &&
      (!text || line.line.toLocaleLowerCase().includes(text)),
  );
}
