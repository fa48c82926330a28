import type { AppNode } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { fireEvent, screen } from '@testing-library/react';
import { useEffect } from 'react';
import { Link } from 'react-router-dom';
import { PageItem } from './PageItem';

function renderItems(path: string) {
  const item = (id: string, href: string, title: string) => (
    <PageItem
      node={{ spec: { id } } as AppNode}
      href={href}
      title={title}
      icon={<svg />}
    />
  );
  renderInTestApp(
    <>
      {item('page:catalog', '/catalog', 'Catalog')}
      {item('page:deployments', '/deployments', 'Deployments')}
      {item('page:deployments/needs-you', '/needs-you', 'Needs you')}
    </>,
    { initialRouteEntries: [path] },
  );
}

describe('a page in the navigation', () => {
  it.each([
    ['/deployments/needs-you', 'Needs you'],
    ['/deployments', 'Deployments'],
    ['/deployments/activity', 'Deployments'],
    ['/catalog', 'Catalog'],
  ])('is the only one that is highlighted at %s', async (path, title) => {
    renderItems(path);
    expect(await screen.findByRole('link', { name: title })).toHaveAttribute(
      'aria-current',
      'page',
    );
    expect(screen.getAllByRole('link', { current: 'page' })).toHaveLength(1);
  });

  it('keeps its icon on another page', async () => {
    const mounted = jest.fn();
    function Icon() {
      useEffect(mounted, []);
      return <svg />;
    }
    renderInTestApp(
      <>
        <PageItem
          node={{ spec: { id: 'page:catalog' } } as AppNode}
          href="/catalog"
          title="Catalog"
          icon={<Icon />}
        />
        <Link to="/catalog">Go on</Link>
      </>,
      { initialRouteEntries: ['/deployments'] },
    );

    fireEvent.click(await screen.findByRole('link', { name: 'Go on' }));

    expect(
      await screen.findByRole('link', { name: 'Catalog', current: 'page' }),
    ).toBeVisible();
    expect(mounted).toHaveBeenCalledTimes(1);
  });
});
