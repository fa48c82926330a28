import type SvgIcon from '@material-ui/core/SvgIcon';
import { makeStyles, type Theme } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { getErrorColor, getWarningColor } from './readableColors';

/** One of Material UI's icons. */
export type ToneIcon = typeof SvgIcon;

/** How good or bad something is. */
export type Tone = 'ok' | 'warning' | 'error' | 'running' | 'pending' | 'muted';

/** How a label of one kind looks. */
export interface LabelStyle {
  tone: Tone;
  icon: ToneIcon;
}

const useStyles = makeStyles<Theme>(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'baseline',
      gap: theme.spacing(0.5),
      whiteSpace: 'nowrap',
    },
    wraps: { whiteSpace: 'normal' },
    icon: { fontSize: '1.15em', flexShrink: 0, alignSelf: 'center' },
    // Aligned with the first of several lines.
    iconOfLines: { alignSelf: 'flex-start', marginTop: '0.15em' },
    ok: { color: theme.palette.status.ok },
    warning: { color: getWarningColor(theme) },
    error: { color: getErrorColor(theme) },
    running: { color: theme.palette.status.running },
    pending: { color: theme.palette.text.secondary },
    muted: { color: theme.palette.text.secondary },
  }),
  { name: 'SlipwayToneLabel' },
);

/** An icon in the colour of its tone, with a text that says the same without colour. */
export function ToneLabel(props: {
  tone: Tone;
  icon: ToneIcon;
  children: ReactNode;
  className?: string;
  title?: string;
  /** For a label that is a sentence. */
  wraps?: boolean;
}) {
  const { tone, icon: Icon, children, className, title, wraps } = props;
  const classes = useStyles();
  return (
    <span
      className={[classes.root, wraps && classes.wraps, className]
        .filter(Boolean)
        .join(' ')}
      title={title}
    >
      <Icon
        className={[classes.icon, wraps && classes.iconOfLines, classes[tone]]
          .filter(Boolean)
          .join(' ')}
        aria-hidden
      />
      <span>{children}</span>
    </span>
  );
}
