import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { eventShapes } from '../../deliveryMetrics/ingestion/sourceEvents';

export type FileFormat = 'csv' | 'ndjson';

/** One event of a file, or what is wrong with its line. */
export type FileRecord = { line: number } & (
  | { result: 'read'; event: Record<string, unknown> }
  | { result: 'wrong'; reason: string }
);

/** In bytes. A longer line cannot be an event, and would not fit into a request. */
const MAX_LINE_BYTES = 900_000;

/** A file's events, read one at a time. */
export interface Records {
  /** Throws if the file as a whole does not have the expected format. */
  each(): AsyncIterable<FileRecord>;
  /**
   * The part of the file that was read, from 0 to 1. It may be slightly ahead of what {@link Records.each} has
   * returned.
   */
  share(): number;
}

export async function openRecords(
  file: string,
  format: FileFormat,
): Promise<Records> {
  const { size } = await stat(file);
  const bytes = createReadStream(file);
  return {
    each: () => (format === 'csv' ? readCsv(bytes) : readNdjson(bytes)),
    share: () => (size === 0 ? 1 : Math.min(1, bytes.bytesRead / size)),
  };
}

/**
 * Gives an event without an id one that is derived from its content, so that the same line always is the same event,
 * whenever and from whichever file it is sent.
 */
function withId(event: Record<string, unknown>): Record<string, unknown> {
  if (event.id !== undefined) return event;
  const digest = createHash('sha256')
    .update(JSON.stringify(Object.entries(event).sort()))
    .digest('hex');
  return { ...event, id: `backfill:${digest.slice(0, 40)}` };
}

async function* readNdjson(bytes: Readable): AsyncGenerator<FileRecord> {
  const lines = createInterface({
    input: bytes,
    crlfDelay: Infinity,
  });
  let line = 0;
  for await (const text of lines) {
    line++;
    const json = line === 1 ? text.replace(/^\ufeff/, '') : text;
    if (json.trim() === '') continue;
    yield Buffer.byteLength(json) > MAX_LINE_BYTES
      ? { line, result: 'wrong', reason: 'it is longer than an event can be' }
      : parseLine(line, json);
  }
}

function parseLine(line: number, json: string): FileRecord {
  try {
    const event: unknown = JSON.parse(json);
    return typeof event === 'object' && event !== null && !Array.isArray(event)
      ? { line, result: 'read', event: withId({ ...event }) }
      : { line, result: 'wrong', reason: 'it is not a JSON object' };
  } catch {
    return { line, result: 'wrong', reason: 'it is not valid JSON' };
  }
}

type Field = keyof typeof eventShapes.deployment.shape;

/** The columns of all event types, by name. */
const COLUMNS: ReadonlySet<string> = new Set(
  Object.values(eventShapes).flatMap(({ shape }) => Object.keys(shape)),
);
const LISTS: ReadonlySet<string> = new Set(['commits', 'causedBy', 'fixedBy']);
const FLAGS: ReadonlySet<string> = new Set<Field>(['hotfix', 'demo']);

async function* readCsv(bytes: Readable): AsyncGenerator<FileRecord> {
  const rows = bytes.pipe(
    parse({
      bom: true,
      columns: requireColumns,
      info: true,
      max_record_size: MAX_LINE_BYTES,
      // A wrong number of fields is an error of the line, not of the file.
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }),
  );
  bytes.once('error', error => rows.destroy(error));
  for await (const { record, info } of rows) {
    const { lines: line, error } = info;
    yield error
      ? {
          line,
          result: 'wrong',
          reason: 'its number of fields differs from the number of columns',
        }
      : { line, result: 'read', event: withId(toEvent(record)) };
  }
}

function requireColumns(header: string[]): string[] {
  const [first = ''] = header;
  if (header.length === 1 && /[;\t|]/.test(first)) {
    throw new Error(
      'The columns of the file must be separated by commas: only one column was found',
    );
  }
  const unknown = header.filter(name => !COLUMNS.has(name));
  if (unknown.length > 0) {
    throw new Error(
      `The file has columns that no event has: ${unknown
        .map(name => JSON.stringify(name.slice(0, 60)))
        .join(', ')}. Possible columns are ${[...COLUMNS].join(', ')}.`,
    );
  }
  if (!header.includes('type')) {
    throw new Error(
      'The file needs a column "type", which says for each line whether it is a deployment, change or incident',
    );
  }
  return header;
}

/**
 * Converts a row into an event: an empty field is left out, lists are separated by spaces, and flags are `true` or
 * `false`.
 */
function toEvent(row: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [name, valueOf(name, text)]),
  );
}

function valueOf(name: string, text: string): unknown {
  if (LISTS.has(name)) return text.split(/\s+/);
  if (FLAGS.has(name) && /^(true|false)$/i.test(text)) {
    return text.toLowerCase() === 'true';
  }
  return text;
}
