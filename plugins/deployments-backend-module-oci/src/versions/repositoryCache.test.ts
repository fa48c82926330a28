import { RepositoryCache } from './repositoryCache';
import type { RepositoryReader } from './repositoryReader';

describe('RepositoryCache', () => {
  beforeEach(() => {
    // Node 20 may forget a signal of AbortSignal.timeout() that only another signal depends on. Fake timers don't have it.
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function start() {
    const signals: AbortSignal[] = [];
    const reader: Partial<RepositoryReader> = {
      reference: 'registry.example.com/shop/checkout',
      progress: '3 of 50 tags are read',
      read: signal => {
        signals.push(signal);
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      },
    };
    const cache = new RepositoryCache({
      createReader: () => reader as RepositoryReader,
      refreshMs: 60_000,
    });
    const request = new AbortController();
    const outcome = cache.list('key', request.signal).then(
      () => 'listed',
      (error: Error) => error.message,
    );
    return { cache, outcome, request, signals };
  }

  it('lets a caller wait for four seconds, and reads on', async () => {
    const { outcome, signals } = start();
    await jest.advanceTimersByTimeAsync(4_000);
    expect(await outcome).toContain('is still being read: 3 of 50');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it('lets a caller stop waiting', async () => {
    const { outcome, request, signals } = start();
    request.abort();
    expect(await outcome).toContain('is still being read');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it('gives up a read after a minute, and says so', async () => {
    const { cache, outcome, signals } = start();
    await jest.advanceTimersByTimeAsync(60_000);
    await outcome;
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await expect(
      cache.list('key', new AbortController().signal),
    ).rejects.toThrow(
      'registry.example.com/shop/checkout was not read within 1 min',
    );
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives up when it is closed', async () => {
    const { cache, signals } = start();
    cache.close();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await cache.refresh();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});
