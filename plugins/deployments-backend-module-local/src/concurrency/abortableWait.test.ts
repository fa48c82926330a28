import { getEventListeners } from 'node:events';
import { pollUntil, raceAbort } from './abortableWait';

describe('raceAbort', () => {
  const listeners = (signal: AbortSignal) =>
    getEventListeners(signal, 'abort').length;

  it('returns the result of the work, and removes its listener from the signal', async () => {
    const { signal } = new AbortController();
    for (let count = 0; count < 20; count++) {
      expect(await raceAbort(Promise.resolve('done'), signal)).toBe('done');
    }
    expect(listeners(signal)).toBe(0);
  });

  it('rejects when the work rejects, and removes its listener from the signal', async () => {
    const { signal } = new AbortController();
    await expect(
      raceAbort(Promise.reject(new Error('broken')), signal),
    ).rejects.toThrow('broken');
    expect(listeners(signal)).toBe(0);
  });

  it('returns nothing when the signal aborts or has aborted', async () => {
    const controller = new AbortController();
    const ended = raceAbort(new Promise(() => {}), controller.signal);
    controller.abort();
    expect(await ended).toBeUndefined();
    expect(
      await raceAbort(new Promise(() => {}), controller.signal),
    ).toBeUndefined();
  });
});

describe('pollUntil', () => {
  it('returns the first value that is defined', async () => {
    const values = [undefined, undefined, false, 'later'];
    const check = jest.fn(() => values.shift());
    expect(await pollUntil(check, { intervalMs: 1, timeoutMs: 5_000 })).toBe(
      false,
    );
    expect(check).toHaveBeenCalledTimes(3);
  });

  it('checks once and returns nothing when there is no time left', async () => {
    const check = jest.fn(() => undefined);
    expect(
      await pollUntil(check, { intervalMs: 1, timeoutMs: -1 }),
    ).toBeUndefined();
    expect(check).toHaveBeenCalledTimes(1);
  });

  it('returns nothing when the signal aborts', async () => {
    const signal = AbortSignal.timeout(20);
    expect(
      await pollUntil(() => undefined, {
        intervalMs: 10_000,
        timeoutMs: 60_000,
        signal,
      }),
    ).toBeUndefined();
  });
});
