import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { row } from '../../../__testUtils__/doraFixtures';
import { renderDora, withDoraPage } from '../../../__testUtils__/doraPage';
import {
  answers,
  BASE_URL,
  refusal,
  server,
} from '../../../__testUtils__/server';

jest.setTimeout(120_000);
withDoraPage();

describe('the rows behind a number', () => {
  it('say whether and why they counted, and add up to the number', async () => {
    const user = userEvent.setup();
    renderDora();
    await user.click(
      await screen.findByRole('button', {
        name: 'Show rows: Change fail rate',
      }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(
      await within(dialog).findByText(
        '12.5 %, recalculated from 2 counted rows',
      ),
    ).toBeInTheDocument();
    const failed = within(dialog).getByRole('row', { name: /1\.5\.0/ });
    expect(failed).toHaveTextContent('Counted as failed');
    expect(failed).toHaveTextContent('It was rolled back.');
    expect(within(failed).getByRole('link', { name: '1.5.0' })).toHaveAttribute(
      'href',
      '/deployments/d2',
    );
    const leftOut = within(dialog).getByRole('row', { name: /Rollback to/ });
    expect(leftOut).toHaveTextContent(
      /Excluded.*A rollback is recovery, not delivery\./,
    );

    await user.click(
      within(dialog).getByRole('button', { name: 'Excluded (1)' }),
    );
    await waitFor(() =>
      expect(within(dialog).getAllByRole('row')).toHaveLength(2),
    );
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('are opened by their address and load page by page', async () => {
    server.use(
      answers('/dora/metrics/change-lead-time/rows', request => {
        const query = new URL(request.url).searchParams;
        const second = query.get('cursor') === 'next';
        return {
          metric: 'change-lead-time',
          items: [
            row({
              type: 'change',
              id: second ? 'bbbbbbbbbbbb' : 'aaaaaaaaaaaa',
              value: 60_000,
            }),
          ],
          totals: { counted: 2, excluded: 5 },
          ...(second ? {} : { nextCursor: 'next' }),
        };
      }),
    );
    const user = userEvent.setup();
    renderDora('?rows=change-lead-time&counted=true');
    const dialog = await screen.findByRole('dialog', {
      name: 'Change lead time: rows',
    });
    expect(
      await within(dialog).findByRole('row', { name: /aaaaaaa/ }),
    ).toHaveTextContent('1 min');
    expect(within(dialog).getByText('1 of 2 rows')).toBeInTheDocument();
    expect(
      within(dialog).getByRole('button', { name: 'Counted (2)' }),
    ).toHaveAttribute('aria-pressed', 'true');
    await user.click(within(dialog).getByRole('button', { name: 'Load more' }));
    expect(
      await within(dialog).findByRole('row', { name: /bbbbbbb/ }),
    ).toBeInTheDocument();
    expect(
      within(dialog).queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
  });

  it('can all be downloaded as CSV', async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = blob => {
      saved.push(blob as Blob);
      return 'blob:rows';
    };
    URL.revokeObjectURL = () => {};
    // jsdom cannot follow a link.
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation();
    const requested: string[] = [];
    server.use(
      http.get(`${BASE_URL}/dora/metrics/rework-rate/rows`, ({ request }) => {
        requested.push(request.headers.get('accept') ?? '');
        return request.headers.get('accept') === 'text/csv'
          ? new HttpResponse('id,service\r\nd1,checkout\r\n', {
              headers: { 'Content-Type': 'text/csv' },
            })
          : HttpResponse.json({
              metric: 'rework-rate',
              items: [row()],
              totals: { counted: 1, excluded: 0 },
            });
      }),
    );
    const user = userEvent.setup();
    renderDora('?rows=rework-rate');
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByRole('table');
    await user.click(
      within(dialog).getByRole('button', { name: 'Download CSV' }),
    );
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(requested[requested.length - 1]).toBe('text/csv');
    expect(saved[0].size).toBe('id,service\r\nd1,checkout\r\n'.length);
  });

  it('say so if there are none, and show why they cannot be loaded', async () => {
    let failing = true;
    server.use(
      http.get(`${BASE_URL}/dora/metrics/recovery-time/rows`, () =>
        failing
          ? refusal(500, 'Error', 'The database is away')
          : HttpResponse.json({
              metric: 'recovery-time',
              items: [],
              totals: { counted: 0, excluded: 0 },
            }),
      ),
    );
    const user = userEvent.setup();
    renderDora('?rows=recovery-time');
    const dialog = await screen.findByRole('dialog');
    expect(
      (await within(dialog).findAllByText(/The database is away/))[0],
    ).toBeInTheDocument();
    failing = false;
    await user.click(within(dialog).getByRole('button', { name: /^Counted/ }));
    expect(
      await within(dialog).findByText(/^No rows were counted for 1 Nov 2026/),
    ).toBeInTheDocument();
    expect(
      within(dialog).getByRole('button', { name: 'Download CSV' }),
    ).toBeDisabled();
  });
});
