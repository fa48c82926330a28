import { mockServices } from '@backstage/backend-test-utils';
import { LocalQueue } from './LocalQueue';

function deferred() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>(done => {
    resolve = done;
  });
  return { promise, resolve };
}

const soon = (ms = 20) => new Promise(resolve => setTimeout(resolve, ms));

describe('the local queue', () => {
  let due: string[];
  let queue: LocalQueue;
  const logger = mockServices.logger.mock();

  function create(concurrency = 10) {
    queue = new LocalQueue({
      logger,
      concurrency,
      findDue: async limit => due.slice(0, limit),
      now: () => Date.now(),
      sweepEveryMs: 30,
    });
    return queue;
  }
  beforeEach(() => {
    due = [];
  });
  afterEach(() => queue.stop());

  it('works on one deployment once at a time, and remembers a wake-up meanwhile', async () => {
    const first = deferred();
    const calls: string[] = [];
    await create().start(async id => {
      calls.push(id);
      if (calls.length === 1) {
        await first.promise;
      }
    });
    queue.wake('a');
    queue.wake('a');
    queue.wake('a');
    await soon();
    expect(calls).toEqual(['a']);
    first.resolve();
    await soon();
    expect(calls).toEqual(['a', 'a']);
  });

  it('works on no more at once than it may', async () => {
    const gate = deferred();
    let atWork = 0;
    let most = 0;
    await create(2).start(async () => {
      atWork += 1;
      most = Math.max(most, atWork);
      await gate.promise;
      atWork -= 1;
    });
    ['a', 'b', 'c', 'd'].forEach(id => queue.wake(id));
    await soon();
    expect(most).toBe(2);
    gate.resolve();
    await soon();
    expect(most).toBe(2);
    expect(atWork).toBe(0);
  });

  it('finds at its start, and after, what nobody told it of', async () => {
    const calls: string[] = [];
    due = ['left by another process'];
    await create().start(async id => {
      calls.push(id);
      due = [];
    });
    await soon();
    expect(calls).toEqual(['left by another process']);
    due = ['lost wake-up'];
    await soon(60);
    expect(calls).toContain('lost wake-up');
  });

  it('wakes at the time that it was told, at the earliest of several', async () => {
    const calls: number[] = [];
    await create().start(async () => {
      calls.push(Date.now());
    });
    const at = Date.now() + 60;
    queue.wake('a', at + 10_000);
    queue.wake('a', at);
    await soon(30);
    expect(calls).toEqual([]);
    await soon(60);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toBeGreaterThanOrEqual(at - 2);
  });

  it('survives a handler that throws', async () => {
    const calls: string[] = [];
    await create().start(async id => {
      calls.push(id);
      throw new Error('a mistake');
    });
    queue.wake('a');
    await soon();
    queue.wake('a');
    await soon();
    expect(calls).toEqual(['a', 'a']);
    expect(logger.error).toHaveBeenCalled();
  });

  it('stops those at work and waits for them', async () => {
    let ended = false;
    await create().start(
      (_id, signal) =>
        new Promise(resolve => {
          signal.addEventListener('abort', () => {
            ended = true;
            resolve();
          });
        }),
    );
    queue.wake('a');
    await soon();
    await queue.stop();
    expect(ended).toBe(true);
  });
});
