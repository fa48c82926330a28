import { TestApiProvider } from '@backstage/test-utils';
import type { JsonObject } from '@backstage/types';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, renderHook, waitFor } from '@testing-library/react';
import { usePolling } from './usePolling';

describe('what is polled', () => {
  it('is asked for again if there is no answer for 20 s, and says so', async () => {
    jest.useFakeTimers();
    const signals: AbortSignal[] = [];
    const load = (signal: AbortSignal) => {
      signals.push(signal);
      return signals.length === 1
        ? new Promise<number>(() => {})
        : Promise.resolve(2);
    };
    const { result } = renderHook(() => usePolling(load, () => 3_000), {
      wrapper: ({ children }) => (
        <TestApiProvider apis={[]}>{children}</TestApiProvider>
      ),
    });
    await act(() => jest.advanceTimersByTimeAsync(19_000));
    expect(result.current.loading).toBe(true);
    await act(() => jest.advanceTimersByTimeAsync(2_000));
    expect(result.current.error?.message).toBe(
      'The deployments backend could not be reached (no answer for 20 s)',
    );
    expect(signals[0].aborted).toBe(true);
    await act(() => jest.advanceTimersByTimeAsync(3_000));
    expect(result.current).toMatchObject({ value: 2, error: undefined });
    jest.useRealTimers();
  });

  it('is reloaded on a signal, which contains only ids', async () => {
    let tell: (message: JsonObject) => void = () => {};
    const signals = {
      subscribe: (channel: string, onMessage: typeof tell) => {
        expect(channel).toBe('deployments');
        tell = onMessage;
        return { unsubscribe: () => {} };
      },
    };
    let loaded = 0;
    const load = async () => {
      loaded++;
      return loaded;
    };
    const { result } = renderHook(() => usePolling(load, () => 3_600_000), {
      wrapper: ({ children }) => (
        <TestApiProvider apis={[[signalApiRef, signals as any]]}>
          {children}
        </TestApiProvider>
      ),
    });
    await waitFor(() => expect(result.current.value).toBe(1));
    act(() => tell({ deploymentId: 'd1', seq: 4 }));
    await waitFor(() => expect(result.current.value).toBe(2));
    act(() => tell({ deploymentId: 'd1', seq: 5 }));
    await waitFor(() => expect(result.current.value).toBe(3));
  });
});
