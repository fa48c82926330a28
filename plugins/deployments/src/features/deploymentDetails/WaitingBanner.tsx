import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type {
  AllowedCommand,
  CommandType,
  Deployment,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { BlockerList } from '../../shared/blockers/BlockerList';
import { Until } from '../../shared/time/Until';
import { CommandButtons } from '../../shared/commands/CommandButtons';
import { useCommandTexts } from '../../shared/commands/useCommandTexts';

const useStyles = makeStyles(
  theme => ({
    root: { '& .MuiAlert-message': { flexGrow: 1, minWidth: 0 } },
    body: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
    },
  }),
  { name: 'SlipwayWaitingBanner' },
);

const DECISIONS: readonly CommandType[] = [
  'decide',
  'approve',
  'reject',
  'override',
  'resume',
  'promote',
];

/** The commands shown in the header: all except those that the waiting banner offers. */
export function selectHeaderCommands(deployment: Deployment): AllowedCommand[] {
  const decisions = deployment.commands.filter(command =>
    isDecision(command, deployment),
  );
  return deployment.commands.filter(
    command =>
      !decisions.includes(command) &&
      !decisions.some(({ label }) => label === command.label),
  );
}

/** Whether a command decides what the deployment waits for; the banner shows those. */
function isDecision(command: AllowedCommand, deployment: Deployment): boolean {
  return deployment.blockers.length > 0 && DECISIONS.includes(command.type);
}

/** Why the deployment waits, until when, who can help, and the commands to decide. */
export function WaitingBanner(props: {
  deployment: Deployment;
  onCommand(command: AllowedCommand): void;
}) {
  const { deployment, onCommand } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const describe = useCommandTexts();
  if (deployment.blockers.length === 0) {
    return null;
  }
  const decisions = deployment.commands.filter(command =>
    isDecision(command, deployment),
  );
  const refusals = [
    ...new Set(
      decisions
        // Not repeated if a blocker already says it.
        .filter(
          ({ allowed, refusal }) =>
            !allowed &&
            refusal &&
            !deployment.blockers.some(({ hint }) => hint === refusal),
        )
        .map(command => describe(command).refusal),
    ),
  ];
  return (
    <Alert
      severity="warning"
      icon={false}
      className={classes.root}
      role="region"
      aria-label={t('waiting.title')}
    >
      <div className={classes.body}>
        <Typography variant="subtitle2" component="h2">
          {deployment.status === 'queued'
            ? t('waiting.queued')
            : t('waiting.title')}
        </Typography>
        <BlockerList blockers={deployment.blockers} />
        {deployment.decideBy && deployment.atDeadline && (
          <Typography variant="body2">
            {t(`waiting.atDeadline.${deployment.atDeadline}`)}{' '}
            <Until at={deployment.decideBy} deadline />
          </Typography>
        )}
        {deployment.expiresAt && (
          <Typography variant="body2">
            {t('waiting.expires')} <Until at={deployment.expiresAt} deadline />
          </Typography>
        )}
        <CommandButtons
          commands={decisions}
          onCommand={onCommand}
          label={t('waiting.decisions')}
          // The choices after a failed step differ more than their names do.
          explained={decisions.some(({ type }) => type === 'decide')}
        />
        {refusals.map(refusal => (
          <Typography key={refusal} variant="body2">
            {refusal}
          </Typography>
        ))}
      </div>
    </Alert>
  );
}
