import { isSequence, layOutSteps } from './stepLayout';

const step = (id: string, ...needs: string[]) => ({ id, needs });
const ids = (columns: { id: string }[][]) =>
  columns.map(column => column.map(({ id }) => id).join(' '));

describe('isSequence', () => {
  it('is true when each step needs the one before', () => {
    expect(isSequence([step('a'), step('b', 'a'), step('c', 'b')])).toBe(true);
  });

  it('is false when two can run at the same time', () => {
    expect(isSequence([step('a'), step('b', 'a'), step('c', 'a')])).toBe(false);
  });
});

describe('layOutSteps', () => {
  it('puts a step to the right of all steps that it needs', () => {
    const steps = [
      step('migrate'),
      step('canary', 'migrate'),
      step('notify', 'migrate'),
      step('shift', 'canary', 'notify'),
    ];
    expect(ids(layOutSteps(steps))).toEqual([
      'migrate',
      'canary notify',
      'shift',
    ]);
  });

  it('does not hang on a cycle or an unknown step', () => {
    expect(
      ids(layOutSteps([step('a', 'b'), step('b', 'a'), step('c', 'x')])),
    ).toHaveLength(2);
  });
});
