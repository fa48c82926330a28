import { redactText } from '@slipway/backstage-plugin-deployments-node';

const MAX_LINES = 20;
const MAX_LINE = 500;
/** Earlier lines can't be among the last ones that are shown. */
const MAX_READ = 60_000;
/** GitHub begins each line with the time. */
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z ?/;

/**
 * Returns the last lines of a failed step from the log of its job, without times and secrets. The steps after it only tidy up,
 * so it ends with the last line that GitHub marks as an error.
 */
export function readLogTail(log: string): string[] {
  const isLong = log.length > MAX_READ;
  const lines = log
    .slice(-MAX_READ)
    .split(/\r?\n/)
    // The first line may be a part of one.
    .slice(isLong ? 1 : 0)
    .map(line => line.replace(/^\uFEFF/, '').replace(TIME, ''));
  const lastError = lines.findLastIndex(line => line.startsWith('##[error]'));
  const shown = lines
    .slice(0, lastError < 0 ? lines.length : lastError + 1)
    .filter(line => line.trim() !== '' && !/^##\[(?:end)?group\]/.test(line))
    .slice(-MAX_LINES)
    .map(line => line.replace(/^##\[error\]/, 'Error: '));
  // A secret such as a key can have several lines.
  return redactText(shown.join('\n'))
    .split('\n')
    .map(line => line.slice(0, MAX_LINE));
}
