import { isOutage } from './isOutage';

describe('a PostgreSQL outage', () => {
  it.each([
    [
      'the server ends the connection',
      Object.assign(new Error('terminating'), { code: '57P01' }),
    ],
    ['the connection ends', new Error('Connection terminated unexpectedly')],
    [
      'it ends during a statement, which knex puts in front',
      new Error('ROLLBACK - Connection terminated unexpectedly'),
    ],
    [
      'it had ended',
      new Error(
        'select 1 - Client has encountered a connection error and is not queryable',
      ),
    ],
  ])('is recognized when %s', (_, error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each([
    ['from a provider', new Error('connect ECONNREFUSED 127.0.0.1:80')],
    ['about a statement', Object.assign(new Error('no'), { code: '23505' })],
    ['that is undefined', undefined],
  ])('does not include an error %s', (_, error) => {
    expect(isOutage(error)).toBe(false);
  });
});
