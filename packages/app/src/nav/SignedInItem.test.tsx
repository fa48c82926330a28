import { identityApiRef } from '@backstage/core-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { SignedInItem } from './SignedInItem';

async function renderItem(userEntityRef: string, displayName?: string) {
  renderInTestApp(<SignedInItem />, {
    apis: [
      [
        identityApiRef,
        {
          getProfileInfo: async () => ({ displayName }),
          getBackstageIdentity: async () => ({
            type: 'user' as const,
            userEntityRef,
            ownershipEntityRefs: [],
          }),
          getCredentials: async () => ({}),
          signOut: async () => {},
        },
      ],
    ],
  });
  return screen.findByRole('link', { name: displayName ?? /./ });
}

describe('the person in the navigation', () => {
  it.each([
    ['by their profile', 'user:default/ana', 'Ana D.', 'Ana D.'],
    ['as one of the demo', 'user:default/ana', undefined, 'Ana Duarte'],
    ['by their ref', 'user:default/zoe', undefined, 'zoe'],
  ])('is named %s, and leads to their page', async (_, ref, profile, name) => {
    const link = await renderItem(ref, profile);
    expect(link).toHaveAccessibleName(name);
    expect(link).toHaveAttribute(
      'href',
      `/catalog/default/user/${ref.split('/')[1]}`,
    );
  });
});
