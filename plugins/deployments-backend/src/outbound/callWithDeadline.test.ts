import { callWithDeadline } from './callWithDeadline';

const never = () => new Promise<never>(() => {});

describe('callWithDeadline', () => {
  it('returns what the provider returns', async () => {
    await expect(callWithDeadline(60_000, async () => 'a')).resolves.toBe('a');
  });

  it("throws the provider's error", async () => {
    const fail = async () => {
      throw new Error('forbidden');
    };
    await expect(callWithDeadline(60_000, fail)).rejects.toThrow('forbidden');
  });

  it('ends a call that takes too long, even if the provider ignores its signal', async () => {
    let seen: AbortSignal | undefined;
    const call = callWithDeadline(1_000, signal => {
      seen = signal;
      return never();
    });
    await expect(call).rejects.toThrow('no response within 1 s');
    expect(seen?.aborted).toBe(true);
  });

  it.each(['before', 'during'])(
    'ends a call that is stopped %s it',
    async when => {
      const stopping = new AbortController();
      const reason = new Error('the portal is shutting down');
      if (when === 'before') stopping.abort(reason);
      let seen: AbortSignal | undefined;
      const call = callWithDeadline(
        60_000,
        signal => {
          seen = signal;
          return never();
        },
        stopping.signal,
      );
      stopping.abort(reason);
      await expect(call).rejects.toBe(reason);
      expect(seen?.aborted).toBe(true);
    },
  );
});
