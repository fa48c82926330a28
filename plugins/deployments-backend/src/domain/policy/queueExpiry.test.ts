import { queueExpiresAt } from './queueExpiry';

const HOUR = 3600_000;

describe('how long a deployment may stay queued', () => {
  it('is as long as the portal says, from its request', () => {
    expect(queueExpiresAt({ requestedAt: 5 * HOUR }, 24 * HOUR)).toBe(
      29 * HOUR,
    );
  });

  it('counts from the time that it is meant for, where that is later', () => {
    expect(
      queueExpiresAt({ requestedAt: 5 * HOUR, notBefore: 8 * HOUR }, HOUR),
    ).toBe(9 * HOUR);
  });

  it('counts from its request, where the time that it was meant for had passed', () => {
    expect(
      queueExpiresAt({ requestedAt: 8 * HOUR, notBefore: 5 * HOUR }, HOUR),
    ).toBe(9 * HOUR);
  });
});
