import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslation } from '../../../i18n/useTranslation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1),
    },
  }),
  { name: 'SlipwayDoraPages' },
);

/** Which rows a chart shows, with buttons to page through the others. Renders nothing if all rows are shown. */
export function SamplePages(props: {
  /** How many rows are newer than the shown ones. */
  skipped: number;
  shown: number;
  total: number;
  what: 'commits' | 'deployments';
  older: (() => void) | undefined;
  newer: (() => void) | undefined;
}) {
  const { skipped, shown, total, what, older, newer } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  if (!older && !newer) {
    return null;
  }
  return (
    <div className={classes.root}>
      <span role="status">
        {t(`dora.page.${what}`, {
          first: String(skipped + 1),
          last: String(skipped + shown),
          total: String(total),
        })}
      </span>
      <Button size="small" disabled={!newer} onClick={newer}>
        {t('dora.page.newer')}
      </Button>
      <Button size="small" disabled={!older} onClick={older}>
        {t('dora.page.older')}
      </Button>
    </div>
  );
}
