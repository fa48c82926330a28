import { readRejection } from './readRejection';

describe('a rejected request', () => {
  const read = (
    status: number,
    headers: Record<string, string> = {},
    text = '{"message":"No"}',
  ) => readRejection({ status, headers, text }, ['secret-of-the-portal']);

  it('is limited until the time of the header, by the clock of GitHub', () => {
    const hoursAgo = Date.parse('2020-01-01T00:00:00Z');
    const { failure } = read(403, {
      date: new Date(hoursAgo).toUTCString(),
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(hoursAgo / 1000 + 90),
    });
    expect(failure).toEqual({ kind: 'rate_limited', retryAfterMs: 90_000 });
  });

  it.each([
    [403, { 'retry-after': '7' }, '{}', 7_000],
    [429, { 'retry-after': '7' }, '{}', 7_000],
    [429, {}, '<html>', 60_000],
    [429, { 'retry-after': '9'.repeat(12) }, '{}', 3_600_000],
    [429, { 'retry-after': '-5' }, '{}', 60_000],
    [
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '9'.repeat(12) },
      '{}',
      3_600_000,
    ],
    [
      403,
      {},
      '{"message":"You have exceeded a secondary rate limit."}',
      60_000,
    ],
  ])(
    'with %d and %j is limited',
    (status, headers: Record<string, string>, text, retryAfterMs) => {
      expect(read(status, headers, text).failure).toEqual({
        kind: 'rate_limited',
        retryAfterMs,
      });
    },
  );

  it('is forbidden if the limit is not used up', () => {
    expect(read(403, { 'x-ratelimit-remaining': '10' }).failure).toEqual({
      kind: 'rejected',
      status: 403,
    });
  });

  it('never repeats a secret, and no long text', () => {
    const { message } = read(
      400,
      {},
      JSON.stringify({
        message: `secret-of-the-portal ${'x'.repeat(10_000)}`,
      }),
    );
    expect(message).not.toContain('secret-of-the-portal');
    expect(message.length).toBeLessThanOrEqual(500);
  });
});
