import Badge from '@material-ui/core/Badge';
import { makeStyles } from '@material-ui/core/styles';
import AssignmentLate from '@material-ui/icons/AssignmentLate';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { uniqueId } from '../../shared/ids/uniqueId';
import { MAX_AWAITED, useAwaited } from './useAwaited';

const useStyles = makeStyles(
  theme => ({
    badge: {
      backgroundColor: theme.palette.warning.light,
      color: theme.palette.getContrastText(theme.palette.warning.light),
      fontSize: '0.7rem',
      minWidth: 18,
      height: 18,
      padding: theme.spacing(0, 0.5),
    },
    hidden: {
      position: 'absolute',
      width: 1,
      height: 1,
      overflow: 'hidden',
      clip: 'rect(0 0 0 0)',
      whiteSpace: 'nowrap',
    },
  }),
  { name: 'SlipwayCountedIcon' },
);

/** The icon with the number of decisions. Without any, or if they are unknown, it is plain. */
export function CountedIcon() {
  const { t } = useTranslation();
  const classes = useStyles();
  const { value } = useAwaited();
  const count = value?.items.length ?? 0;
  const [id] = useState(uniqueId);
  const text = useRef<HTMLSpanElement>(null);
  const hasCount = count > 0;

  // Backstage's sidebar names the link itself, which hides what the icon says from screen readers.
  useEffect(() => {
    const link = text.current?.closest('a');
    link?.setAttribute('aria-describedby', id);
    return () => link?.removeAttribute('aria-describedby');
  }, [id, hasCount]);
  if (!hasCount) {
    return <AssignmentLate fontSize="inherit" />;
  }
  const max = MAX_AWAITED - 1;
  return (
    <>
      <span id={id} ref={text} className={classes.hidden}>
        {count > max
          ? t('needsYou.countMany', { max: String(max) })
          : t('needsYou.count', { count })}
      </span>
      <Badge
        badgeContent={
          <span aria-hidden>{count > max ? `${max}+` : count}</span>
        }
        classes={{ badge: classes.badge }}
        overlap="rectangular"
      >
        <AssignmentLate fontSize="inherit" />
      </Badge>
    </>
  );
}
