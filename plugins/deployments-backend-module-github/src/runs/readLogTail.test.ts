import { readLogTail } from './readLogTail';

const at = (text: string) => `2026-02-19T10:00:00.1234567Z ${text}`;

describe('the end of a log', () => {
  it('is the last 20 lines up to the error, without times and groups', () => {
    const log = [
      ...Array.from({ length: 50 }, (_, index) => at(`line ${index}`)),
      at('##[group]Run x'),
      at('##[error]Process completed with exit code 1.'),
      at('Post job cleanup.'),
    ].join('\n');
    const tail = readLogTail(log);
    expect(tail).toHaveLength(20);
    expect(tail.slice(-2)).toEqual([
      'line 49',
      'Error: Process completed with exit code 1.',
    ]);
  });

  it('has no secrets, no control sequences and no endless lines', () => {
    const tail = readLogTail(
      [
        at('\u001b[31mred\u001b[0m'),
        at('token=ghp_0123456789012345678901234567890123456789'),
        at('x'.repeat(2_000)),
      ].join('\n'),
    );
    expect(tail[0]).toBe('red');
    expect(tail[1]).not.toContain('ghp_');
    expect(tail[2]).toHaveLength(500);
  });

  it('of a huge log is found in its last part', () => {
    expect(
      readLogTail(`${'a\n'.repeat(500_000)}##[error]It broke`).at(-1),
    ).toBe('Error: It broke');
  });
});
