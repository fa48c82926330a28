import { useTheme } from '@material-ui/core/styles';

/** Colours and text styles of charts in the current theme. */
export function useChartLooks() {
  const { palette, typography } = useTheme();
  // Typed here, so that the return type doesn't refer to a transitive dependency.
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

/** A hatch pattern for incomplete periods. Not a colour, so that everybody can see it. */
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
