import { useTheme } from '@material-ui/core/styles';

/** Colours and texts of charts, in both themes. */
export function useChartLooks() {
  const { palette, typography } = useTheme();
  // Named, so that the type of what is returned does not refer to a library of a library.
  const fontSize = typography.caption.fontSize as string | number | undefined;
  return {
    line: palette.primary.main,
    muted: palette.text.secondary,
    grid: palette.divider,
    failed: palette.status.error,
    running: palette.status.running,
    target: palette.status.ok,
    paper: palette.background.paper,
    tick: {
      fontSize,
      fill: palette.text.secondary,
    },
    tooltip: {
      backgroundColor: palette.background.paper,
      border: `1px solid ${palette.divider}`,
      color: palette.text.primary,
      padding: 8,
      maxWidth: 320,
      overflowWrap: 'anywhere',
    },
  } as const;
}

/** Slanted lines, for what is not whole yet; not a colour, so that everybody sees it. */
export function Hatch(props: { id: string; colour: string }) {
  const { id, colour } = props;
  return (
    <defs>
      <pattern
        id={id}
        width={6}
        height={6}
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <line x1={0} y1={0} x2={0} y2={6} stroke={colour} strokeWidth={3} />
      </pattern>
    </defs>
  );
}
