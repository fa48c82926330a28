import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ReportProblem from '@material-ui/icons/ReportProblem';
import type {
  EnvironmentState,
  Problem,
} from '@slipway/backstage-plugin-deployments-common';
import { type ReactNode, Fragment, useState } from 'react';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { uniqueId } from '../../shared/ids/uniqueId';
import { LinkList, OutsideLink } from '../../shared/links/LinkList';
import { RelativeTime } from '../../shared/time/RelativeTime';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      display: 'flex',
      gap: theme.spacing(1),
      alignItems: 'flex-start',
      '& + &': { marginTop: theme.spacing(1) },
    },
    icon: {
      fontSize: '1.25em',
      marginTop: '0.1em',
      color: theme.palette.status.error,
      flexShrink: 0,
    },
    body: { minWidth: 0, flexGrow: 1, overflowWrap: 'anywhere' },
    log: {
      maxHeight: 240,
      overflow: 'auto',
      margin: 0,
      padding: theme.spacing(1),
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      fontFamily: 'monospace',
      fontSize: theme.typography.body2.fontSize,
      whiteSpace: 'pre-wrap',
    },
  }),
  { name: 'SlipwayEnvironmentReport' },
);

/** The last lines of a problem's log, which a button shows. */
function ProblemLog(props: { lines: string[]; object: string | undefined }) {
  const { lines, object } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const [open, setOpen] = useState(false);
  const label = t(
    open ? 'environmentReport.hideLog' : 'environmentReport.showLog',
  );
  const of = object === undefined ? '' : ` (${object})`;
  return (
    <>
      <Button
        size="small"
        aria-expanded={open}
        aria-controls={id}
        // Distinguishes the buttons of several problems.
        aria-label={`${label}${of}`}
        onClick={() => setOpen(!open)}
      >
        {label}
      </Button>
      <div id={id} hidden={!open}>
        {open && (
          <pre
            className={classes.log}
            role="region"
            aria-label={`${t('environmentReport.log')}${of}`}
            // A scrolling region must be reachable by keyboard.
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
          >
            {lines.join('\n')}
          </pre>
        )}
      </div>
    </>
  );
}

function ProblemItem(props: { problem: Problem }) {
  const { code, message, object, since, link, logTail } = props.problem;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  return (
    <li className={classes.item}>
      <ReportProblem className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <Typography variant="body2">{message}</Typography>
        <Typography variant="body2" color="textSecondary" component="div">
          <Facts>
            <code>{code}</code>
            {object && <code>{object}</code>}
            {since && (
              <>
                {t('environmentReport.since')} <RelativeTime at={since} />
              </>
            )}
            {link && <OutsideLink link={link} />}
          </Facts>
        </Typography>
        {logTail && logTail.length > 0 && (
          <ProblemLog lines={logTail} object={object} />
        )}
      </div>
    </li>
  );
}

/** Facts in a row, without those that are absent. */
function Facts(props: { children: ReactNode[] }) {
  const facts = props.children.filter(Boolean);
  return (
    <>
      {facts.map((fact, index) => (
        // Their order is fixed.
        <Fragment key={index}>
          {index > 0 && ' · '}
          {fact}
        </Fragment>
      ))}
    </>
  );
}

/**
 * What the target reports about a service in an environment: how it is known, who else manages or changed it, pages of other
 * tools, and what is wrong. Nothing if it reports none of these.
 */
export function EnvironmentReport(props: { state: EnvironmentState }) {
  const {
    basis,
    managedBy,
    changedBy,
    links = [],
    problems = [],
  } = props.state;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const runs = props.state.traffic.length > 0;
  return (
    <>
      {basis === 'recorded' && runs && (
        <Typography variant="body2" color="textSecondary">
          {t('environmentReport.recorded', {
            versions: props.state.traffic
              .map(({ versionName }) => versionName)
              .join(', '),
          })}
        </Typography>
      )}
      {managedBy && (
        <Typography variant="body2" color="textSecondary">
          {t('environmentReport.managedBy', { tool: managedBy })}
        </Typography>
      )}
      {changedBy && (
        <Typography variant="body2" color="textSecondary" component="div">
          {t('environmentReport.changedBy', { name: changedBy.name })}
          {changedBy.at && (
            <>
              {' '}
              <RelativeTime at={changedBy.at} />
            </>
          )}
        </Typography>
      )}
      {links.length > 0 && (
        <Typography variant="body2" component="div">
          <LinkList links={links} />
        </Typography>
      )}
      {problems.length > 0 && (
        <section
          aria-label={t('environmentReport.problems', {
            environment: props.state.environment.title,
          })}
        >
          <ul className={classes.list}>
            {problems.map((problem, index) => (
              <ProblemItem
                key={`${problem.code}:${problem.object ?? ''}:${index}`}
                problem={problem}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
