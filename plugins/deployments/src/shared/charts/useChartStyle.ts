import { useTheme } from '@material-ui/core/styles';

/** Colours and text styles of charts in the current theme. */
export function useChartStyle() {
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
