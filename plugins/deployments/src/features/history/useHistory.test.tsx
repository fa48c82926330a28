import { renderHook, waitFor } from '@testing-library/react';
import { TestApiProvider } from '@backstage/test-utils';
import { act, type ReactNode } from 'react';
import {
  deploymentsApiRef,
  type DeploymentsApi,
} from '../../api/DeploymentsApi';
import { deploymentSummary } from '../../__testUtils__/fixtures';
import { useHistory } from './useHistory';

it('polls everything that is shown, including deployments further down', async () => {
  const all = Array.from({ length: 30 }, (_, index) =>
    deploymentSummary({
      id: `d${index}`,
      status: 'succeeded',
      requestedAt: `2026-11-21T10:00:${59 - index}Z`,
    }),
  );
  all[28].status = 'running';
  const api: Partial<DeploymentsApi> = {
    listDeployments: async ({ limit = 0, cursor }) => {
      const from = Number(cursor ?? 0);
      return {
        items: all.slice(from, from + limit).map(item => ({ ...item })),
        nextCursor:
          from + limit < all.length ? String(from + limit) : undefined,
      };
    },
  };
  const { result } = renderHook(() => useHistory({ status: [] }), {
    wrapper: (props: { children?: ReactNode }) => (
      <TestApiProvider apis={[[deploymentsApiRef, api]]}>
        {props.children}
      </TestApiProvider>
    ),
  });
  await waitFor(() => expect(result.current.items).toHaveLength(25));
  await act(async () => result.current.loadMore());
  await waitFor(() => expect(result.current.items).toHaveLength(30));

  all[28].status = 'failed';
  document.dispatchEvent(new Event('visibilitychange'));
  await waitFor(() => expect(result.current.items?.[28].status).toBe('failed'));
});
