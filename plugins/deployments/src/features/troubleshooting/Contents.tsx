import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { useTranslation } from '../../i18n/useTranslation';

export interface ContentsEntry {
  id: string;
  title: string;
  level: number;
}

const useStyles = makeStyles(
  theme => ({
    root: {
      ...theme.typography.body2,
      [theme.breakpoints.up('md')]: {
        position: 'sticky',
        top: theme.spacing(2),
        maxHeight: '90vh',
        overflowY: 'auto',
      },
    },
    summary: { cursor: 'pointer', marginBottom: theme.spacing(1) },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    entry: { padding: theme.spacing(0.25, 0) },
    below: { paddingLeft: theme.spacing(2) },
  }),
  { name: 'SlipwayTroubleshootingContents' },
);

/** Links to a page's headings: next to the page on a wide screen, collapsed above it on a narrow one. */
export function Contents(props: { entries: readonly ContentsEntry[] }) {
  const { entries } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const top = Math.min(...entries.map(({ level }) => level));
  return (
    <nav className={classes.root} aria-label={t('troubleshooting.contents')}>
      <details open={!isNarrow}>
        <Typography
          variant="subtitle2"
          component="summary"
          className={classes.summary}
        >
          {t('troubleshooting.contents')}
        </Typography>
        <ul className={classes.list}>
          {entries.map(({ id, title, level }) => (
            <li
              key={id}
              className={
                level > top
                  ? `${classes.entry} ${classes.below}`
                  : classes.entry
              }
            >
              <Link to={`#${id}`}>{title}</Link>
            </li>
          ))}
        </ul>
      </details>
    </nav>
  );
}
