import type { Threshold } from '@slipway/backstage-plugin-deployments-common';
import { renderSentences } from '../text/renderSentences';
import { describeFailedCheck } from './describeFailedCheck';
import type { AssessedMeasurement } from './measurement';

it.each<
  [string, Threshold, Omit<AssessedMeasurement, 'at' | 'outcome'>, string]
>([
  [
    'the value, the threshold and the duration',
    { atLeast: 0.99 },
    { value: 0.88889, unit: 'ratio', message: '88.9 % (needs ≥ 99 %)' },
    'availability was 88.9 % for 15 s (needs ≥ 99 %)',
  ],
  [
    'a value that rounding would put on the threshold',
    { atLeast: 0.99 },
    { value: 0.98999, unit: 'ratio' },
    'availability was 98.999 % for 15 s (needs ≥ 99 %)',
  ],
  [
    'a text that is not the expected one',
    { equals: 'ok' },
    { text: 'down' },
    'availability was down for 15 s (needs = ok)',
  ],
  [
    'the message of the provider, if its own condition was broken',
    {},
    { value: 12, unit: 'ms', message: 'The status was 500 instead of 200' },
    'availability failed for 15 s: the status was 500 instead of 200',
  ],
  [
    'missing data',
    { atLeast: 0.99 },
    { message: 'No data in the period' },
    'availability failed for 15 s: no data in the period',
  ],
])('a failed check is described by %s', (_, passes, measured, description) => {
  const described = describeFailedCheck(
    { name: 'availability', passes },
    { at: 0, outcome: 'failed', ...measured },
    15_000,
  );
  expect(described.description).toBe(description);
  expect(renderSentences(described.sentences)).toBe(`${description}.`);
});

it('says by codes why a measurement without a value failed', () => {
  const { sentences } = describeFailedCheck(
    { name: 'availability', passes: { atLeast: 0.99 } },
    {
      at: 0,
      outcome: 'no_data',
      message: 'No data in the period',
      sentences: [{ code: 'measured_nothing' }],
    },
    15_000,
  );
  expect(sentences.map(({ code }) => code)).toEqual([
    'check_failed_silently_for',
    'follows',
    'measured_nothing',
  ]);
});

it('leaves out the duration of a single measurement', () => {
  expect(
    describeFailedCheck(
      { name: 'p95', passes: { atMost: 300 } },
      { at: 0, outcome: 'failed', value: 412, unit: 'ms' },
      0,
    ).description,
  ).toBe('p95 was 412 ms (needs ≤ 300 ms)');
});
