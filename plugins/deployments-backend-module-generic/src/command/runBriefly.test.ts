import { runBriefly } from './runBriefly';

describe('runBriefly', () => {
  it('shows no part of a secret that begins far before the last lines', async () => {
    const secret = 'correct-horse-battery'.repeat(400);
    const result = await runBriefly(
      {
        program: process.execPath,
        arguments: ['-e', 'console.log(process.env.SECRET + " the end")'],
        workingFolder: '/',
        environment: { SECRET: secret },
        secrets: [secret],
        timeoutMs: 20_000,
        stopWithinMs: 1_000,
      },
      { timeoutMs: 20_000, signal: new AbortController().signal },
    );
    expect(result).toMatchObject({ lastLines: '*** the end' });
  });
});
