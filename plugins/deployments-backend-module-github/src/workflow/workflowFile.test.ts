import { parseWorkflowFile } from './workflowFile';

describe('a workflow file', () => {
  it.each([
    ['on: workflow_dispatch', true],
    ['on: [push, workflow_dispatch]', true],
    ['on: { workflow_dispatch: }', true],
    ['on: { push: { branches: [main] } }', false],
    ['name: nothing', false],
  ])('%j can be started: %s', (text, isDispatchable) => {
    expect(parseWorkflowFile(text)).toMatchObject({ isDispatchable });
  });

  it('that is no YAML, or a bomb, is none', () => {
    expect(parseWorkflowFile('on: [')).toBeUndefined();
    expect(parseWorkflowFile('just text')).toBeUndefined();
    const bomb = ['a: &a0 [x]'];
    for (let level = 1; level < 12; level++) {
      const alias = `*a${level - 1}`;
      bomb.push(`b${level}: &a${level} [${Array(9).fill(alias).join(', ')}]`);
    }
    expect(parseWorkflowFile(bomb.join('\n'))).toBeUndefined();
  });
});
