import { InputError } from '@backstage/errors';

/** How far a reader has got in the three records of a deployment: the seq of the last one of each. */
export interface StreamPosition {
  event: number;
  measurement: number;
  log: number;
}

/** As a message's id, so that one `Last-Event-ID` resumes all three: `e12.m40.l88`. */
export function formatPosition(position: StreamPosition): string {
  return `e${position.event}.m${position.measurement}.l${position.log}`;
}

/** A bare number is the seq of an event; measurements and log then start from the beginning. */
export function parsePosition(id: string | undefined): StreamPosition {
  if (!id) return { event: 0, measurement: 0, log: 0 };
  const match = /^(?:e(\d{1,15})\.m(\d{1,15})\.l(\d{1,15})|(\d{1,15}))$/.exec(
    id,
  );
  if (!match) {
    throw new InputError(
      `Last-Event-ID must be the id of a message of this stream, e.g. e12.m40.l88, not ${JSON.stringify(
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
