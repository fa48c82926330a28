import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import { ExactPath } from './ExactPath';

jest.mock('./NotFoundPage', () => ({
  NotFoundPage: (props: { to?: string }) => <a href={props.to}>not found</a>,
}));

const open = (address: string) =>
  render(
    <MemoryRouter initialEntries={[address]}>
      <ExactPath path="/catalog/default/component/checkout/dora">
        the tab
      </ExactPath>
    </MemoryRouter>,
  );

describe('a page without pages below it', () => {
  it.each([
    '/catalog/default/component/checkout/dora',
    '/catalog/default/component/checkout/dora/',
    '/Catalog/Default/Component/Checkout/DORA?team=x',
    '/somewhere-else',
  ])('shows itself at %s', address => {
    open(address);
    expect(screen.getByText('the tab')).toBeInTheDocument();
  });

  it.each([
    '/catalog/default/component/checkout/dora/x',
    '/Catalog/default/component/Checkout/dora/x/y',
  ])('leads back to itself from %s', address => {
    open(address);
    expect(screen.getByRole('link', { name: 'not found' })).toHaveAttribute(
      'href',
      '/catalog/default/component/checkout/dora',
    );
  });
});
