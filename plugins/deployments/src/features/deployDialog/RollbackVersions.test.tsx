import { renderInTestApp } from '@backstage/test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { RollbackVersion } from '@slipway/backstage-plugin-deployments-common';
import { fireEvent, screen, within } from '@testing-library/react';
import { rootRouteRef } from '../../routes/routeRefs';
import { RollbackVersions } from './RollbackVersions';

const VERSIONS: RollbackVersion[] = [
  {
    version: { id: 'v1', name: '1.0.0', artifact: 'pkg:generic/shop@1.0.0' },
    eligible: true,
    at: new Date().toISOString(),
    by: 'user:default/ben',
  },
];

describe('RollbackVersions', () => {
  it('names who deployed a version without a link: a press anywhere on the option selects it', async () => {
    const onChange = jest.fn();
    await renderInTestApp(
      <RollbackVersions versions={VERSIONS} onChange={onChange} />,
      {
        mountedRoutes: {
          '/deployments': rootRouteRef,
          '/catalog/:namespace/:kind/:name': entityRouteRef,
        },
      },
    );
    fireEvent.mouseDown(
      screen.getByRole('button', { name: /Version to roll back to/ }),
    );
    const option = await screen.findByRole('option', { name: /1\.0\.0/ });
    expect(option).toHaveTextContent('by ben');
    expect(within(option).queryByRole('link')).not.toBeInTheDocument();
    fireEvent.click(within(option).getByText('ben'));
    expect(onChange).toHaveBeenCalledWith('v1');
  });
});
