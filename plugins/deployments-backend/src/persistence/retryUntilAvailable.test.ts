import { mockServices } from '@backstage/backend-test-utils';
import { retryUntilAvailable } from './retryUntilAvailable';

const AWAY = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
  code: 'ECONNREFUSED',
});

/** Work that meets these errors before it succeeds. */
function meets(...errors: unknown[]) {
  const left = [...errors];
  return jest.fn(async () => {
    if (left.length > 0) {
      throw left.shift();
    }
    return 'done';
  });
}

describe('a start during a database outage', () => {
  const logger = mockServices.logger.mock();
  const options = { logger, what: 'The tables could not be created' };

  beforeEach(() => jest.clearAllMocks());

  it.each([
    ['nothing listens', AWAY],
    [
      'the server is starting',
      Object.assign(new Error('starting up'), { code: '57P03' }),
    ],
    [
      'the server ends the connection',
      Object.assign(new Error('terminating'), { code: '57P01' }),
    ],
    [
      'a migration failed, and knex kept only the message',
      new Error(
        'select 1 - terminating connection due to administrator command',
      ),
    ],
  ])('retries when %s', async (_, error) => {
    const work = meets(error, error);
    expect(await retryUntilAvailable(work, options)).toBe('done');
    expect(work).toHaveBeenCalledTimes(3);
    // However often it is retried.
    expect(logger.warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^The tables could not be created, because the database does not respond; retrying for 60 s: /,
        ),
      ],
    ]);
  });

  it('fails when the outage lasts', async () => {
    const work = meets(AWAY);
    await expect(
      retryUntilAvailable(work, { ...options, forMs: 0 }),
    ).rejects.toBe(AWAY);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it.each([
    [
      'the password is wrong',
      Object.assign(new Error('no'), { code: '28P01' }),
    ],
    ['a migration is wrong', Object.assign(new Error('no'), { code: '42601' })],
    [
      'the tables belong to a newer version',
      new Error('A newer version migrated the database'),
    ],
  ])('fails immediately when %s', async (_, error) => {
    const work = meets(error);
    await expect(retryUntilAvailable(work, options)).rejects.toBe(error);
    expect(work).toHaveBeenCalledTimes(1);
    expect(logger.warn).not.toHaveBeenCalled();
  });
});
