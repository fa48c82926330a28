import { SidebarItem } from '@backstage/core-components';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { screen, waitFor } from '@testing-library/react';
import { deploymentSummary } from '../../__testUtils__/fixtures';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { rootRouteRef } from '../../routes/routeRefs';
import { NeedsYouIcon } from './NeedsYouIcon';

jest.setTimeout(60_000);

/** Renders the icon twice, as on a page that also has a widget. Returns the requests. */
async function renderIcons(count: number | Error) {
  const listDeployments = jest.fn(async () => {
    if (count instanceof Error) {
      throw count;
    }
    return {
      items: Array.from({ length: count }, (_, index) =>
        deploymentSummary({ id: `d${index}` }),
      ),
    };
  });
  await renderInTestApp(
    <TestApiProvider apis={[[deploymentsApiRef, { listDeployments }]]}>
      <SidebarItem icon={NeedsYouIcon} to="/needs-you" text="Needs you" />
      <NeedsYouIcon />
    </TestApiProvider>,
    { mountedRoutes: { '/deployments': rootRouteRef } },
  );
  return listDeployments;
}

describe('the icon in the navigation', () => {
  it.each([
    [1, '1 decision waits for you'],
    [2, '2 decisions wait for you'],
    [100, 'More than 99 decisions wait for you'],
  ])('counts %s decisions', async (count, description) => {
    const listDeployments = await renderIcons(count);
    const link = screen.getByRole('link', { name: 'Needs you' });
    await waitFor(() => expect(link).toHaveAccessibleDescription(description));
    expect(link).toHaveTextContent(count > 99 ? '99+' : String(count));
    expect(listDeployments).toHaveBeenCalledTimes(1);
    expect(listDeployments).toHaveBeenCalledWith({
      awaiting: 'me',
      limit: 100,
    });
  });

  it.each([
    ['nothing waits', 0],
    ['the count is unknown', new Error('away')],
  ])('is plain if %s', async (_, count) => {
    const listDeployments = await renderIcons(count);
    await expect(screen.findByText(/decision/)).rejects.toThrow();
    expect(listDeployments).toHaveBeenCalled();
    expect(
      screen.getByRole('link', { name: 'Needs you' }),
    ).toHaveAccessibleDescription('');
  });
});
