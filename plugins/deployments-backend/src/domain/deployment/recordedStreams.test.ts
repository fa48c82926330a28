import { fold } from './reduce/reduce';
import { REDUCER_VERSION } from './snapshot';
import {
  readStreams,
  recordStreams,
  listCovered,
  REQUIRED,
} from './__testUtils__/recordedStreams';

/*
 * Deployments run for days and their events are stored for years, so each reducer must give the events of earlier ones
 * the same meaning. If a change of `reduce` deliberately gives another state, raise REDUCER_VERSION and run this test once
 * with SLIPWAY_RECORD_STREAMS=1. That writes the states again, never the events; review the difference.
 */
if (process.env.SLIPWAY_RECORD_STREAMS) {
  recordStreams();
}
const streams = readStreams();

describe('recorded event streams', () => {
  it('cover every event, status and kind', () => {
    const shown = new Set([...streams.values()].flatMap(listCovered));
    expect(REQUIRED.filter(it => !shown.has(it))).toEqual([]);
  });

  it.each([...streams])('%s keeps its status', (_, stream) => {
    expect(fold(stream.events)?.status).toBe(stream.status);
  });

  it.each([...streams])(
    '%s folds into the state recorded for this reducer version',
    (_, stream) => {
      expect(stream.foldedBy).toBe(REDUCER_VERSION);
      expect(fold(stream.events)).toEqual(stream.state);
    },
  );
});
