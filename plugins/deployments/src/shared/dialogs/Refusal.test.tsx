import { renderInTestApp } from '@backstage/test-utils';
import { DeploymentsRequestError } from '@slipway/backstage-plugin-deployments-common';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { rootRouteRef } from '../../routes/routeRefs';
import { Refusal } from './Refusal';

const show = (error: Record<string, unknown>) =>
  renderInTestApp(
    <Refusal
      error={DeploymentsRequestError.of(
        { status: 409, statusText: 'Conflict' },
        { error: { name: 'ConflictError', message: 'In English.', ...error } },
      )}
    />,
    {
      mountedRoutes: {
        '/deployments': rootRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
    },
  );

describe('a refusal', () => {
  it('is said by its codes', async () => {
    await show({ sentences: [{ code: 'refused_resume' }] });
    expect(screen.getByRole('alert')).toHaveTextContent(
      /^The deployment isn't paused\./,
    );
  });

  it.each([
    ['no codes', {}],
    ['a code that this portal does not know', { sentences: [{ code: 'new' }] }],
    ['codes that are none', { sentences: 'refused_resume' }],
  ])('with %s is shown as the server wrote it', async (_, error) => {
    await show(error);
    expect(screen.getByRole('alert')).toHaveTextContent(/^In English\./);
  });
});
