import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import {
  deployment,
  plan,
  stepRun,
  V140,
  V141,
  V142,
  VERSIONS,
} from '../../__testUtils__/fixtures';
import { renderEntityPage } from '../../__testUtils__/renderApp';
import {
  BASE_URL,
  everydayHandlers,
  refusal,
  server,
  withServer,
} from '../../__testUtils__/server';
import { servePlans, openDialog } from './__testUtils__/openDialog';

jest.setTimeout(90_000);
withServer();

describe('the deploy dialog', () => {
  it('opens from a link, with its choices and the plan', async () => {
    const requested = servePlans(() => plan());
    const dialog = await openDialog('?deploy=production&version=v142');
    const button = await within(dialog).findByRole('button', {
      name: 'Deploy 1.4.2 to Production',
    });
    await waitFor(() => expect(button).toBeEnabled());
    expect(requested[0]).toEqual({
      service: 'component:default/checkout',
      environment: 'production',
      kind: 'deploy',
      versionId: 'v142',
    });
    const steps = within(dialog).getByRole('list', { name: 'Steps in order' });
    expect(steps).toHaveTextContent('Canary 10 %');
    expect(steps).toHaveTextContent(
      'p95 ≤ 300 ms (candidate only), fails if it is missed for 1 min',
    );
    expect(dialog).toHaveTextContent('If it fails: roll back to 1.4.1.');
    expect(dialog).toHaveTextContent('Golden path: Web service, canary');
    await waitFor(() =>
      expect(document.title).toMatch(/^Deploy Checkout to Production \| /),
    );
  });

  it.each([
    ['rollback', 'watched for 1 d. A breach rolls it back.'],
    [
      'ask',
      'watched for 1 d. A breach notifies the requester and the owner, who decide.',
    ],
    ['incident', 'watched for 1 d. A breach opens an incident.'],
  ] as const)(
    'says that the version will be watched, and what a breach does: %s',
    async (onBreach, text) => {
      servePlans(() => plan({ watch: { forMs: 86_400_000, onBreach } }));
      const dialog = await openDialog('?deploy=production&version=v142');
      expect(
        await within(dialog).findByText('After it succeeds:'),
      ).toBeInTheDocument();
      expect(dialog).toHaveTextContent(`After it succeeds: ${text}`);
    },
  );

  it('says nothing about a watch if there will be none', async () => {
    servePlans(() => plan());
    const dialog = await openDialog('?deploy=production&version=v142');
    expect(await within(dialog).findByText('If it fails:')).toBeInTheDocument();
    expect(dialog).not.toHaveTextContent('After it succeeds:');
  });

  it('updates the plan for another version, and drops a late response', async () => {
    const requested = servePlans(async ({ versionId }) => {
      if (versionId === 'v142') {
        await delay(1_500);
        return plan();
      }
      return plan({
        version: VERSIONS[3],
        steps: [stepRun({ title: 'Only step' })],
      });
    });
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production&version=v142');
    await waitFor(() => expect(requested).toHaveLength(1));
    await user.click(within(dialog).getByRole('textbox', { name: /^Version/ }));
    await user.click(await screen.findByRole('option', { name: /1\.4\.0/ }));
    const button = await within(dialog).findByRole('button', {
      name: 'Deploy 1.4.0 to Production',
    });
    expect(requested[1]).toMatchObject({ versionId: V140.id });
    await new Promise(resolve => setTimeout(resolve, 1_600));
    expect(button).toHaveTextContent('Deploy 1.4.0 to Production');
    expect(dialog).toHaveTextContent('Only step');
  });

  it('creates one deployment for two presses, and opens its page', async () => {
    servePlans(() => plan());
    const keys: Array<string | null> = [];
    const bodies: unknown[] = [];
    server.use(
      http.post(`${BASE_URL}/deployments`, async ({ request }) => {
        keys.push(request.headers.get('idempotency-key'));
        bodies.push(await request.json());
        await delay(200);
        return HttpResponse.json(deployment({ id: 'd-new' }), { status: 201 });
      }),
      http.get(`${BASE_URL}/deployments/d-new`, () =>
        HttpResponse.json(deployment({ id: 'd-new' })),
      ),
    );
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production&version=v142');
    const button = await within(dialog).findByRole('button', {
      name: 'Deploy 1.4.2 to Production',
    });
    await user.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'fix rounding',
    );
    await waitFor(() => expect(button).toBeEnabled());
    await user.dblClick(button);
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(bodies).toEqual([
      {
        service: 'component:default/checkout',
        environment: 'production',
        kind: 'deploy',
        versionId: V142.id,
        reason: 'fix rounding',
        planHash: 'hash-1',
      },
    ]);
  });

  it('reuses the key after a request without a response, and uses a new one after a refusal', async () => {
    servePlans(() => plan());
    const keys: Array<string | null> = [];
    server.use(
      http.post(`${BASE_URL}/deployments`, ({ request }) => {
        keys.push(request.headers.get('idempotency-key'));
        return keys.length === 1
          ? HttpResponse.error()
          : refusal(
              409,
              'ConflictError',
              'The plan has changed since you reviewed it.',
            );
      }),
    );
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production&version=v142');
    const press = async () => {
      const button = await within(dialog).findByRole('button', {
        name: 'Deploy 1.4.2 to Production',
      });
      await waitFor(() => expect(button).toBeEnabled());
      await user.click(button);
    };
    await press();
    expect(
      await within(dialog).findByText(/could not be reached/),
    ).toBeInTheDocument();
    await press();
    expect(
      await within(dialog).findByText(
        'The plan has changed since you reviewed it.',
      ),
    ).toBeInTheDocument();
    await press();
    await waitFor(() => expect(keys).toHaveLength(3));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  it('shows every blocker with its end and who can help, and offers to queue', async () => {
    servePlans(() =>
      plan({
        canStart: false,
        blockers: [
          {
            kind: 'window',
            message: 'Weekend freeze',
            until: new Date(Date.now() + 86_400_000).toISOString(),
            ask: ['group:default/platform-leads'],
            askUrl: 'https://chat.example.com/platform',
            hint: 'You can start it anyway.',
            overridable: true,
          },
          {
            kind: 'soak',
            message:
              '1.4.2 has run with passed checks in staging for 4 min of 10 min.',
          },
        ],
      }),
    );
    const dialog = await openDialog('?deploy=production&version=v142');
    expect(
      await within(dialog).findByRole('button', {
        name: 'Queue 1.4.2 for Production',
      }),
    ).toBeInTheDocument();
    const blockers = within(dialog).getByRole('list', {
      name: 'Blockers',
    });
    expect(within(blockers).getAllByRole('listitem')).toHaveLength(2);
    expect(blockers).toHaveTextContent('Weekend freeze');
    expect(blockers).toHaveTextContent(
      /until .* left\) · Ask: platform-leads · Where to ask.*You can start it anyway\./,
    );
    expect(
      within(blockers).getByRole('link', { name: /Where to ask/ }),
    ).toHaveAttribute('href', 'https://chat.example.com/platform');
    expect(blockers).toHaveTextContent(
      '1.4.2 has run with passed checks in staging for 4 min of 10 min.',
    );
  });

  it.each([
    ['queue', []],
    ['supersede', ['Your deployment will replace 1 deployment in the queue.']],
  ] as const)(
    'says once how many deployments are ahead, under the policy %s',
    async (policy, more) => {
      servePlans(() =>
        plan({
          canStart: false,
          queue: { policy, ahead: 1 },
          blockers: [
            {
              kind: 'slot',
              message: '1 deployment is ahead of this one in the queue.',
            },
          ],
        }),
      );
      const dialog = await openDialog('?deploy=production&version=v142');
      await within(dialog).findByRole('list', { name: 'Blockers' });
      expect(
        within(dialog)
          .getAllByText(/in the queue/)
          .map(({ textContent }) => textContent),
      ).toEqual(['1 deployment is ahead of this one in the queue.', ...more]);
    },
  );

  it('shows badges of versions, and disables a quarantined one', async () => {
    servePlans(() => plan());
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production');
    expect(
      within(dialog).getByRole('button', { name: 'Deploy' }),
    ).toBeDisabled();
    await user.click(within(dialog).getByRole('textbox', { name: /^Version/ }));
    const quarantined = await screen.findByRole('option', { name: /1\.4\.3/ });
    expect(quarantined).toHaveAttribute('aria-disabled', 'true');
    expect(quarantined).toHaveTextContent('Quarantined: loses orders');
    expect(screen.getByRole('option', { name: /1\.4\.2/ })).toHaveTextContent(
      'running in Staging',
    );
    expect(screen.getByRole('option', { name: /1\.4\.1/ })).toHaveTextContent(
      'last known good',
    );
    expect(screen.getByRole('option', { name: /1\.4\.0/ })).toHaveTextContent(
      'older than the running version',
    );
  });

  it('drops results of the previous search, and selects a fully typed version by Enter', async () => {
    servePlans(({ versionId }) =>
      plan({ version: VERSIONS.find(({ id }) => id === versionId) }),
    );
    server.use(
      http.get(`${BASE_URL}/services/:ref/versions`, async ({ request }) => {
        const q = new URL(request.url).searchParams.get('q');
        await delay(q ? 300 : 0);
        return HttpResponse.json({
          items: VERSIONS.filter(({ name }) => name.includes(q ?? '')),
        });
      }),
    );
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production');
    const field = within(dialog).getByRole('textbox', { name: /^Version/ });
    await user.click(field);
    await screen.findByRole('option', { name: /1\.4\.2/ });
    await user.type(field, '1.4.1');
    expect(screen.queryByRole('option')).not.toBeInTheDocument();
    await user.keyboard('{Enter}');
    expect(
      await within(dialog).findByRole('button', {
        name: 'Deploy 1.4.1 to Production',
      }),
    ).toBeInTheDocument();
    expect(field).toHaveValue('1.4.1');
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument();

    await user.clear(field);
    await user.type(field, '1.4{Enter}');
    await waitFor(() =>
      expect(field).toHaveAccessibleDescription(
        /“1\.4” matches no version, or more than one/,
      ),
    );
    expect(await screen.findAllByRole('option')).not.toHaveLength(0);
  });

  it('says that a person without the permission cannot roll back', async () => {
    servePlans(() => plan());
    // The overview says nothing of rolling back to those who may not.
    const dialog = await openDialog('?deploy=production&kind=rollback');
    expect(
      await within(dialog).findByText(
        'You need permission to roll back deployments here.',
      ),
    ).toBeInTheDocument();
  });

  it('warns of a downgrade, and shows which steps are skipped and why', async () => {
    servePlans(() =>
      plan({
        version: VERSIONS[2],
        steps: [
          stepRun({
            title: 'Migrate',
            skipped: 'the version has no flag migrations',
          }),
        ],
        diff: {
          from: V142,
          to: V141,
          direction: 'backward',
          commits: [
            {
              id: 'abcdef1234567',
              message: 'Round totals once',
              author: 'Ana',
            },
          ],
        },
      }),
    );
    const dialog = await openDialog('?deploy=production&version=v141');
    expect(
      await within(dialog).findByText(/This is a downgrade/),
    ).toBeInTheDocument();
    expect(dialog).toHaveTextContent(
      'skipped: the version has no flag migrations',
    );
    expect(dialog).toHaveTextContent('abcdef1');
  });

  it('asks for the inputs of the golden path and plans with them', async () => {
    const requested = servePlans(() =>
      plan({
        inputs: {
          type: 'object',
          required: ['replicas'],
          properties: {
            replicas: {
              type: 'integer',
              title: 'Replicas',
              default: 2,
              maximum: 5,
            },
          },
        },
      }),
    );
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production&version=v142');
    const replicas = await within(dialog).findByLabelText(/Replicas/);
    await waitFor(() =>
      expect(requested[requested.length - 1].inputs).toEqual({ replicas: 2 }),
    );
    await user.clear(replicas);
    await user.type(replicas, '9');
    await waitFor(() =>
      expect(
        within(dialog).getByRole('button', {
          name: 'Deploy 1.4.2 to Production',
        }),
      ).toBeDisabled(),
    );
    await user.clear(replicas);
    await user.type(replicas, '3');
    await waitFor(() =>
      expect(requested[requested.length - 1].inputs).toEqual({ replicas: 3 }),
    );
  });

  it("shows missing inputs once a field was visited, and the server's complaints at their fields", async () => {
    servePlans(({ inputs }) =>
      plan({
        // As the server answers while inputs are missing.
        canStart: false,
        inputs: {
          type: 'object',
          required: ['ticket'],
          properties: {
            ticket: {
              type: 'string',
              title: 'Change ticket',
              description: 'CHG- and its number',
              pattern: '^CHG-[0-9]+$',
            },
          },
        },
        warnings: [
          'The annotation slipway/production.port is not allowed',
          ...(inputs ? ['ticket: is closed'] : ['ticket: is missing']),
        ],
      }),
    );
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production&version=v142');
    // Also in the moments until the form has looked at the inputs.
    const shown: string[] = [];
    const observer = new MutationObserver(() =>
      shown.push(dialog.textContent ?? ''),
    );
    observer.observe(dialog, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    const ticket = await within(dialog).findByLabelText(/Change ticket/);
    await within(dialog).findByText('Change ticket: Required.');
    observer.disconnect();
    expect(shown.filter(text => text.includes('is missing'))).toEqual([]);
    expect(ticket).toHaveAccessibleDescription(/CHG- and its number/);
    expect(dialog).toHaveTextContent(
      'Fill in what is still needed above to start.',
    );
    expect(
      within(dialog).getByRole('button', { name: /^Deploy 1\.4\.2/ }),
    ).toBeDisabled();
    expect(ticket).toHaveAttribute('aria-invalid', 'false');
    expect(dialog).not.toHaveTextContent('is missing');
    expect(dialog).toHaveTextContent('slipway/production.port is not allowed');

    const button = within(dialog).getByRole('button', {
      name: /^Deploy 1\.4\.2/,
    });
    expect(button).toHaveAccessibleDescription('Change ticket: Required.');
    await user.click(ticket);
    await user.tab();
    await waitFor(() => expect(ticket).toHaveAccessibleDescription(/Required/));
    expect(ticket).toHaveAttribute('aria-invalid', 'true');

    await user.type(ticket, '1042');
    await user.tab();
    await waitFor(() =>
      expect(ticket).toHaveAccessibleDescription(
        /Doesn't match the required format/,
      ),
    );
    expect(button).toHaveAccessibleDescription(
      "Change ticket: Doesn't match the required format.",
    );

    await user.clear(ticket);
    await user.type(ticket, 'CHG-1042');
    await waitFor(() =>
      expect(ticket).toHaveAccessibleDescription(/is closed/),
    );
    expect(
      within(dialog).getByRole('button', { name: /^Deploy 1\.4\.2/ }),
    ).toBeDisabled();
  });

  it('shows why there is no plan', async () => {
    server.use(
      http.post(`${BASE_URL}/deployments/plan`, () =>
        refusal(
          400,
          'InputError',
          "component:default/checkout has no version 'v999'",
        ),
      ),
      ...everydayHandlers(),
    );
    const dialog = await openDialog('?deploy=production&version=v999');
    expect(
      await within(dialog).findByText(
        "component:default/checkout has no version 'v999'",
      ),
    ).toBeInTheDocument();
    expect(
      within(dialog).getByRole('link', { name: /^Troubleshoot: this error/ }),
    ).toHaveAttribute('href', '/deployments/troubleshooting#invalid-request');
    expect(
      within(dialog).getByRole('button', { name: 'Deploy' }),
    ).toBeDisabled();
  });

  it('promotes the running version in one press from the card', async () => {
    const requested = servePlans(() => plan());
    const user = userEvent.setup();
    renderEntityPage('tab');
    await user.click(
      await screen.findByRole('button', { name: 'Promote to Production…' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Deploy Checkout',
    });
    await within(dialog).findByRole('button', {
      name: 'Deploy 1.4.2 to Production',
    });
    expect(requested[0]).toMatchObject({
      environment: 'production',
      versionId: 'v142',
    });
  });

  it('keeps what a person typed while Backstage mounts the app again for another theme', async () => {
    servePlans(() => plan());
    const user = userEvent.setup();
    const search = '?deploy=production&version=v142';
    const before = await openDialog(search);
    await user.type(within(before).getByLabelText(/^Reason/), 'Fix rounding');
    await user.click(within(before).getByRole('checkbox', { name: 'Hotfix' }));
    cleanup();
    const dialog = await openDialog(search);
    expect(within(dialog).getByLabelText(/^Reason/)).toHaveValue(
      'Fix rounding',
    );
    expect(
      within(dialog).getByRole('checkbox', { name: 'Hotfix' }),
    ).toBeChecked();

    await user.click(within(dialog).getByRole('button', { name: 'Back' }));
    await user.click(
      (
        await screen.findAllByRole('button', { name: /Deploy…/ })
      )[0],
    );
    const reopened = await screen.findByRole('dialog');
    expect(within(reopened).getByLabelText(/^Reason/)).toHaveValue('');
  });
});
