import { existsSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backfill } from '../maintenance/backfill/backfill';
import type { Progress } from '../maintenance/backfill/backfillProgress';
import type { FileFormat } from '../maintenance/backfill/backfillRecords';
import { sendEvents } from '../maintenance/backfill/sendRecords';

const USAGE = `Usage: SLIPWAY_TOKEN=… slipway-backfill --url <url> --source <name> --file <file> [options]

Tells the delivery metrics of deployments, changes and incidents of before, from a CSV or NDJSON file, through the portal's
API. It may be stopped at any time: started again it goes on where it was. An event that is sent twice counts once.

The token is in the environment variable SLIPWAY_TOKEN, so that it shows in no list of processes: one of
backend.auth.externalAccess, or of a user who may deployments.dora.ingest.

Options:
  --url <url>        Of the deployments plugin, e.g. https://portal.example.com/api/deployments
  --source <name>    Name of the pipeline or tool that the events are of
  --file <file>      .csv with a line of column names, or .ndjson with one JSON object a line
  --format <format>  csv or ndjson. Default: by the end of the file's name
  --dry-run          Say what would become of each event, and keep nothing
  --anew             Send all of it, whatever was sent before
  --progress <file>  Where it notes how far it has come. Default: the file's name with .progress
  --batch <count>    Events of one request, at most 1000. Default: 500
  --help             Show this text

Exits with 0 when all events were accepted, 1 when some were not, 2 when it could not go on.`;

/** More says nothing new. */
const MOST_TROUBLES = 20;

export interface BackfillOutput {
  print(text: string): void;
  printError(text: string): void;
}

/** Runs the command and sets the process's exit code. */
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

/** The command itself; resolves to its exit code. Rejects when it could not go on. */
export async function runBackfill(
  args: string[],
  options: BackfillOutput & {
    cwd: string;
    token: string | undefined;
    /** As of `sendEvents`. */
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
      anew: { type: 'boolean', default: false },
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
  if (!existsSync(file)) throw new Error(`There is no file ${file}`);
  const dryRun = values['dry-run'];
  let troubles = 0;
  let shown: number | undefined;
  const progress = await backfill({
    file,
    format: readFormat(values.format, file),
    source,
    progressFile: resolve(cwd, values.progress ?? `${values.file}.progress`),
    anew: values.anew,
    dryRun,
    batch: readBatch(values.batch),
    send: events => sendEvents(events, { url, token, source, dryRun, pauseMs }),
    onProgress: (at, share) => {
      const percent = Math.floor(share * 100);
      if (percent !== shown) print(`${percent} %: ${counts(at)}`);
      shown = percent;
    },
    onTrouble: (line, status, reason) => {
      troubles++;
      if (troubles <= MOST_TROUBLES) {
        printError(`line ${line}: ${status}: ${reason}`);
      }
    },
  });
  if (troubles > MOST_TROUBLES) {
    printError(`… and ${troubles - MOST_TROUBLES} more`);
  }
  print(
    `${dryRun ? 'Nothing was kept. ' : ''}${counts(progress)}${
      progress.unmapped + progress.rejected > 0 && !dryRun
        ? '. What was not accepted is kept by the portal, to be taken in again once it is mended.'
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
        `What format the file has cannot be told from "${format}"; say --format csv or --format ndjson`,
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

function counts(progress: Progress): string {
  const { records, accepted, repeated, unmapped, rejected } = progress;
  return `${records} events, ${accepted} accepted, ${repeated} repeated, ${unmapped} unmapped, ${rejected} rejected`;
}
