import { Link } from '@backstage/core-components';
import { useEntityPresentation } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ExpandLess from '@material-ui/icons/ExpandLess';
import ExpandMore from '@material-ui/icons/ExpandMore';
import type { AllowedCommand } from '@slipway/backstage-plugin-deployments-common';
import { useRef, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useBlockerTexts } from '../../shared/blockers/useBlockerTexts';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { useCommandTexts } from '../../shared/commands/useCommandTexts';
import { CommandButtons } from '../../shared/commands/CommandButtons';
import { uniqueId } from '../../shared/ids/uniqueId';
import { getWarningColor } from '../../shared/labels/readableColors';
import { PrincipalName } from '../../shared/people/PrincipalLink';
import { LiveDuration } from '../../shared/time/LiveDuration';
import { Until } from '../../shared/time/Until';
import { AwaitedDetails } from './AwaitedDetails';
import { AwaitedKindLabel } from './AwaitedKindLabel';
import { listOwnBlockers, type AwaitedDeployment } from './describeAwaited';
import { EvidenceList } from './EvidenceList';
import type { Settled } from './useInboxRows';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...theme.typography.body2,
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      padding: theme.spacing(2),
      borderLeft: `4px solid ${getWarningColor(theme)}`,
      borderTop: `1px solid ${theme.palette.divider}`,
      overflowWrap: 'anywhere',
      boxSizing: 'border-box',
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(2),
    },
    deadline: {
      marginLeft: 'auto',
      [theme.breakpoints.down('sm')]: { marginLeft: 0, width: '100%' },
    },
    facts: {
      color: theme.palette.text.secondary,
      // Next to text, colour alone doesn't show that it is a link.
      '& a': { textDecoration: 'underline' },
    },
    reason: { margin: 0 },
    settled: { borderLeftColor: theme.palette.divider },
    actions: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
  }),
  { name: 'SlipwayAwaitedItem' },
);

/** A deployment that waits for the viewer, with what they need to know, and the buttons to decide. */
export function AwaitedItem(props: {
  id: string;
  deployment: AwaitedDeployment;
  /** Why it no longer waits; absent while it does. */
  settled: Settled | undefined;
  environmentTitle: string;
  /** Whether the details are shown at first. */
  isOpen: boolean;
  /** Whether a decision is on its way. */
  isSending: boolean;
  onCommand(command: AllowedCommand, name: string): void;
  onLiftHold(serviceTitle: string): void;
}) {
  const { deployment, settled, environmentTitle, isOpen, isSending } = props;
  const { onCommand, onLiftHold } = props;
  const { id, service, version, kind, reason, awaits } = deployment;
  const { t } = useTranslation();
  const describeCommand = useCommandTexts();
  const classes = useStyles();
  const paths = usePaths();
  const serviceTitle = useEntityPresentation(service).primaryTitle;
  const ownBlockers = useBlockerTexts(listOwnBlockers(deployment));
  const [open, setOpen] = useState(isOpen);
  const [detailsId] = useState(uniqueId);
  const root = useRef<HTMLElement>(null);
  // The rows below stay where they are, although this one then has less to say.
  const [height, setHeight] = useState<number>();
  if (settled && height === undefined && root.current) {
    setHeight(root.current.offsetHeight);
  } else if (!settled && height !== undefined) {
    setHeight(undefined);
  }
  const name = t('needsYou.name', {
    service: serviceTitle,
    what: t(`history.what.${kind}`, { version: version.name }),
    environment: environmentTitle,
  });

  return (
    <article
      ref={root}
      id={props.id}
      tabIndex={-1}
      className={`${classes.root} ${settled ? classes.settled : ''}`}
      style={{ minHeight: height }}
      aria-label={name}
      aria-describedby={settled && `${detailsId}-settled`}
    >
      <div className={classes.head}>
        <span id={`${detailsId}-settled`}>
          <AwaitedKindLabel deployment={deployment} settled={settled} />
        </span>
        <Typography variant="subtitle1" component="h3">
          <Link to={paths.deployment(id)}>{name}</Link>
          {deployment.hotfix && ` · ${t('history.hotfix')}`}
        </Typography>
        {!settled && (
          <span className={classes.deadline}>
            <Deadline deployment={deployment} />
          </span>
        )}
      </div>
      <div className={classes.facts}>
        {t('needsYou.requestedBy')}{' '}
        <PrincipalName principal={deployment.requestedBy} />
        {!settled && (
          <>
            {' · '}
            {t('needsYou.waiting')} <LiveDuration from={awaits.since} />
          </>
        )}
      </div>
      <p className={classes.reason}>
        {reason ? `“${reason}”` : t('needsYou.withoutReason')}
      </p>
      {!settled && ownBlockers.map(text => <div key={text}>{text}</div>)}
      {awaits.evidence.length > 0 && (
        <EvidenceList
          label={t('needsYou.evidence')}
          evidence={awaits.evidence}
        />
      )}
      <div className={classes.facts}>
        <Essence deployment={deployment} />
      </div>
      {awaits.commands
        .filter(
          ({ type, allowed }) => !settled && type === 'approve' && allowed,
        )
        .map(describeCommand)
        .map(({ label, consequence }) => (
          // Its button asks no further question.
          <div key={label}>
            <strong>{label}</strong>: {consequence}
          </div>
        ))}
      <div className={classes.actions}>
        {settled ? (
          <Button
            size="small"
            variant="outlined"
            component={RouterLink}
            to={paths.deployment(id)}
            role={undefined}
          >
            {t('needsYou.openPage')}
          </Button>
        ) : (
          <>
            <CommandButtons
              commands={awaits.commands}
              disabled={isSending}
              onCommand={command => onCommand(command, name)}
              label={t('needsYou.decide', { name })}
            />
            {awaits.mayLiftHold && (
              <Button
                size="small"
                variant="outlined"
                color="primary"
                disabled={isSending}
                onClick={() => onLiftHold(serviceTitle)}
              >
                {t('needsYou.liftHold')}
              </Button>
            )}
            {awaits.mayResolveDrift && (
              <Button
                size="small"
                variant="outlined"
                color="primary"
                component={RouterLink}
                to={paths.service(service)}
              >
                {t('needsYou.resolveDrift')}
              </Button>
            )}
          </>
        )}
        <Button
          size="small"
          startIcon={open ? <ExpandLess /> : <ExpandMore />}
          aria-expanded={open}
          aria-controls={open ? detailsId : undefined}
          onClick={() => setOpen(before => !before)}
        >
          {t(open ? 'needsYou.less' : 'needsYou.more')}
        </Button>
      </div>
      {open && (
        <div id={detailsId}>
          <AwaitedDetails deployment={deployment} name={name} />
        </div>
      )}
    </article>
  );
}

/** What happens, and when, if nobody decides. */
function Deadline(props: { deployment: AwaitedDeployment }) {
  const { decideBy, atDeadline, expiresAt } = props.deployment.awaits;
  const { t } = useTranslation();
  if (decideBy && atDeadline) {
    return (
      <>
        {t(`waiting.atDeadline.${atDeadline}`)} <Until at={decideBy} deadline />
      </>
    );
  }
  return expiresAt ? (
    <>
      {t('waiting.expires')} <Until at={expiresAt} deadline />
    </>
  ) : null;
}

/** The golden path, the steps that are left, and what the version changes. */
function Essence(props: { deployment: AwaitedDeployment }) {
  const { goldenPath, awaits, baseline, commitCount } = props.deployment;
  const { t } = useTranslation();
  const steps = awaits.stepsLeft;
  return (
    <>
      {[
        goldenPath.title,
        steps.length > 0 &&
          `${t('needsYou.stepsLeft', { count: steps.length })}: ${steps.join(
            ', ',
          )}`,
        baseline
          ? t('needsYou.replaces', { version: baseline.name })
          : t('needsYou.first'),
        commitCount !== undefined &&
          t('history.commits', { count: commitCount }),
      ]
        .filter(Boolean)
        .join(' · ')}
    </>
  );
}
