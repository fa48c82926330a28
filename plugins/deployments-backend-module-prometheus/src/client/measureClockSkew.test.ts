import { measureClockSkew } from './measureClockSkew';

const exchange = { sentAt: 100_000, receivedAt: 108_000 };
const date = (milliseconds: number) => new Date(milliseconds).toUTCString();

describe('measureClockSkew', () => {
  it.each([
    ['no header', undefined, 0],
    ['a header that is no date', 'yesterday', 0],
    ['a date within a slow exchange', date(104_000), 0],
    ['a date that is cut off to the second', date(100_000), 0],
    ['a clock that is ahead', date(150_000), 42_000],
    ['a clock that is behind', date(60_000), -39_000],
  ])('knows %s', (_, header, expected) => {
    expect(measureClockSkew(header, exchange)).toBe(expected);
  });
});
