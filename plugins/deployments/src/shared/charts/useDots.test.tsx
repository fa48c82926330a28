import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DotsContext, useDotProps, useDots, type Dot } from './useDots';

const DOTS: Dot[] = [
  { id: 'c', at: 3, text: ['Third', '1 h'] },
  { id: 'a', at: 1, text: ['First', '3 h'] },
  { id: 'b', at: 2, text: ['Second', '2 h'] },
];

function OneDot(props: { dot: Dot }) {
  return <g {...useDotProps(props.dot)} />;
}

function Chart(props: { onOpen(id: string): void }) {
  const dots = useDots(DOTS, props.onOpen);
  return (
    <DotsContext.Provider value={dots}>
      <svg>
        {DOTS.map(dot => (
          <OneDot key={dot.id} dot={dot} />
        ))}
      </svg>
      <p>{dots.focused?.text[0] ?? 'None'}</p>
    </DotsContext.Provider>
  );
}

const dot = (name: string) => screen.getByRole('button', { name });

describe('dots of a chart', () => {
  it('open their item when pressed', async () => {
    const onOpen = jest.fn();
    render(<Chart onOpen={onOpen} />);
    await userEvent.setup().click(dot('Second, 2 h'));
    expect(onOpen.mock.calls).toEqual([['b']]);
  });

  it('share one tab stop at the newest, move by arrow keys in time order, and open by Enter', async () => {
    const onOpen = jest.fn();
    const user = userEvent.setup();
    render(<Chart onOpen={onOpen} />);
    await user.tab();
    expect(dot('Third, 1 h')).toHaveFocus();
    await user.keyboard('{ArrowLeft}');
    expect(dot('Second, 2 h')).toHaveFocus();
    expect(screen.getByText('Second')).toBeInTheDocument();
    await user.keyboard('{Home}');
    expect(dot('First, 3 h')).toHaveFocus();
    await user.keyboard('{ArrowLeft}');
    expect(dot('First, 3 h')).toHaveFocus();
    await user.keyboard('{End}{ArrowLeft}{Enter} ');
    expect(onOpen.mock.calls).toEqual([['b'], ['b']]);

    // Focus returns to the same dot.
    await user.tab();
    expect(screen.getByText('None')).toBeInTheDocument();
    await user.tab({ shift: true });
    expect(dot('Second, 2 h')).toHaveFocus();
  });
});
