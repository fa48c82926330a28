import { fireEvent, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { discardDrafts, useDraft } from './useDraft';

function Reason() {
  const [reason, setReason] = useDraft('reason', () => '');
  return (
    <input
      aria-label="Reason"
      value={reason}
      onChange={event => setReason(event.target.value)}
    />
  );
}

/** As in Backstage, each theme has a provider of its own, so React mounts everything in it again. */
const Light = (props: { children: ReactNode }) => <>{props.children}</>;
const Dark = (props: { children: ReactNode }) => <>{props.children}</>;

const light = (
  <Light>
    <Reason />
  </Light>
);
const dark = (
  <Dark>
    <Reason />
  </Dark>
);

function type(text: string) {
  fireEvent.change(screen.getByLabelText('Reason'), {
    target: { value: text },
  });
}

describe('a draft', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    discardDrafts();
  });
  afterEach(() => jest.useRealTimers());

  it('survives each switch of the theme', () => {
    const { rerender } = render(light);
    const before = screen.getByLabelText('Reason');
    type('Fix');
    rerender(dark);
    expect(screen.getByLabelText('Reason')).not.toBe(before);
    expect(screen.getByLabelText('Reason')).toHaveValue('Fix');
    // The time counts from when it was unmounted last.
    jest.advanceTimersByTime(60_000);
    rerender(light);
    expect(screen.getByLabelText('Reason')).toHaveValue('Fix');
  });

  it('is forgotten some time after a person left', () => {
    const { unmount } = render(light);
    type('Fix');
    unmount();
    jest.advanceTimersByTime(60_000);
    render(light);
    expect(screen.getByLabelText('Reason')).toHaveValue('');
  });

  it('is forgotten once it is discarded', () => {
    const { unmount } = render(light);
    type('Fix');
    discardDrafts();
    unmount();
    render(light);
    expect(screen.getByLabelText('Reason')).toHaveValue('');
  });
});
