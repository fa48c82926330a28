import { renderInTestApp } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { ChangeLinks } from './ChangeLinks';

describe('ChangeLinks', () => {
  it.each([
    ['https://github.com/acme/shop/pull/198', '#198'],
    ['https://gitlab.com/acme/shop/-/merge_requests/7', '!7'],
    ['https://bitbucket.org/acme/shop/pull-requests/12/', '#12'],
    ['https://dev.azure.com/acme/shop/_git/shop/pullrequest/31', '#31'],
    [
      'https://review.example.com/c/shop/+/4711',
      'review.example.com/c/shop/+/4711',
    ],
    ['https://github.com/acme/pull/tree/198', 'github.com/acme/pull/tree/198'],
  ])('names %s %s', async (url, name) => {
    await renderInTestApp(<ChangeLinks urls={[url]} />);
    const link = screen.getByRole('link');
    expect(link).toHaveTextContent(name);
    expect(link).toHaveAttribute('href', url);
    expect(link).toHaveAttribute('title', url);
  });
});
