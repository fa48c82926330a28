import { errorApiRef } from '@backstage/core-plugin-api';
import { translationApiRef } from '@backstage/core-plugin-api/alpha';
import { mockApis, TestApiProvider } from '@backstage/test-utils';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router-dom';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { plan, SERVICE } from '../../__testUtils__/fixtures';
import { useDeployRequest } from './useDeployRequest';

jest.mock('../../routes/usePaths', () => ({
  usePaths: () => ({ deployment: (id: string) => `/deployments/${id}` }),
}));

const CHOSEN = {
  service: SERVICE,
  environment: 'production',
  kind: 'deploy',
  versionId: 'v142',
} as const;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

it('says after 30 s without an answer that it may have been requested, and requests it only once', async () => {
  const keys: string[] = [];
  const api = {
    createDeployment: (_: unknown, key: string) => {
      keys.push(key);
      return new Promise(() => {});
    },
  };
  const wrapper = (props: { children: ReactNode }) => (
    <TestApiProvider
      apis={[
        [deploymentsApiRef, api as any],
        [errorApiRef, { post: () => {} } as any],
        [translationApiRef, mockApis.translation()],
      ]}
    >
      <MemoryRouter>{props.children}</MemoryRouter>
    </TestApiProvider>
  );
  const aPlan = plan();
  const { result, rerender } = renderHook(
    ({ shown }) => useDeployRequest(CHOSEN, shown, () => {}),
    { wrapper, initialProps: { shown: aPlan } },
  );
  act(() => void result.current.send());
  expect(result.current.sending).toBe(true);
  await act(() => jest.advanceTimersByTimeAsync(31_000));
  expect(result.current.sending).toBe(false);
  const message =
    'The backend has not answered for 30\u00a0s, so it is unknown whether the deployment was requested. Press the button again: it is requested only once.';
  expect(result.current.error?.message).toBe(message);
  // It stays true when the next plan arrives.
  rerender({ shown: plan() });
  expect(result.current.error?.message).toBe(message);
  act(() => void result.current.send());
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
});
