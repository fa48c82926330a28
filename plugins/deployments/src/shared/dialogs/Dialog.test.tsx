import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { Dialog } from './Dialog';

function Page(props: { withFocusedField?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button onClick={() => setOpen(true)}>Open</button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        aria-labelledby="question"
      >
        <h2 id="question">Question</h2>
        <input
          ref={field => props.withFocusedField && field?.focus()}
          aria-label="Answer"
        />
      </Dialog>
    </>
  );
}

describe('a dialog', () => {
  it('takes the focus itself, and gives it back', async () => {
    render(<Page />);
    const button = screen.getByRole('button', { name: 'Open' });
    await userEvent.click(button);
    expect(screen.getByRole('dialog', { name: 'Question' })).toHaveFocus();
    await userEvent.tab();
    expect(screen.getByRole('textbox', { name: 'Answer' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    expect(button).toHaveFocus();
  });

  it('leaves the focus to a field that asks for it', async () => {
    render(<Page withFocusedField />);
    await userEvent.click(screen.getByRole('button', { name: 'Open' }));
    expect(screen.getByRole('textbox', { name: 'Answer' })).toHaveFocus();
  });
});
