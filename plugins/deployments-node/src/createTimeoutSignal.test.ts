import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createTimeoutSignal } from './createTimeoutSignal';

describe('createTimeoutSignal', () => {
  it('aborts a combined signal although nothing else refers to it', async () => {
    setFlagsFromString('--expose-gc');
    const collect = setInterval(runInNewContext('gc'), 10);
    try {
      const combined = AbortSignal.any([
        new AbortController().signal,
        createTimeoutSignal(200),
      ]);
      await new Promise(resolve => {
        combined.addEventListener('abort', resolve);
      });
      expect(combined.reason).toMatchObject({ name: 'TimeoutError' });
    } finally {
      clearInterval(collect);
    }
  });

  it('accepts a part of a time that was left, which need not be whole', async () => {
    const signal = createTimeoutSignal(0.7 * 3);
    await new Promise(resolve => signal.addEventListener('abort', resolve));
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });
});
