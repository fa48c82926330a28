import { renderInTestApp } from '@backstage/test-utils';
import type { Problem } from '@slipway/backstage-plugin-deployments-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ProblemList } from './ProblemList';

const CRASH: Problem = {
  code: 'crash_loop',
  message: 'The container web exits again and again. Read its log.',
  object: 'pod/checkout-6d4f-x2x',
  since: '2026-11-21T10:00:00Z',
  logTail: ['starting', 'Error: no database'],
  link: { title: 'Pod in the console', url: 'https://console.example.com/pod' },
};

describe('ProblemList', () => {
  it('shows what is wrong, with which object and since when', async () => {
    await renderInTestApp(
      <ProblemList
        label="Problems"
        problems={[CRASH, { code: 'quota', message: 'The quota is used up.' }]}
      />,
    );
    const list = screen.getByRole('region', { name: 'Problems' });
    const [first, second] = within(list).getAllByRole('listitem');
    expect(first).toHaveTextContent(CRASH.message);
    expect(first).toHaveTextContent(
      /Crash loop · pod\/checkout-6d4f-x2x · since .* ago/,
    );
    expect(second).toHaveTextContent(/^The quota is used up\.Quota used up$/);
  });

  it('shows no bare code of a newer target', async () => {
    const problem = { code: 'brand_new', message: 'Something new is wrong.' };
    await renderInTestApp(
      <ProblemList label="Problems" problems={[problem]} />,
    );
    expect(screen.getByRole('listitem').textContent).toBe(problem.message);
  });

  it('shows the last log lines on request, also by keyboard', async () => {
    await renderInTestApp(<ProblemList label="Problems" problems={[CRASH]} />);
    const user = userEvent.setup();
    const name = /last log lines \(pod\/checkout-6d4f-x2x\)/;
    const button = screen.getByRole('button', { name });
    expect(screen.queryByText(/no database/)).not.toBeInTheDocument();
    button.focus();
    await user.keyboard('{Enter}');
    const log = screen.getByRole('region', { name: /^Last log lines/ });
    expect(log.textContent).toBe('starting\nError: no database');
    await user.tab();
    // The link comes before the button, so the next stop is the log.
    expect(log).toHaveFocus();
    await user.click(screen.getByRole('button', { name }));
    expect(screen.queryByText(/no database/)).not.toBeInTheDocument();
  });

  it('opens its link in a new tab that cannot reach the portal', async () => {
    await renderInTestApp(<ProblemList label="Problems" problems={[CRASH]} />);
    const link = screen.getByRole('link', { name: /^Pod in the console/ });
    expect(link).toHaveAttribute('href', 'https://console.example.com/pod');
    expect(link).toHaveAttribute('target', '_blank');
    expect(link).toHaveAttribute('rel', 'noopener');
  });
});
