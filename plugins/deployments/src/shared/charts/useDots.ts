import { makeStyles } from '@material-ui/core/styles';
import {
  createContext,
  useContext,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react';

export interface Dot {
  id: string;
  /** Epoch milliseconds. */
  at: number;
  /** Its description, line by line. */
  text: string[];
}

export const useDotStyles = makeStyles(
  theme => ({
    dot: {
      cursor: 'pointer',
      '&:focus': { outline: 'none' },
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.text.primary}`,
        outlineOffset: 2,
      },
    },
    // Room for two lines, so that the content below doesn't move with the focus.
    caption: {
      ...theme.typography.caption,
      color: theme.palette.text.secondary,
      minHeight: '2.8em',
      margin: 0,
    },
  }),
  { name: 'SlipwayDots' },
);

/**
 * Makes the dots of a chart buttons. They share one tab stop, the arrow keys move between them in time order, and Enter
 * opens one.
 */
export function useDots(dots: readonly Dot[], onOpen: (id: string) => void) {
  const inTime = useMemo(() => [...dots].sort((a, b) => a.at - b.at), [dots]);
  const [current, setCurrent] = useState<string>();
  const [focused, setFocused] = useState<Dot>();
  const elements = useRef(new Map<string, SVGGElement>());
  const newest = inTime[inTime.length - 1];
  // The tab stop is the newest dot, or the one that had the focus last.
  const stop = inTime.some(({ id }) => id === current) ? current : newest?.id;

  const goTo = (index: number) => {
    const dot = inTime[Math.min(inTime.length - 1, Math.max(0, index))];
    setCurrent(dot.id);
    elements.current.get(dot.id)?.focus();
  };
  const onKeyDown = (id: string, event: KeyboardEvent) => {
    const index = inTime.findIndex(dot => dot.id === id);
    const go: Partial<Record<string, () => void>> = {
      ArrowRight: () => goTo(index + 1),
      ArrowLeft: () => goTo(index - 1),
      Home: () => goTo(0),
      End: () => goTo(inTime.length - 1),
      Enter: () => onOpen(id),
      ' ': () => onOpen(id),
    };
    const act = go[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  };

  return {
    /** The dot that has the focus. */
    focused,
    getButtonProps: (dot: Dot) => ({
      ref: (element: SVGGElement | null) => {
        if (element) {
          elements.current.set(dot.id, element);
        } else {
          elements.current.delete(dot.id);
        }
      },
      role: 'button',
      tabIndex: dot.id === stop ? 0 : -1,
      'aria-label': dot.text.join(', '),
      onClick: () => {
        setCurrent(dot.id);
        onOpen(dot.id);
      },
      onFocus: () => setFocused(dot),
      onBlur: () => setFocused(undefined),
      onKeyDown: (event: KeyboardEvent) => onKeyDown(dot.id, event),
    }),
  };
}

/** Passes the button properties to the dots without rendering the chart again when the focus moves. */
export const DotsContext = createContext<
  ReturnType<typeof useDots> | undefined
>(undefined);

export function useDotProps(dot: Dot | undefined) {
  const dots = useContext(DotsContext);
  const classes = useDotStyles();
  return dot && dots
    ? { ...dots.getButtonProps(dot), className: classes.dot }
    : undefined;
}
