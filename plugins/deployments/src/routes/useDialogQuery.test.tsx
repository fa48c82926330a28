import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter, useLocation, useNavigate } from 'react-router-dom';
import { useDialogQuery } from './useDialogQuery';

/** Shows the last of these addresses, without a page. */
function renderAt(entries: string[]) {
  const { result } = renderHook(
    () => ({
      dialog: useDialogQuery(),
      navigate: useNavigate(),
      address: `${useLocation().pathname}${useLocation().search}`,
    }),
    {
      wrapper: ({ children }: { children?: ReactNode }) => (
        <MemoryRouter initialEntries={entries}>{children}</MemoryRouter>
      ),
    },
  );
  const run = (name: 'open' | 'change' | 'close', value?: string) =>
    act(() =>
      result.current.dialog[name](current => {
        const next = new URLSearchParams(current);
        if (value === undefined) {
          next.delete('deploy');
        } else {
          next.set('deploy', value);
        }
        return next;
      }),
    );
  return {
    run,
    address: () => result.current.address,
    go: (steps: number) => act(() => result.current.navigate(steps)),
  };
}

describe('a dialog in the address', () => {
  it('leaves no step in the history when it is closed', () => {
    const { run, address, go } = renderAt(['/before', '/page?tab=1']);
    run('open', 'staging');
    run('change', 'production');
    expect(address()).toBe('/page?tab=1&deploy=production');
    run('close');
    expect(address()).toBe('/page?tab=1');
    go(-1);
    expect(address()).toBe('/before');
  });

  it('is closed by Back, and opened again by Forward', () => {
    const { run, address, go } = renderAt(['/before', '/page']);
    run('open', 'staging');
    go(-1);
    expect(address()).toBe('/page');
    go(1);
    expect(address()).toBe('/page?deploy=staging');
    run('close');
    expect(address()).toBe('/page');
  });

  it('stays on its page when a link opened it', () => {
    const { run, address, go } = renderAt(['/before', '/page?deploy=x']);
    run('change', 'y');
    run('close');
    expect(address()).toBe('/page');
    go(-1);
    expect(address()).toBe('/before');
  });
});
