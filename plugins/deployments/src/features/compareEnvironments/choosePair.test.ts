import { PRODUCTION, STAGING } from '../../__testUtils__/fixtures';
import { choosePair } from './choosePair';

const DEV = { ...STAGING, name: 'dev', order: -1 };
const US = { ...PRODUCTION, name: 'us', order: 2, promotesFrom: undefined };

describe('the environments that are compared first', () => {
  it.each([
    ['none without environments', [], undefined],
    ['none with one environment', [PRODUCTION], undefined],
    [
      'the first production and what it promotes from, whatever the order of the list',
      [US, PRODUCTION, DEV, STAGING],
      { from: 'staging', to: 'production' },
    ],
    [
      'the first production and what comes before it, if it promotes from nothing',
      [DEV, STAGING, { ...PRODUCTION, promotesFrom: undefined }],
      { from: 'staging', to: 'production' },
    ],
    [
      'the first production and what comes before it, if what it promotes from is hidden',
      [DEV, PRODUCTION],
      { from: 'dev', to: 'production' },
    ],
    [
      'the last two without a production',
      [DEV, STAGING],
      { from: 'dev', to: 'staging' },
    ],
    ['two productions', [US, PRODUCTION], { from: 'production', to: 'us' }],
  ])('are %s', (_, environments, pair) => {
    expect(choosePair(environments)).toEqual(pair);
  });

  it.each([
    ['what it promotes from', 'production', 'staging', 'production'],
    ['what comes before it', 'staging', 'dev', 'staging'],
    ['what comes after it, if it is the first', 'dev', 'dev', 'staging'],
    ['nothing, if it is unknown', 'old', 'staging', 'production'],
  ])('are one environment and %s', (_, near, from, to) => {
    expect(choosePair([PRODUCTION, DEV, STAGING], near)).toEqual({ from, to });
  });

  it('are none if there is only the one', () => {
    expect(choosePair([PRODUCTION], 'production')).toBeUndefined();
  });
});
