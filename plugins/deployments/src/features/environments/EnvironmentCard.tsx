import Button from '@material-ui/core/Button';
import Card from '@material-ui/core/Card';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ExpandLess from '@material-ui/icons/ExpandLess';
import ExpandMore from '@material-ui/icons/ExpandMore';
import { useState } from 'react';
import { uniqueId } from '../../shared/ids/uniqueId';
import { useSentences } from '../../shared/text/useSentences';
import { useTranslation } from '../../i18n/useTranslation';
import { useProgressText } from '../../shared/labels/useProgressText';
import { LiveDuration } from '../../shared/time/LiveDuration';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { VersionName } from '../../shared/versions/VersionName';
import { EnvironmentMenu } from './actions/EnvironmentMenu';
import { PrimaryButton } from './actions/PrimaryButton';
import {
  useEnvironmentActions,
  type EnvironmentActionOptions,
} from './actions/useEnvironmentActions';
import { EnvironmentAttention } from './EnvironmentAttention';
import { EnvironmentDetails } from './EnvironmentDetails';
import { findStates } from './findStates';
import { HealthLine } from './HealthLine';
import { hasDetails } from './selectAttention';
import { StateLine } from './StateLine';
import { VersionLag } from './VersionLag';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      minWidth: 0,
      overflowWrap: 'anywhere',
      gap: theme.spacing(0.75),
      padding: theme.spacing(1.5),
    },
    head: { display: 'flex', alignItems: 'flex-start' },
    title: { flexGrow: 1, minWidth: 0 },
    version: { ...theme.typography.h6, lineHeight: 1.4 },
    since: {
      ...theme.typography.body2,
      color: theme.palette.text.secondary,
      marginLeft: theme.spacing(1),
    },
    actions: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      marginTop: theme.spacing(0.5),
    },
    toggle: { marginLeft: 'auto' },
    details: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      paddingTop: theme.spacing(1),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
  }),
  { name: 'SlipwayEnvironmentCard' },
);

/**
 * One environment of a service: the version, its state, the health, how far it is behind, what needs attention, the action that
 * is right now, and everything else on demand.
 */
export function EnvironmentCard(
  props: EnvironmentActionOptions & {
    /** The title of the environment that versions are promoted from. */
    from?: string;
    /** The title of the environment whose version this one is compared with. */
    before?: string;
  },
) {
  const { state, from, before } = props;
  const { environment, current, active, behind } = state;
  const { t } = useTranslation();
  const say = useSentences();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const [isOpen, setIsOpen] = useState(false);
  const { primary, pressPrimary, rollBack, menu, allowOverwriting, dialogs } =
    useEnvironmentActions(props);
  const tier = t(`tier.${environment.tier}`);
  const facts = [
    tier !== environment.title && tier,
    from && t('environment.from', { environment: from }),
  ].filter(Boolean);
  /** What runs here without a deployment of ours. */
  const found = state.traffic.map(({ versionName }) => versionName).join(', ');
  const progress = useProgressText();
  const step = active && progress(active);
  const isFirst = active && !current;
  /** A deployment that waits has its own lines, with its step. */
  const isExplainedBelow = Boolean(active?.blockers.length);

  return (
    <Card
      variant="outlined"
      component="section"
      className={classes.root}
      aria-labelledby={`${id}-title`}
    >
      <div className={classes.head}>
        <div className={classes.title}>
          <Typography
            variant="subtitle1"
            component="h3"
            id={`${id}-title`}
            style={{ lineHeight: 1.4 }}
          >
            {environment.title}
          </Typography>
          <Typography variant="caption" color="textSecondary" component="div">
            {/* Without facts the line stays, so that the lines and buttons of neighbouring cards are aligned. */}
            {facts.join(' · ') || '\u00a0'}
          </Typography>
        </div>
        <EnvironmentMenu environment={environment.title} actions={menu} />
      </div>

      {current && (
        <div className={classes.version}>
          <VersionName version={current.version} withCommit />
          <span className={classes.since}>
            <RelativeTime at={current.since} />
          </span>
        </div>
      )}
      {!current && !active && found && (
        <div className={classes.version}>{found}</div>
      )}
      {isFirst && (
        <Typography variant="body2" color="textSecondary">
          {t('environment.first')}
        </Typography>
      )}
      <StateLine states={findStates(state)} />
      {step && active && !isExplainedBelow && (
        <Typography variant="body2" color="textSecondary" component="div">
          {step}
          {active.startedAt && (
            <>
              {' · '}
              <LiveDuration from={active.startedAt} to={active.finishedAt} />
            </>
          )}
        </Typography>
      )}
      {(current || !active) && <HealthLine health={state.health} />}
      {behind && before && (
        <VersionLag state={state} behind={behind} source={before} />
      )}

      <EnvironmentAttention
        state={state}
        onAllowOverwriting={allowOverwriting}
      />
      <div className={classes.actions}>
        {primary && (
          <PrimaryButton
            action={primary}
            environment={environment.title}
            onPress={pressPrimary}
          />
        )}
        {rollBack && (
          <Button
            size="small"
            variant="outlined"
            title={say(state.rollback?.sentences, state.rollback?.message)}
            aria-label={t('environment.rollBackIn', {
              environment: environment.title,
            })}
            onClick={rollBack}
          >
            {t('environment.rollBack')}
          </Button>
        )}
        {hasDetails(state) && (
          <Button
            size="small"
            className={classes.toggle}
            endIcon={isOpen ? <ExpandLess /> : <ExpandMore />}
            aria-expanded={isOpen}
            aria-controls={isOpen ? `${id}-details` : undefined}
            aria-label={t('environment.detailsOf', {
              environment: environment.title,
            })}
            onClick={() => setIsOpen(!isOpen)}
          >
            {t('environment.details')}
          </Button>
        )}
      </div>
      {isOpen && (
        <div id={`${id}-details`} className={classes.details}>
          <EnvironmentDetails state={state} />
        </div>
      )}
      {dialogs}
    </Card>
  );
}
