import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ReportProblem from '@material-ui/icons/ReportProblem';
import type { Problem } from '@slipway/backstage-plugin-deployments-common';
import { Fragment, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { problemTitles } from '../../i18n/problemTitles';
import { uniqueId } from '../ids/uniqueId';
import { getErrorColor } from '../labels/readableColors';
import { OutsideLink } from '../links/LinkList';
import { RelativeTime } from '../time/RelativeTime';

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
      color: getErrorColor(theme),
      flexShrink: 0,
    },
    body: { minWidth: 0, flexGrow: 1, overflowWrap: 'anywhere' },
    facts: { color: theme.palette.text.secondary },
    log: {
      maxHeight: 240,
      overflow: 'auto',
      margin: 0,
      padding: theme.spacing(1),
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      backgroundColor: theme.palette.background.default,
      fontFamily: 'monospace',
      fontSize: theme.typography.body2.fontSize,
      whiteSpace: 'pre-wrap',
    },
  }),
  { name: 'SlipwayProblemList' },
);

/** The last lines of a problem's log, which a button shows. */
function LogTail(props: { lines: string[]; object: string | undefined }) {
  const { lines, object } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const [open, setOpen] = useState(false);
  const label = t(open ? 'problem.hideLog' : 'problem.showLog');
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
            aria-label={`${t('problem.log')}${of}`}
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

/** Whether this portal has a title for a code. Newer targets can have more. */
function isKnown(code: string): code is keyof typeof problemTitles {
  return Object.hasOwn(problemTitles, code);
}

function ProblemFacts(props: { problem: Problem }) {
  const { code, object, since, link } = props.problem;
  const { t } = useTranslation();
  const classes = useStyles();
  const facts = [
    isKnown(code) && (
      // The documentation explains each code.
      <span title={code}>{t(`problemTitle.${code}`)}</span>
    ),
    object && <code>{object}</code>,
    since && (
      <>
        {t('problem.since')} <RelativeTime at={since} />
      </>
    ),
    link && <OutsideLink link={link} />,
  ].filter(Boolean);
  return (
    <Typography variant="body2" component="div" className={classes.facts}>
      {facts.map((fact, index) => (
        // Their order is fixed.
        <Fragment key={index}>
          {index > 0 && ' · '}
          {fact}
        </Fragment>
      ))}
    </Typography>
  );
}

/** What is wrong, as a target last reported it: each problem with its evidence. */
export function ProblemList(props: {
  problems: Problem[];
  /** What the list is about, for screen readers. */
  label: string;
}) {
  const classes = useStyles();
  return (
    <section aria-label={props.label}>
      <ul className={classes.list}>
        {props.problems.map((problem, index) => (
          <li
            key={`${problem.code}:${problem.object ?? ''}:${index}`}
            className={classes.item}
          >
            <ReportProblem className={classes.icon} aria-hidden />
            <div className={classes.body}>
              <Typography variant="body2">{problem.message}</Typography>
              <ProblemFacts problem={problem} />
              {problem.logTail && problem.logTail.length > 0 && (
                <LogTail lines={problem.logTail} object={problem.object} />
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
