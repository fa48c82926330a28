import type { LiveFigures } from './liveFigures';
import { createRecentFigures } from './recentFigures';

const MINUTE = 60_000;
const running = { artifact: 'img@sha256:1', since: 0 };

const figures = (successRate: number): LiveFigures => ({
  requests: 2_633,
  successRate,
  from: 0,
  to: 1,
  isNew: false,
  expectations: [],
});

describe('recent figures', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('are those that somebody else has just measured', async () => {
    const recent = createRecentFigures();
    await recent.measure('a', running, async () => figures(0.976));
    const measure = jest.fn();
    expect(await recent.recall('a', running, measure)).toEqual(figures(0.976));
    expect(measure).not.toHaveBeenCalled();
  });

  it('are measured once for simultaneous readers, and once a minute', async () => {
    const recent = createRecentFigures();
    let rate = 1;
    const measure = jest.fn(async () => figures(rate));
    const recall = () => recent.recall('a', running, measure);
    expect(await Promise.all([recall(), recall()])).toEqual([
      figures(1),
      figures(1),
    ]);
    jest.advanceTimersByTime(MINUTE - 1);
    await recall();
    expect(measure).toHaveBeenCalledTimes(1);
    rate = 0.5;
    jest.advanceTimersByTime(1);
    // Nobody waits for the new ones while the last ones are of use.
    expect(await recall()).toEqual(figures(1));
    await jest.advanceTimersByTimeAsync(0);
    expect(await recall()).toEqual(figures(0.5));
    expect(measure).toHaveBeenCalledTimes(2);
  });

  it('are pending if measuring takes long, until they are there', async () => {
    const recent = createRecentFigures();
    let respond = (_: LiveFigures) => {};
    const measure = () =>
      new Promise<LiveFigures>(resolve => {
        respond = resolve;
      });
    const first = recent.recall('a', running, measure);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await first).toBe('pending');
    respond(figures(0.976));
    await jest.advanceTimersByTimeAsync(0);
    expect(await recent.recall('a', running, measure)).toEqual(figures(0.976));
  });

  it('are not those of another version, or of long ago', async () => {
    const recent = createRecentFigures();
    await recent.measure('a', running, async () => figures(0.976));
    const other = { ...running, artifact: 'img@sha256:2' };
    expect(await recent.recall('a', other, async () => figures(1))).toEqual(
      figures(1),
    );
    jest.advanceTimersByTime(2 * MINUTE);
    expect(await recent.recall('a', other, async () => figures(0.9))).toEqual(
      figures(0.9),
    );
  });

  it('are absent if nothing can be measured, or measuring fails', async () => {
    const recent = createRecentFigures();
    expect(
      await recent.recall('a', running, async () => undefined),
    ).toBeUndefined();
    expect(
      await recent.recall('b', running, async () => {
        throw new Error('down');
      }),
    ).toBeUndefined();
  });

  it('are measured for a few at the same time, however long the list is', async () => {
    const recent = createRecentFigures();
    let open = 0;
    let most = 0;
    const measure = jest.fn(async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise(resolve => setTimeout(resolve, 10));
      open -= 1;
      return figures(1);
    });
    const list = Array.from({ length: 40 }, (_, i) =>
      recent.recall(`s${i}`, running, measure),
    );
    await jest.advanceTimersByTimeAsync(200);
    expect(await Promise.all(list)).toHaveLength(40);
    expect(measure).toHaveBeenCalledTimes(40);
    expect(most).toBe(4);
  });
});
