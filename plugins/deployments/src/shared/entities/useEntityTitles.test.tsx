import { TestApiProvider } from '@backstage/test-utils';
import {
  entityPresentationApiRef,
  type EntityPresentationApi,
} from '@backstage/plugin-catalog-react';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { useEntityTitles } from './useEntityTitles';

const TITLES: Record<string, string> = {
  'user:default/ana': 'Ana Ruiz',
  'group:default/shop': 'Shop team',
};

const presentation: EntityPresentationApi = {
  forEntity: entity => {
    const entityRef = String(entity);
    const snapshot = { entityRef, primaryTitle: TITLES[entityRef] };
    return { snapshot, promise: Promise.resolve(snapshot) };
  },
};

function withPresentation(props: { children: ReactNode }) {
  return (
    <TestApiProvider apis={[[entityPresentationApiRef, presentation]]}>
      {props.children}
    </TestApiProvider>
  );
}

describe('useEntityTitles', () => {
  it('returns the names first, then the titles', async () => {
    const refs = Object.keys(TITLES);
    const { result } = renderHook(() => refs.map(useEntityTitles()), {
      wrapper: withPresentation,
    });
    expect(result.current).toEqual(['ana', 'shop']);
    await waitFor(() => expect(result.current).toEqual(Object.values(TITLES)));
  });

  it('returns the names in apps that have no titles', () => {
    const { result } = renderHook(() => useEntityTitles(), {
      wrapper: props => (
        <TestApiProvider apis={[]}>{props.children}</TestApiProvider>
      ),
    });
    expect(result.current('user:default/ana')).toBe('ana');
  });
});
