import { judgeStep } from './judgeStep';

describe('judgeStep', () => {
  it.each([
    [[], 'inconclusive'],
    [['passed', 'passed'], 'passed'],
    [['passed', undefined], undefined],
    [['failed', undefined], 'failed'],
    // While another check has no verdict it may still fail, which takes precedence.
    [['error', undefined], undefined],
    [['error', 'passed'], 'error'],
    [['error', 'inconclusive'], 'error'],
    [['inconclusive', 'passed'], 'inconclusive'],
    [['failed', 'error'], 'failed'],
  ] as const)('%j: %s', (verdicts, verdict) => {
    expect(judgeStep(verdicts.map(each => ({ verdict: each })))).toBe(verdict);
  });
});
