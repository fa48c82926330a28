import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CliOutput } from './cliOutput';
import { backfill } from '../maintenance/backfill/backfill';
import type { Progress } from '../maintenance/backfill/backfillProgress';
import type { FileFormat } from '../maintenance/backfill/backfillRecords';
import { sendEvents } from '../maintenance/backfill/sendRecords';

export type { CliOutput };

const USAGE = `Usage: SLIPWAY_TOKEN=… slipway-backfill --url <url> --source <name> --file <file> [options]

Sends past deployments, changes and incidents from a CSV or NDJSON file to the delivery metrics, through the portal's API.
You can stop it at any time and start it again: it resumes where it stopped. An event that is sent twice counts once.

Set the token in the environment variable SLIPWAY_TOKEN, so that it does not appear in process lists. It must be a token from
backend.auth.externalAccess or of a user with the permission deployments.dora.ingest.

Options:
  --url <url>        URL of the deployments plugin, e.g. https://portal.example.com/api/deployments
  --source <name>    Name of the pipeline or tool that the events come from
  --file <file>      .csv with a line of column names, or .ndjson with one JSON object per line
  --format <format>  csv or ndjson. Default: by the file name extension
  --dry-run          Show what would happen to each event, and store nothing
  --resend           Send the whole file again, including events that were sent before
  --progress <file>  File that records the progress. Default: the file's name with .progress
  --batch <count>    Events per request, at most 1000. Default: 500
  --help             Show this text

Exits with 0 if all events were accepted, 1 if some were not, 2 if it could not continue.`;

/** The most problems that are printed one by one. */
const MAX_PROBLEMS = 20;

/**
 * Runs the command and sets the process's exit code.
 *
 * @public
 */
export function main(args: string[]): void {
  runBackfill(args, {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    token: process.env.SLIPWAY_TOKEN,
    // eslint-disable-next-line no-console
    print: text => console.log(text),
    // eslint-disable-next-line no-console
    printError: text => console.error(text),
  }).then(
    code => process.exit(code),
    error => {
      // eslint-disable-next-line no-console
      console.error(error instanceof Error ? error.message : error);
      process.exit(2);
    },
  );
}

/**
 * Runs the command and resolves to its exit code. Rejects if it could not continue.
 *
 * @public
 */
export async function runBackfill(
  args: string[],
  options: CliOutput & {
    cwd: string;
    token: string | undefined;
    /** See `sendEvents`. */
    pauseMs?: number;
  },
): Promise<0 | 1> {
  const { print, printError, cwd, token, pauseMs } = options;
  const { values } = parseArgs({
    args,
    options: {
      url: { type: 'string' },
      source: { type: 'string' },
      file: { type: 'string' },
      format: { type: 'string' },
      progress: { type: 'string' },
      batch: { type: 'string', default: '500' },
      'dry-run': { type: 'boolean', default: false },
      resend: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    print(USAGE);
    return 0;
  }
  const { url, source } = values;
  const missing = (['url', 'source', 'file'] as const).filter(
    name => !values[name],
  );
  if (!url || !source || !values.file || !token) {
    throw new Error(
      `${[
        ...missing.map(name => `--${name} is missing`),
        ...(token ? [] : ['SLIPWAY_TOKEN is not set']),
      ].join(', ')}\n\n${USAGE}`,
    );
  }
  const file = resolve(cwd, values.file);
  if (!existsSync(file)) throw new Error(`The file ${file} does not exist`);
  const dryRun = values['dry-run'];
  let problems = 0;
  let shown: number | undefined;
  const progress = await backfill({
    file,
    format: readFormat(values.format, file),
    source,
    progressFile: resolve(cwd, values.progress ?? `${values.file}.progress`),
    resend: values.resend,
    dryRun,
    batch: readBatch(values.batch),
    send: events => sendEvents(events, { url, token, source, dryRun, pauseMs }),
    onProgress: (at, share) => {
      const percent = Math.floor(share * 100);
      if (percent !== shown) print(`${percent} %: ${formatCounts(at)}`);
      shown = percent;
    },
    onTrouble: (line, status, reason) => {
      problems++;
      if (problems <= MAX_PROBLEMS) {
        printError(`line ${line}: ${status}: ${reason}`);
      }
    },
  });
  if (problems > MAX_PROBLEMS) {
    printError(`… and ${problems - MAX_PROBLEMS} more`);
  }
  print(
    `${dryRun ? 'Nothing was stored. ' : ''}${formatCounts(progress)}${
      progress.unmapped + progress.rejected > 0 && !dryRun
        ? '. The portal keeps the events that were not accepted, so that you can reprocess them once the cause is fixed.'
        : ''
    }`,
  );
  return progress.unmapped + progress.rejected > 0 ? 1 : 0;
}

function readFormat(given: string | undefined, file: string): FileFormat {
  const format = given ?? extname(file).slice(1).toLowerCase();
  switch (format) {
    case 'csv':
      return 'csv';
    case 'ndjson':
    case 'jsonl':
      return 'ndjson';
    default:
      throw new Error(
        `"${format}" is not a known file format. Add --format csv or --format ndjson.`,
      );
  }
}

function readBatch(given: string): number {
  const batch = Number(given);
  if (!Number.isInteger(batch) || batch < 1 || batch > 1000) {
    throw new Error(`--batch must be between 1 and 1000, not ${given}`);
  }
  return batch;
}

function formatCounts(progress: Progress): string {
  const { records, accepted, repeated, unmapped, rejected } = progress;
  return `${records} events, ${accepted} accepted, ${repeated} repeated, ${unmapped} unmapped, ${rejected} rejected`;
}
