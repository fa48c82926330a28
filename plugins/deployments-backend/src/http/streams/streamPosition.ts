import { InputError } from '@backstage/errors';

/** A reader's position in a deployment's events, measurements and log: the seq of the last one sent of each. */
export interface StreamPosition {
  event: number;
  measurement: number;
  log: number;
}

/** Formats a position as a message id, e.g. `e12.m40.l88`, so that one `Last-Event-ID` resumes all three. */
export function formatPosition(position: StreamPosition): string {
  return `e${position.event}.m${position.measurement}.l${position.log}`;
}

/**
 * Parses a message id. A plain number is the seq of an event; measurements and log then start from the beginning.
 * Throws InputError for anything else.
 */
export function parsePosition(id: string | undefined): StreamPosition {
  if (!id) return { event: 0, measurement: 0, log: 0 };
  const match = /^(?:e(\d{1,15})\.m(\d{1,15})\.l(\d{1,15})|(\d{1,15}))$/.exec(
    id,
  );
  if (!match) {
    throw new InputError(
      `Last-Event-ID must be the id of a message from this stream, e.g. e12.m40.l88, not ${JSON.stringify(
        id,
      )}`,
    );
  }
  const [, event, measurement, log, bare] = match;
  return {
    event: Number(event ?? bare),
    measurement: Number(measurement ?? 0),
    log: Number(log ?? 0),
  };
}
