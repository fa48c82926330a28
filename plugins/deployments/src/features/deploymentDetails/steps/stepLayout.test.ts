import { isSequence, stepColumns } from './stepLayout';

const step = (id: string, ...needs: string[]) => ({ id, needs });
const ids = (columns: { id: string }[][]) =>
  columns.map(column => column.map(({ id }) => id).join(' '));

describe('isSequence', () => {
  it('is true when each step needs the one before', () => {
    expect(isSequence([step('a'), step('b', 'a'), step('c', 'b')])).toBe(true);
  });

  it('is false when two can run at once', () => {
    expect(isSequence([step('a'), step('b', 'a'), step('c', 'a')])).toBe(false);
  });
});

describe('stepColumns', () => {
  it('puts a step right of all that it needs', () => {
    const steps = [
      step('migrate'),
      step('canary', 'migrate'),
      step('notify', 'migrate'),
      step('shift', 'canary', 'notify'),
    ];
    expect(ids(stepColumns(steps))).toEqual([
      'migrate',
      'canary notify',
      'shift',
    ]);
  });

  it('does not hang on a cycle or an unknown step', () => {
    expect(
      ids(stepColumns([step('a', 'b'), step('b', 'a'), step('c', 'x')])),
    ).toHaveLength(2);
  });
});
