import { approvalScope } from './approvalScope';
import { aStep, Life } from '../__testUtils__/builders';

describe('approvalScope', () => {
  const waitingFor = (...kinds: ('approval' | 'decision')[]) => {
    const life = new Life({
      snapshot: { steps: kinds.map((_, index) => aStep(`step${index}`)) },
    });
    kinds.forEach((kind, index) => {
      life.start(`step${index}`);
      const blocker = { kind, message: '' };
      life.report(`step${index}`, { state: 'waiting', blocker });
    });
    return life.state;
  };

  it('is the step that it names', () => {
    expect(
      approvalScope(waitingFor('approval', 'approval'), 'step1'),
    ).toStrictEqual({ result: 'found', stepId: 'step1' });
  });

  it('is the only step that waits for an approval, not one that waits for something else', () => {
    expect(
      approvalScope(waitingFor('decision', 'approval'), undefined),
    ).toStrictEqual({ result: 'found', stepId: 'step1' });
  });

  it('is the environment if no step waits for an approval', () => {
    expect(
      approvalScope(new Life({ queued: true }).state, undefined),
    ).toStrictEqual({ result: 'found' });
    expect(approvalScope(waitingFor('decision'), undefined)).toStrictEqual({
      result: 'found',
    });
  });

  it('must be named if several steps wait', () => {
    expect(
      approvalScope(waitingFor('approval', 'approval'), undefined),
    ).toMatchObject({ result: 'refused' });
  });
});
