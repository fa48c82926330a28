import { queueExpiresAt } from './queueExpiry';

const HOUR = 3600_000;

describe('queueExpiresAt', () => {
  it('is the configured time after the request', () => {
    expect(queueExpiresAt({ requestedAt: 5 * HOUR }, 24 * HOUR)).toBe(
      29 * HOUR,
    );
  });

  it('counts from the scheduled start if that is later', () => {
    expect(
      queueExpiresAt({ requestedAt: 5 * HOUR, notBefore: 8 * HOUR }, HOUR),
    ).toBe(9 * HOUR);
  });

  it('counts from the request if the scheduled start had passed', () => {
    expect(
      queueExpiresAt({ requestedAt: 8 * HOUR, notBefore: 5 * HOUR }, HOUR),
    ).toBe(9 * HOUR);
  });
});
