import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ReportProblem from '@material-ui/icons/ReportProblem';
import type {
  AllowedCommand,
  EngineDeployment,
  EngineStuck,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { CommandButtons } from '../../shared/commands/CommandButtons';
import { ToneLabel } from '../../shared/labels/ToneLabel';
import { useSentences } from '../../shared/text/useSentences';
import { LiveDuration } from '../../shared/time/LiveDuration';
import { STUCK_TOPICS } from '../../shared/troubleshooting/topics';
import { TroubleshootingLink } from '../../shared/troubleshooting/TroubleshootingLink';
import { EngineDeploymentLink } from './EngineDeploymentLink';
import { Section } from './Section';

const useStyles = makeStyles(
  theme => ({
    list: { margin: 0, padding: 0, listStyle: 'none' },
    item: {
      padding: theme.spacing(1.5, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      '& > *': { maxWidth: 900 },
    },
    kind: { fontWeight: 'bold' },
    remedy: { color: theme.palette.text.secondary },
  }),
  { name: 'SlipwayStuckRuns' },
);

/** Stuck deployments: why, what to do, and the commands for it. */
export function StuckRuns(props: {
  stuck: EngineStuck[];
  onCommand(deployment: EngineDeployment, command: AllowedCommand): void;
}) {
  const { stuck, onCommand } = props;
  const { t } = useTranslation();
  const say = useSentences();
  const classes = useStyles();
  return (
    <Section
      title={t('engine.stuck.title')}
      isEmpty={stuck.length === 0}
      empty={t('engine.stuck.empty')}
    >
      <ul className={classes.list}>
        {stuck.map(({ deployment, kind, since, commands, ...why }) => (
          <li key={deployment.id} className={classes.item}>
            <Typography variant="body2" component="div">
              <ToneLabel
                tone="error"
                icon={ReportProblem}
                className={classes.kind}
              >
                {t(`engine.stuckKind.${kind}`)}
              </ToneLabel>
              {since && (
                <>
                  {' '}
                  {t('engine.stuck.for')} <LiveDuration from={since} />
                </>
              )}
            </Typography>
            <Typography variant="body1" component="div">
              <EngineDeploymentLink deployment={deployment} />
            </Typography>
            <Typography variant="body2">
              {say(why.causeSentences, why.cause)}
            </Typography>
            <Typography variant="body2" className={classes.remedy}>
              <strong>{t('engine.stuck.remedy')}:</strong>{' '}
              {say(why.remedySentences, why.remedy)}{' '}
              <TroubleshootingLink
                topic={STUCK_TOPICS[kind]}
                about={t(`engine.stuckKind.${kind}`)}
              />
            </Typography>
            <CommandButtons
              commands={commands}
              onCommand={command => onCommand(deployment, command)}
              label={t('engine.stuck.commands')}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
