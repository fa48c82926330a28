import Chip from '@material-ui/core/Chip';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Block from '@material-ui/icons/Block';
import CheckCircle from '@material-ui/icons/CheckCircle';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import Error from '@material-ui/icons/Error';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import ReportProblem from '@material-ui/icons/ReportProblem';
import Timelapse from '@material-ui/icons/Timelapse';
import TrendingUp from '@material-ui/icons/TrendingUp';
import Undo from '@material-ui/icons/Undo';
import type {
  Blocker,
  BlockerKind,
  Environment,
  Version,
  VersionOutcome,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import { useBlockerTexts } from '../../../shared/blockers/useBlockerTexts';
import {
  ToneLabel,
  type LabelStyle,
  type ToneIcon,
} from '../../../shared/labels/ToneLabel';
import { RelativeTime } from '../../../shared/time/RelativeTime';
import { findVersionBadges } from './findVersionBadges';

const OUTCOME_STYLES: Record<VersionOutcome['result'], LabelStyle> = {
  in_progress: { tone: 'running', icon: Timelapse },
  verified: { tone: 'ok', icon: CheckCircle },
  succeeded: { tone: 'pending', icon: CheckCircleOutline },
  breached: { tone: 'error', icon: ReportProblem },
  rolled_back: { tone: 'warning', icon: Undo },
  failed: { tone: 'error', icon: Error },
};

const BLOCKER_ICONS: Partial<Record<BlockerKind, ToneIcon>> = {
  soak: HourglassEmpty,
  promotion: TrendingUp,
};

const useStyles = makeStyles(
  theme => ({
    root: {
      flexBasis: '100%',
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1.5),
      rowGap: theme.spacing(0.25),
      alignItems: 'center',
    },
    chip: { margin: 0, height: 20 },
    wide: { flexBasis: '100%' },
  }),
  { name: 'SlipwayVersionFacts' },
);

/** What a version is chosen for. */
export interface VersionUse {
  /** The environment to deploy to. */
  environment?: Environment;
  /** The service's environments, for their titles. */
  environments: readonly Environment[];
}

/**
 * What a version went through in each environment, how far it is from the running one, its flags, and why it can't be
 * deployed yet.
 */
export function VersionFacts(props: {
  version: Version;
  use: VersionUse;
  /** Omits what the dialog says anyway. */
  isChosen?: boolean;
}) {
  const { version, use, isChosen } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const getTitle = (name: string) =>
    use.environments.find(environment => environment.name === name)?.title ??
    name;
  const { sinceRunning } = version;
  const badges = findVersionBadges(version, use.environment?.name).filter(
    ({ kind }) => !(isChosen && version.caution && kind === 'neverDeployed'),
  );
  const blockers = isChosen ? [] : listOtherBlockers(version);
  const texts = useBlockerTexts(blockers);
  return (
    <Typography variant="caption" component="span" className={classes.root}>
      {version.outcomes?.map(({ environment, result, at }) => (
        <ToneLabel key={environment} {...OUTCOME_STYLES[result]} wraps>
          {t(`version.outcome.${result}`, {
            environment: getTitle(environment),
          })}{' '}
          <RelativeTime at={at} />
        </ToneLabel>
      ))}
      {badges.map(badge => (
        <Chip
          key={badge.kind + (badge.environment ?? '')}
          size="small"
          variant="outlined"
          className={classes.chip}
          component="span"
          label={t(`version.badge.${badge.kind}`, {
            environment: getTitle(badge.environment ?? ''),
          })}
        />
      ))}
      {version.flags.map(flag => (
        <Chip
          key={`flag:${flag}`}
          size="small"
          className={classes.chip}
          component="span"
          label={flag}
          title={t('version.flag')}
        />
      ))}
      {sinceRunning?.direction === 'forward' && (
        <span>
          {t('version.commitsAhead', { count: sinceRunning.commits })}
        </span>
      )}
      {version.quarantined && !isChosen && (
        <ToneLabel tone="error" icon={Block} className={classes.wide} wraps>
          {t('version.quarantined', { reason: version.quarantined.reason })}
        </ToneLabel>
      )}
      {blockers.map(({ kind }, index) => (
        <ToneLabel
          key={texts[index]}
          tone="warning"
          icon={BLOCKER_ICONS[kind] ?? Block}
          className={classes.wide}
          wraps
        >
          {texts[index]}
        </ToneLabel>
      ))}
    </Typography>
  );
}

/** Lists why a version is not eligible, without its quarantine, whose reason it names itself. */
function listOtherBlockers({ blockers = [] }: Version): Blocker[] {
  return blockers.filter(({ kind }) => kind !== 'quarantine');
}
