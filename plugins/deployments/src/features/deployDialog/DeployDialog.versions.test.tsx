import type {
  VersionOutcome,
  VersionProposal,
} from '@slipway/backstage-plugin-deployments-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import { plan, V141, version } from '../../__testUtils__/fixtures';
import {
  answers,
  BASE_URL,
  server,
  withServer,
} from '../../__testUtils__/server';
import { servePlans, openDialog } from './__testUtils__/openDialog';

jest.setTimeout(90_000);
withServer();

function outcome(
  environment: string,
  result: VersionOutcome['result'],
): VersionOutcome {
  return {
    environment,
    result,
    at: new Date(Date.now() - 3_600_000).toISOString(),
    by: 'user:default/ana',
    deploymentId: 'd1',
  };
}

describe('choosing a version in the deploy dialog', () => {
  const proposed = version({
    id: 'v144',
    name: '1.4.4',
    outcomes: [outcome('staging', 'verified')],
    blockers: [],
    flags: ['migrations'],
    commits: [{ id: 'a1b2c3d4e5f6', author: 'Ana', message: 'Round' }],
    sinceRunning: { direction: 'forward', commits: 3 },
  });
  const rolledBack = version({
    id: 'v145',
    name: '1.4.5',
    outcomes: [outcome('production', 'rolled_back')],
    blockers: [],
  });
  const PROPOSAL: VersionProposal = {
    version: proposed,
    reason: 'The newest version verified in Staging.',
    sentences: [
      { code: 'proposal_verified', params: { environment: 'Staging' } },
    ],
  };
  const blocked = version({
    id: 'v146',
    name: '1.4.6',
    outcomes: [],
    neverDeployed: true,
    caution: {
      message: '1.4.6 has not been deployed anywhere yet.',
      sentences: [
        { code: 'version_never_deployed', params: { version: '1.4.6' } },
      ],
    },
    blockers: [
      { kind: 'promotion', message: '1.4.6 must run in staging first.' },
    ],
  });

  function serveVersions(proposal: VersionProposal) {
    servePlans(({ versionId }) =>
      plan({
        version: [blocked, rolledBack, proposed].find(
          ({ id }) => id === versionId,
        ),
        diff: {
          from: V141,
          to: proposed,
          direction: 'forward',
          commits: [{ id: 'abcdef1234567', message: 'Round totals once' }],
        },
      }),
    );
    const requested: string[] = [];
    server.use(
      answers('/services/:ref/versions', request => {
        requested.push(new URL(request.url).search);
        return { items: [blocked, rolledBack, proposed], proposal };
      }),
    );
    return requested;
  }

  it('selects the proposed version, and shows what it went through and what it changes', async () => {
    const requested = serveVersions(PROPOSAL);
    const dialog = await openDialog('?deploy=production');
    const button = await within(dialog).findByRole('button', {
      name: 'Deploy 1.4.4 to Production',
    });
    expect(button).toBeEnabled();
    expect(requested[0]).toContain('environment=production');
    expect(dialog).toHaveTextContent(
      'The newest version verified in Staging. Search for others by name, artifact or commit.',
    );
    expect(dialog).not.toHaveTextContent('deployed anywhere');
    expect(dialog).toHaveTextContent(/verified in Staging/);
    expect(dialog).toHaveTextContent('3 commits ahead');
    expect(dialog).toHaveTextContent('migrations');
    const diff = within(dialog).getByRole('region', {
      name: '1.4.1 → 1.4.4',
    });
    expect(diff).toHaveTextContent('Round totals once');
    expect(
      diff.compareDocumentPosition(
        within(dialog).getByRole('textbox', { name: /Reason/ }),
      ),
    ).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  it('leads to the environment before, if no version has been verified there', async () => {
    const requested = serveVersions({
      reason: 'No version has been verified in Staging yet.',
      sentences: [
        { code: 'proposal_none_verified', params: { environment: 'Staging' } },
      ],
      blockers: [],
      deployFirstTo: 'staging',
    });
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production');
    const field = within(dialog).getByRole('textbox', { name: /^Version/ });
    await waitFor(() =>
      expect(field).toHaveAccessibleDescription(
        /^No version is proposed\. No version has been verified in Staging yet\./,
      ),
    );
    expect(field).toHaveValue('');
    await user.click(
      within(dialog).getByRole('button', { name: 'Choose Staging' }),
    );
    await waitFor(() =>
      expect(requested.at(-1)).toContain('environment=staging'),
    );
    expect(
      within(dialog).getByRole('button', { name: /^Environment/ }),
    ).toHaveTextContent('Staging');
  });

  it('says that it is looking for the version to propose', async () => {
    serveVersions(PROPOSAL);
    server.use(
      http.get(`${BASE_URL}/services/:ref/versions`, async () => {
        await delay(500);
        return HttpResponse.json({
          items: [proposed],
          proposal: PROPOSAL,
        });
      }),
    );
    const dialog = await openDialog('?deploy=production');
    const field = within(dialog).getByRole('textbox', { name: /^Version/ });
    expect(field).toHaveAccessibleDescription(/^Looking for the newest/);
    await waitFor(() => expect(field).toHaveValue('1.4.4'));
    expect(field).toHaveAccessibleDescription(/^The newest version/);
  });

  it('groups the versions, and says what each went through or why it is not eligible', async () => {
    serveVersions(PROPOSAL);
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production');
    await within(dialog).findByRole('button', {
      name: 'Deploy 1.4.4 to Production',
    });
    await user.click(within(dialog).getByRole('textbox', { name: /^Version/ }));
    const list = await screen.findByRole('listbox');
    expect(list).toHaveTextContent(
      /Proposed1\.4\.4.*verified in Staging.*Others1\.4\.5.*rolled back in Production.*Not eligible1\.4\.6.*not deployed anywhere yet.*1\.4\.6 must run in staging first\./,
    );
    await user.click(screen.getByRole('option', { name: /1\.4\.5/ }));
    expect(
      await within(dialog).findByRole('button', {
        name: 'Deploy 1.4.5 to Production',
      }),
    ).toBeInTheDocument();
  });

  it('warns of a version that was never deployed, without blocking it', async () => {
    serveVersions(PROPOSAL);
    const dialog = await openDialog('?deploy=production&version=v146');
    expect(
      await within(dialog).findByText(
        '1.4.6 has not been deployed anywhere yet.',
      ),
    ).toBeInTheDocument();
    // The warning has said so.
    expect(
      within(dialog).queryByText('not deployed anywhere yet'),
    ).not.toBeInTheDocument();
    expect(
      await within(dialog).findByRole('button', {
        name: 'Deploy 1.4.6 to Production',
      }),
    ).toBeEnabled();
  });

  it('selects none without a proposal, and says why', async () => {
    serveVersions({
      reason: '1.4.5 was rolled back in Production.',
      sentences: [],
      blockers: [],
    });
    const dialog = await openDialog('?deploy=production');
    await waitFor(() =>
      expect(
        within(dialog).getByRole('textbox', { name: /^Version/ }),
      ).toHaveAccessibleDescription(
        'No version is proposed. 1.4.5 was rolled back in Production.',
      ),
    );
    expect(
      within(dialog).getByRole('textbox', { name: /^Version/ }),
    ).toHaveValue('');
  });

  it('keeps a version that the link names', async () => {
    const requested = serveVersions(PROPOSAL);
    const dialog = await openDialog('?deploy=production&version=v145');
    await within(dialog).findByRole('button', {
      name: 'Deploy 1.4.5 to Production',
    });
    expect(requested).not.toHaveLength(0);
    expect(
      within(dialog).getByRole('textbox', { name: /^Version/ }),
    ).toHaveValue('1.4.5');
  });

  it('leaves the choice to a person who opened the list before it knew the proposal', async () => {
    servePlans(() => plan());
    let respond = () => {};
    const ready = new Promise<void>(resolve => {
      respond = resolve;
    });
    server.use(
      http.get(`${BASE_URL}/services/:ref/versions`, async () => {
        await ready;
        return HttpResponse.json({
          items: [rolledBack, proposed],
          proposal: PROPOSAL,
        });
      }),
    );
    const dialog = await openDialog('?deploy=production');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Show versions' }),
    );
    respond();
    await screen.findByText('Proposed');
    await screen.findByRole('option', { name: /^1\.4\.4/ });
    expect(
      within(dialog).getByRole('textbox', { name: /^Version/ }),
    ).toHaveValue('');
  });

  it('says that there are no versions yet, and that none match only after a search', async () => {
    servePlans(() => plan());
    server.use(answers('/services/:ref/versions', { items: [] }));
    const dialog = await openDialog('?deploy=production');
    const field = within(dialog).getByRole('textbox', { name: /^Version/ });
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Show versions' }),
    );
    expect(await screen.findByText(/^No versions yet/)).toBeVisible();
    fireEvent.change(field, { target: { value: '9' } });
    expect(await screen.findByText('No versions match.')).toBeVisible();
  });

  it('lets a person search for another version than the proposed one', async () => {
    serveVersions(PROPOSAL);
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production');
    const field = within(dialog).getByRole('textbox', { name: /^Version/ });
    await waitFor(() => expect(field).toHaveValue('1.4.4'));
    fireEvent.change(field, { target: { value: '1.4.5' } });
    await user.click(await screen.findByRole('option', { name: /^1\.4\.5/ }));
    await within(dialog).findByRole('button', {
      name: 'Deploy 1.4.5 to Production',
    });
    expect(field).toHaveValue('1.4.5');
  });

  it('keeps what a person types while the plan of the proposed version arrives', async () => {
    serveVersions(PROPOSAL);
    const dialog = await openDialog('?deploy=production');
    const field = within(dialog).getByRole('textbox', { name: /^Version/ });
    await waitFor(() => expect(field).toHaveValue('1.4.4'));
    fireEvent.change(field, { target: { value: '1.4' } });
    await within(dialog).findByRole('button', {
      name: 'Deploy 1.4.4 to Production',
    });
    // The search has responded.
    await waitFor(() =>
      expect(screen.getAllByRole('option').length).toBeGreaterThan(0),
    );
    expect(field).toHaveValue('1.4');
  });

  it('lets a person clear the proposed version', async () => {
    serveVersions(PROPOSAL);
    const user = userEvent.setup();
    const dialog = await openDialog('?deploy=production');
    const field = within(dialog).getByRole('textbox', { name: /^Version/ });
    await waitFor(() => expect(field).toHaveValue('1.4.4'));
    await user.clear(field);
    await waitFor(() =>
      expect(
        within(dialog).getByRole('button', { name: 'Deploy' }),
      ).toBeDisabled(),
    );
    expect(field).toHaveValue('');
  });
});
