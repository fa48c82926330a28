import { firstSentence } from './firstSentence';

describe('firstSentence', () => {
  it.each([
    [
      'several sentences',
      '1.4.1 keeps crashing: 4 restarts. Last: exit 1',
      '1.4.1 keeps crashing: 4 restarts.',
    ],
    ['one sentence', 'It failed.', 'It failed.'],
    ['no period', '99.8 % of 605 requests', '99.8 % of 605 requests'],
    ['lines', 'Rolled\nback. Then held.', 'Rolled\nback.'],
    ['nothing', '', ''],
  ])('of %s', (_title, text, expected) => {
    expect(firstSentence(text)).toBe(expected);
  });
});
