import { z } from 'zod';
import { createDurationSchema } from './createDurationSchema';

const schema = z.strictObject({
  every: createDurationSchema({ min: '1s', max: '1h' }),
});

function findMistake(value: object): string | undefined {
  return schema.safeParse(value).error?.issues[0]?.message;
}

describe('createDurationSchema', () => {
  it.each<[unknown, number]>([
    ['1s', 1_000],
    ['PT10S', 10_000],
    [{ minutes: 2 }, 120_000],
    ['1h', 3_600_000],
  ])('parses %j into %d ms', (written, expected) => {
    expect(schema.parse({ every: written })).toEqual({ every: expected });
  });

  it.each(['999ms', '61m', 'soon', 10, null])('rejects %j', written => {
    expect(findMistake({ every: written })).toBe(
      'expected a duration from 1s to 1h, such as 10s, PT10S or { seconds: 10 }',
    );
  });

  it('says that a duration is missing', () => {
    expect(findMistake({})).toMatch(/^is missing; expected a duration from/);
  });

  it('accepts any duration without limits', () => {
    const any = createDurationSchema();
    expect(any.parse('0s')).toBe(0);
    expect(any.parse('62h')).toBe(62 * 3_600_000);
    expect(any.safeParse('-1s').error?.issues[0]?.message).toBe(
      'expected a duration, such as 10s, PT10S or { seconds: 10 }',
    );
  });

  it('rejects more than 1,000 years without limits', () => {
    const any = createDurationSchema();
    expect(any.parse({ days: 365_000 })).toBe(365_000 * 24 * 3_600_000);
    for (const days of [365_001, 1e8, 1e300]) {
      expect(any.safeParse({ days }).error?.issues[0]?.message).toBe(
        'is too long; expected a duration of at most 1,000 years',
      );
    }
  });

  it('rejects limits that are no durations when it is created', () => {
    expect(() => createDurationSchema({ min: '1s', max: 'long' })).toThrow(
      'The limit long is not a duration',
    );
  });
});
