import { fold } from './evolve/evolve';
import { REDUCER_VERSION } from './snapshot';
import {
  readStreams,
  recordStreams,
  shownBy,
  WANTED,
} from './__testUtils__/recordedStreams';

/*
 * Deployments last for days and their events for years: what earlier reducers wrote has to mean the same to every later
 * one. Where a change of `evolve` makes another state of it on purpose, raise REDUCER_VERSION and run this test once with
 * SLIPWAY_RECORD_STREAMS=1, which writes the states anew, never the events; the difference is to be reviewed.
 */
if (process.env.SLIPWAY_RECORD_STREAMS) {
  recordStreams();
}
const streams = readStreams();

describe('streams of events that were recorded before', () => {
  it('show every event, status and kind', () => {
    const shown = new Set([...streams.values()].flatMap(shownBy));
    expect(WANTED.filter(it => !shown.has(it))).toEqual([]);
  });

  it.each([...streams])('%s stands as it did', (_, stream) => {
    expect(fold(stream.events)?.status).toBe(stream.status);
  });

  it.each([...streams])(
    '%s comes to the state on record for this version of the reducer',
    (_, stream) => {
      expect(stream.foldedBy).toBe(REDUCER_VERSION);
      expect(fold(stream.events)).toEqual(stream.state);
    },
  );
});
