import { createHash } from 'node:crypto';
import type { IngestResponse } from '@slipway/backstage-plugin-deployments-common';
import type { Progress } from './backfillProgress';
import {
  forgetProgress,
  readProgress,
  saveProgress,
  startOf,
} from './backfillProgress';
import type { FileFormat, FileRecord } from './backfillRecords';
import { openRecords } from './backfillRecords';

export interface BackfillOptions {
  file: string;
  format: FileFormat;
  source: string;
  /** File that records how much of the events file was sent. */
  progressFile: string;
  /** Starts from the beginning, whatever the progress file says. */
  resend: boolean;
  dryRun: boolean;
  /** Maximum number of events per request. */
  batch: number;
  send(events: Record<string, unknown>[]): Promise<IngestResponse>;
  /** Called after each request. `share` is the part of the file that was read, from 0 to 1. */
  onProgress(progress: Progress, share: number): void;
  /** Called for each event that was not accepted. */
  onTrouble(line: number, status: string, reason: string): void;
}

/** In bytes. The backend accepts 1 MB per request. */
const MAX_BYTES = 700_000;

/**
 * Sends the events of a file, and resumes where the last run stopped. Throws when it cannot continue; the progress up
 * to then is saved.
 */
export async function backfill(options: BackfillOptions): Promise<Progress> {
  const { dryRun, progressFile } = options;
  const progress = await begin(options);
  const records = await openRecords(options.file, options.format);
  const hash = createHash('sha256');
  const before = progress.records;
  let seen = 0;
  let waiting: FileRecord[] = [];
  let bytes = 0;

  const flush = async () => {
    if (waiting.length === 0) return;
    await sendBatch(waiting, progress, options);
    waiting.forEach(record => hash.update(JSON.stringify(record)));
    waiting = [];
    bytes = 0;
    progress.digest = hash.copy().digest('hex');
    if (!dryRun) await saveProgress(progressFile, progress);
    options.onProgress(progress, records.share());
  };

  for await (const record of records.each()) {
    seen++;
    if (seen <= before) {
      hash.update(JSON.stringify(record));
      if (seen === before && hash.copy().digest('hex') !== progress.digest) {
        throw isOther(progressFile);
      }
      continue;
    }
    const size = getSize(record);
    if (waiting.length >= options.batch || bytes + size > MAX_BYTES) {
      await flush();
    }
    waiting.push(record);
    bytes += size;
  }
  if (seen < before) throw isOther(progressFile);
  await flush();
  return progress;
}

async function begin(options: BackfillOptions): Promise<Progress> {
  const { source, progressFile, resend, dryRun } = options;
  if (resend && !dryRun) await forgetProgress(progressFile);
  const known = resend || dryRun ? undefined : await readProgress(progressFile);
  if (known && known.source !== source) throw isOther(progressFile);
  return known ?? startOf(source);
}

function isOther(progressFile: string): Error {
  return new Error(
    `${progressFile} belongs to another file or another source: its records are not the ones that were sent. Use --resend to send the file from the beginning; events that were sent before are not counted twice.`,
  );
}

const NOTHING: IngestResponse = {
  accepted: 0,
  repeated: 0,
  unmapped: 0,
  rejected: 0,
  results: [],
};

async function sendBatch(
  records: readonly FileRecord[],
  progress: Progress,
  { send, onTrouble }: BackfillOptions,
): Promise<void> {
  const read = records.flatMap(record =>
    record.result === 'read' ? [record] : [],
  );
  const answer = read.length > 0 ? await send(read.map(r => r.event)) : NOTHING;
  answer.results.forEach(({ status, reason = '' }, i) => {
    if (status === 'unmapped' || status === 'rejected') {
      onTrouble(read[i].line, status, reason);
    }
  });
  for (const record of records) {
    if (record.result === 'wrong') {
      progress.rejected++;
      onTrouble(record.line, 'not sent', record.reason);
    }
  }
  progress.records += records.length;
  progress.accepted += answer.accepted;
  progress.repeated += answer.repeated;
  progress.unmapped += answer.unmapped;
  progress.rejected += answer.rejected;
}

function getSize(record: FileRecord): number {
  return record.result === 'read'
    ? Buffer.byteLength(JSON.stringify(record.event))
    : 1;
}
