import {
  act,
  cleanup,
  fireEvent,
  renderHook,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import type { ReactNode } from 'react';
import { MemoryRouter, useLocation } from 'react-router-dom';
import { deployment, plan } from '../../__testUtils__/fixtures';
import { BASE_URL, server, withServer } from '../../__testUtils__/server';
import { useDeployDraft } from './useDeployDraft';
import { useDialogLink } from './useDialogLink';
import { type Asked, servePlans, openDialog } from './__testUtils__/openDialog';

jest.setTimeout(90_000);
withServer();

describe('a link to a version', () => {
  it('leaves the environment to the reader', async () => {
    servePlans(() => plan());
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=&version=v142');
    expect(
      await within(dialog).findByText(
        'Choose an environment to see what will happen.',
      ),
    ).toBeInTheDocument();
    expect(
      within(dialog).queryByText(/no environment called/),
    ).not.toBeInTheDocument();
    await user.click(
      within(dialog).getByRole('button', { name: /^Environment/ }),
    );
    await user.click(
      await within(document.body).findByRole('option', { name: /^Production/ }),
    );
    expect(
      await within(dialog).findByRole('button', {
        name: 'Deploy 1.4.2 to Production',
      }),
    ).toBeEnabled();
  });
});

describe('a person who may not request the plan', () => {
  it('reads why before pressing the button', async () => {
    servePlans(() =>
      plan({
        refusal: {
          message: 'Not by you.',
          sentences: [
            { code: 'permission_create', params: {} },
            {
              code: 'permission_ask_operators',
              params: { permission: 'deployments.deployment.create' },
            },
          ],
        },
      }),
    );
    const dialog = await openDialog('?deploy=production&version=v142');
    expect(
      await within(dialog).findByText(
        "You don't have permission to create deployments here. Ask your portal operators for the permission deployments.deployment.create.",
      ),
    ).toBeVisible();
    expect(
      within(dialog).getByRole('button', {
        name: 'Deploy 1.4.2 to Production',
      }),
    ).toBeDisabled();
    expect(within(dialog).queryByText('Ready to start.')).toBeNull();
  });
});

describe('choosing when a deployment starts', () => {
  it('schedules the deployment for the next open window', async () => {
    const until = new Date(Date.now() + 3 * 86_400_000).toISOString();
    const requested = servePlans(() =>
      plan({
        canStart: false,
        blockers: [{ kind: 'window', message: 'Weekend freeze', until }],
      }),
    );
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production&version=v142');
    await user.click(
      await within(dialog).findByRole('radio', {
        name: /^In the next open window: /,
      }),
    );
    expect(
      await within(dialog).findByRole('button', {
        name: /^Schedule 1\.4\.2 for .+ \(.+\)$/,
      }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(requested[requested.length - 1]).toMatchObject({
        notBefore: until,
      }),
    );
  });

  it('schedules the deployment for a time, which must be in the future', async () => {
    const requested = servePlans(() => plan());
    const bodies: Asked[] = [];
    server.use(
      http.post(`${BASE_URL}/deployments`, async ({ request }) => {
        bodies.push((await request.json()) as Asked);
        return HttpResponse.json(deployment({ id: 'd-new' }), {
          status: 201,
        });
      }),
      http.get(`${BASE_URL}/deployments/d-new`, () =>
        HttpResponse.json(deployment({ id: 'd-new' })),
      ),
    );
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production&version=v142');
    await within(dialog).findByRole('button', {
      name: 'Deploy 1.4.2 to Production',
    });
    expect(
      within(dialog).queryByRole('radio', { name: /window/ }),
    ).not.toBeInTheDocument();
    await user.click(within(dialog).getByRole('radio', { name: 'At a time' }));
    expect(
      within(dialog).getByRole('button', { name: /^Deploy 1\.4\.2/ }),
    ).toHaveAccessibleDescription('Enter the time to start at.');
    const field = within(dialog).getByLabelText(/^Start at/);
    fireEvent.change(field, { target: { value: '2020-01-01T08:00' } });
    expect(field).toHaveAccessibleDescription(
      'This time has passed. Enter a later one.',
    );
    fireEvent.change(field, { target: { value: '2999-01-01T08:00' } });
    const button = await within(dialog).findByRole('button', {
      name: /^Schedule 1\.4\.2 for 1 Jan 2999, 08:00 \(.+\)$/,
    });
    const notBefore = new Date('2999-01-01T08:00').toISOString();
    await waitFor(() =>
      expect(requested[requested.length - 1]).toMatchObject({ notBefore }),
    );
    await waitFor(() => expect(button).toBeEnabled());
    await user.click(button);
    await waitFor(() => expect(bodies).toHaveLength(1));
    expect(bodies[0]).toMatchObject({ notBefore, versionId: 'v142' });
  });

  it.each([
    ['a time', { kind: 'time', local: '2999-01-01T08:00' }, ''],
    ['a window', { kind: 'window', at: '2999-01-01T08:00:00.000Z' }, 'window/'],
  ] as const)('writes %s into the address', (_, start, prefix) => {
    const { result } = renderHook(
      () => {
        const { link, change } = useDialogLink();
        const draft = useDeployDraft('s', link!, change);
        return { draft, search: useLocation().search };
      },
      {
        wrapper: ({ children }: { children?: ReactNode }) => (
          <MemoryRouter initialEntries={['/?deploy=production&version=v142']}>
            {children}
          </MemoryRouter>
        ),
      },
    );
    act(() => result.current.draft.setStart(start));
    const at =
      start.kind === 'time' ? new Date(start.local).toISOString() : start.at;
    expect(
      Object.fromEntries(new URLSearchParams(result.current.search)),
    ).toEqual({
      deploy: 'production',
      version: 'v142',
      start: `${prefix}${at}`,
    });
    act(() => result.current.draft.setStart({ kind: 'now' }));
    expect(result.current.search).not.toContain('start');
  });

  it('keeps the start that the address names', async () => {
    const requested = servePlans(() => plan());
    const at = '2999-01-01T08:00:00.000Z';
    const dialog = await openDialog(
      `?deploy=production&version=v142&start=${encodeURIComponent(at)}`,
    );
    expect(
      await within(dialog).findByRole('button', { name: /^Schedule 1\.4\.2/ }),
    ).toBeEnabled();
    expect(
      within(dialog).getByRole('radio', { name: 'At a time' }),
    ).toBeChecked();
    expect(requested[requested.length - 1]).toMatchObject({ notBefore: at });
    cleanup();
    const again = await openDialog(
      '?deploy=production&version=v142&start=window/2999-01-01T08:00:00.000Z',
    );
    expect(
      within(again).getByRole('radio', { name: /^In the next open window: / }),
    ).toBeChecked();
  });

  it.each(['', 'window/'])(
    'refuses a start in the address that has passed (%s)',
    async prefix => {
      servePlans(() => plan());
      const dialog = await openDialog(
        `?deploy=production&version=v142&start=${prefix}2020-01-01T08:00:00.000Z`,
      );
      expect(
        await within(dialog).findByLabelText(/^Start at/),
      ).toHaveAccessibleDescription('This time has passed. Enter a later one.');
      await waitFor(() =>
        expect(
          within(dialog).getByRole('button', { name: /^Schedule/ }),
        ).toHaveAccessibleDescription(
          'This time has passed. Enter a later one.',
        ),
      );
      expect(
        within(dialog).getByRole('button', { name: /^Schedule/ }),
      ).toBeDisabled();
    },
  );

  it('starts immediately if the address names no time', async () => {
    servePlans(() => plan());
    const dialog = await openDialog(
      '?deploy=production&version=v142&start=tomorrow',
    );
    expect(within(dialog).getByRole('radio', { name: 'Now' })).toBeChecked();
  });

  it('offers no later start for a hotfix', async () => {
    servePlans(() => plan());
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production&version=v142');
    expect(within(dialog).getByRole('radio', { name: 'Now' })).toBeChecked();
    await user.click(within(dialog).getByRole('checkbox', { name: 'Hotfix' }));
    expect(within(dialog).queryByRole('radio')).not.toBeInTheDocument();
  });
});
