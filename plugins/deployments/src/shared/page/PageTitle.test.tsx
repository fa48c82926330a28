import { renderInTestApp } from '@backstage/test-utils';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { PageTitle } from './PageTitle';

function Page() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <PageTitle title="Activity | Deployments" />
      <button onClick={() => setIsOpen(!isOpen)}>Dialog</button>
      {isOpen && <PageTitle title="Deploy Checkout to Production" />}
    </>
  );
}

/** Longer than a title waits before it sets itself again. */
const settle = () =>
  act(() => new Promise(resolve => setTimeout(resolve, 700)));

describe('the title of the browser tab', () => {
  beforeEach(() => {
    document.title = 'Portal';
  });

  it('says what the page shows, and then the name of the portal', async () => {
    await renderInTestApp(<Page />);
    await waitFor(() =>
      expect(document.title).toMatch(/^Activity \| Deployments \| \w+/),
    );
  });

  it('is that of the dialog while one is open, and stays so', async () => {
    await renderInTestApp(<Page />);
    await userEvent.click(screen.getByRole('button'));
    const ofDialog = /^Deploy Checkout to Production \| \w+/;
    await waitFor(() => expect(document.title).toMatch(ofDialog));
    await settle();
    expect(document.title).toMatch(ofDialog);
    await userEvent.click(screen.getByRole('button'));
    await waitFor(() => expect(document.title).toMatch(/^Activity \| /));
    await settle();
    expect(document.title).toMatch(/^Activity \| /);
  });

  it('is set again if something else changes it, apart from a count before it', async () => {
    await renderInTestApp(<Page />);
    await waitFor(() => expect(document.title).toMatch(/^Activity/));
    const title = document.title;
    document.title = `(2) ${title}`;
    await settle();
    expect(document.title).toBe(`(2) ${title}`);
    document.title = '(2) Running: something | Backstage';
    await waitFor(() => expect(document.title).toBe(title));
  });
});
