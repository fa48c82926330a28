import { mockServices } from '@backstage/backend-test-utils';
import { retryUntilAvailable } from './retryUntilAvailable';

const OUTAGE = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
  code: 'ECONNREFUSED',
});

/** Work that fails with each of these errors in turn and then succeeds. */
function failWith(...errors: unknown[]) {
  const left = [...errors];
  return jest.fn(async () => {
    if (left.length > 0) {
      throw left.shift();
    }
    return 'done';
  });
}

describe('work that is retried until the database answers', () => {
  const logger = mockServices.logger.mock();
  const options = { logger, what: 'The tables could not be created' };

  beforeEach(() => jest.clearAllMocks());

  it.each([
    ['nothing listens', OUTAGE],
    [
      'the server is starting',
      Object.assign(new Error('starting up'), { code: '57P03' }),
    ],
    [
      'the server ends the connection',
      Object.assign(new Error('terminating'), { code: '57P01' }),
    ],
    [
      'a migration fails and knex reports only the message',
      new Error(
        'select 1 - terminating connection due to administrator command',
      ),
    ],
  ])('succeeds after an outage in which %s', async (_, error) => {
    const work = failWith(error, error);
    expect(await retryUntilAvailable(work, options)).toBe('done');
    expect(work).toHaveBeenCalledTimes(3);
    // Logged once, not for each attempt.
    expect(logger.warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^The tables could not be created because the database does not answer; retrying for 60 s: /,
        ),
      ],
    ]);
  });

  it('fails with the last error when the outage takes longer than the limit', async () => {
    const work = failWith(OUTAGE);
    await expect(
      retryUntilAvailable(work, { ...options, forMs: 0 }),
    ).rejects.toBe(OUTAGE);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it.each([
    [
      'the password is wrong',
      Object.assign(new Error('no'), { code: '28P01' }),
    ],
    ['a migration is wrong', Object.assign(new Error('no'), { code: '42601' })],
    [
      'a newer version has migrated the tables',
      new Error('The database was migrated by a newer version'),
    ],
  ])('fails immediately if %s', async (_, error) => {
    const work = failWith(error);
    await expect(retryUntilAvailable(work, options)).rejects.toBe(error);
    expect(work).toHaveBeenCalledTimes(1);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  describe('without a time limit', () => {
    it('retries any error that the caller calls retryable', async () => {
      const work = failWith(new Error('deadlock'), OUTAGE);
      const retried = retryUntilAvailable(work, {
        ...options,
        forMs: Infinity,
        isRetryable: () => true,
      });
      expect(await retried).toBe('done');
      expect(work).toHaveBeenCalledTimes(3);
      expect(logger.warn.mock.calls).toEqual([
        [
          'The tables could not be created; retrying until it succeeds: Error: deadlock',
        ],
      ]);
    });

    it('stops without an error when the work is no longer required', async () => {
      let isStillRequired = true;
      const work = jest.fn(async () => {
        isStillRequired = false;
        throw OUTAGE;
      });
      const retried = retryUntilAvailable(work, {
        ...options,
        forMs: Infinity,
        isStillRequired: () => isStillRequired,
      });
      expect(await retried).toBeUndefined();
      expect(work).toHaveBeenCalledTimes(1);
      expect(logger.warn).not.toHaveBeenCalled();
    });

    it('never starts work that is not required', async () => {
      const work = failWith();
      const retried = retryUntilAvailable(work, {
        ...options,
        isStillRequired: () => false,
      });
      expect(await retried).toBeUndefined();
      expect(work).not.toHaveBeenCalled();
    });
  });
});
