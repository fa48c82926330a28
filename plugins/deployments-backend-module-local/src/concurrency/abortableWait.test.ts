import { getEventListeners } from 'node:events';
import { orAborted } from './abortableWait';

describe('waiting for work or for a signal', () => {
  const listeners = (signal: AbortSignal) =>
    getEventListeners(signal, 'abort').length;

  it('gives what the work gives, and leaves nothing at the signal', async () => {
    const { signal } = new AbortController();
    for (let count = 0; count < 20; count++) {
      expect(await orAborted(Promise.resolve('done'), signal)).toBe('done');
    }
    expect(listeners(signal)).toBe(0);
  });

  it('fails as the work fails, and leaves nothing at the signal', async () => {
    const { signal } = new AbortController();
    await expect(
      orAborted(Promise.reject(new Error('broken')), signal),
    ).rejects.toThrow('broken');
    expect(listeners(signal)).toBe(0);
  });

  it('ends when the signal aborts, or has aborted', async () => {
    const controller = new AbortController();
    const ended = orAborted(new Promise(() => {}), controller.signal);
    controller.abort();
    expect(await ended).toBeUndefined();
    expect(
      await orAborted(new Promise(() => {}), controller.signal),
    ).toBeUndefined();
  });
});
