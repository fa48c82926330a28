import { TestApiProvider } from '@backstage/test-utils';
import type { JsonObject } from '@backstage/types';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, renderHook, waitFor } from '@testing-library/react';
import { usePolling } from './usePolling';

describe('what is polled', () => {
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
