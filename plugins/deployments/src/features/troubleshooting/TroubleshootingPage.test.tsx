import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderApp } from '../../__testUtils__/renderApp';
import {
  everydayHandlers,
  server,
  withServer,
} from '../../__testUtils__/server';
import { TROUBLESHOOTING_TOPICS } from '../../shared/troubleshooting/topics';
import { troubleshooting } from './troubleshooting.generated';

jest.setTimeout(90_000);
withServer();

const scrolledTo = jest.fn();
const scrollIntoView = Element.prototype.scrollIntoView;

beforeEach(() => {
  scrolledTo.mockReset();
  Element.prototype.scrollIntoView = function record() {
    scrolledTo(this.id);
  };
});
afterAll(() => {
  Element.prototype.scrollIntoView = scrollIntoView;
});

async function openPage(hash = '') {
  server.use(...everydayHandlers());
  renderApp(`/deployments/troubleshooting${hash}`);
  return screen.findByRole('heading', { level: 1, name: 'Troubleshooting' });
}

describe('the troubleshooting page', () => {
  it.each([...TROUBLESHOOTING_TOPICS])('has a section for #%s', topic => {
    expect(troubleshooting.map(({ id }) => id)).toContain(topic);
  });

  it('focuses the heading that the address names and scrolls to it', async () => {
    await openPage('#hold-cannot-be-lifted');
    const heading = screen.getByRole('heading', {
      name: 'Hold cannot be lifted',
    });
    expect(heading).toHaveFocus();
    expect(scrolledTo).toHaveBeenLastCalledWith('hold-cannot-be-lifted');
    expect(
      screen.getByRole('region', { name: 'Hold cannot be lifted' }),
    ).toHaveTextContent('409: there is no hold');
  });

  it.each(['', '#no-such-section', '#%E0%A4%A'])(
    'starts at its top with the hash “%s”',
    async hash => {
      await openPage(hash);
      expect(document.body).toHaveFocus();
      expect(scrolledTo.mock.calls.flat().filter(Boolean)).toEqual([]);
    },
  );

  it('follows links in its text and in its contents, without another page load', async () => {
    await openPage('#rollback-refused');
    await userEvent.click(
      within(
        screen.getByRole('region', { name: 'Rollback refused' }),
      ).getByRole('link', { name: 'quarantined' }),
    );
    await waitFor(() =>
      expect(screen.getByRole('heading', { name: 'Quarantine' })).toHaveFocus(),
    );
    const contents = screen.getByRole('navigation', { name: 'Contents' });
    await userEvent.click(
      within(contents).getByRole('link', { name: '5xx responses' }),
    );
    await waitFor(() =>
      expect(
        screen.getByRole('heading', { name: '5xx responses' }),
      ).toHaveFocus(),
    );
    expect(scrolledTo).toHaveBeenLastCalledWith('5xx-responses');
  });

  it('lists all headings as its contents, in their order', async () => {
    await openPage();
    const contents = screen.getByRole('navigation', { name: 'Contents' });
    expect(
      within(contents)
        .getAllByRole('link')
        .map(link => link.textContent),
    ).toEqual(troubleshooting.slice(1).map(({ title }) => title));
  });

  it('has no link to a page of the docs, which an installation lacks', async () => {
    await openPage();
    const targets = within(screen.getByRole('main'))
      .getAllByRole('link')
      .map(link => link.getAttribute('href') ?? '');
    expect(targets.filter(target => target.includes('.md'))).toEqual([]);
  });
});
