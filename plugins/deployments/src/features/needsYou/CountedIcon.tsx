import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Badge from '@material-ui/core/Badge';
import { makeStyles } from '@material-ui/core/styles';
import AssignmentLate from '@material-ui/icons/AssignmentLate';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
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
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const { value } = useAwaited();
  const count = value?.items.length ?? 0;
  if (count === 0) {
    return <AssignmentLate fontSize="inherit" />;
  }
  const max = MAX_AWAITED - 1;
  return (
    <>
      <span className={classes.hidden}>
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
