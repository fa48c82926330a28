import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SkipLink } from './SkipLink';

describe('the link past the navigation', () => {
  it('is the first stop of the keyboard and leads to the main landmark', async () => {
    render(
      <>
        <SkipLink />
        <a href="/catalog">Catalog</a>
        <main>
          <button>Deploy</button>
        </main>
      </>,
    );
    const user = userEvent.setup();
    await user.tab();
    expect(screen.getByRole('link', { name: 'Skip to content' })).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(screen.getByRole('main')).toHaveFocus();
    await user.tab();
    expect(screen.getByRole('button', { name: 'Deploy' })).toHaveFocus();
  });
});
