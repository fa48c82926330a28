import { say, sayResult, sayStated } from './say';

describe('what somebody said', () => {
  const message = 'As it was said';

  it('is said by its codes', () => {
    const sentences = [say('result_waited', { periodMs: 1_000 })];
    expect(sayStated({ message, sentences })).toEqual(sentences);
    expect(sayResult({ message, sentences })).toEqual([
      say('follows'),
      ...sentences,
    ]);
  });

  it.each([
    ['it has no codes', []],
    [
      'a code is unknown',
      [say('result_ended'), { code: 'of_a_newer_replica' }],
    ],
    ['what a code names is missing', [{ code: 'result_waited' }]],
  ])('is stated if %s', (_, sentences) => {
    expect(sayStated({ message, sentences })).toEqual([
      say('stated', { text: message }),
    ]);
  });
});
