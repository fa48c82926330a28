import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import ArrowDownward from '@material-ui/icons/ArrowDownward';
import ArrowUpward from '@material-ui/icons/ArrowUpward';
import CheckCircle from '@material-ui/icons/CheckCircle';
import HelpOutline from '@material-ui/icons/HelpOutline';
import PanTool from '@material-ui/icons/PanTool';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import type {
  ComparedService,
  Environment,
} from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { BlockerList } from '../../shared/blockers/BlockerList';
import { ServiceWithOwner } from '../../shared/entities/ServiceWithOwner';
import { VerdictLabel } from '../../shared/labels/StatusLabels';
import { ToneLabel, type LabelStyle } from '../../shared/labels/ToneLabel';
import type { Column } from '../../shared/tables/Rows';
import { useSentences } from '../../shared/text/useSentences';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { VersionDiffView } from '../../shared/versions/VersionDiffView';
import { VersionName } from '../../shared/versions/VersionName';
import { formatDuration } from '../../shared/format/value';

const useStyles = makeStyles(
  theme => ({
    // Versions can be digests, which have no place to break.
    text: { overflowWrap: 'anywhere', minWidth: 90 },
    summary: { cursor: 'pointer', minHeight: 24 },
    diff: { marginTop: theme.spacing(1) },
  }),
  { name: 'SlipwayComparisonColumns' },
);

const STATE_STYLES: Record<ComparedService['state'], LabelStyle> = {
  same: { tone: 'ok', icon: CheckCircle },
  behind: { tone: 'warning', icon: ArrowDownward },
  ahead: { tone: 'running', icon: ArrowUpward },
  not_deployed: { tone: 'pending', icon: RemoveCircleOutline },
  nothing_to_promote: { tone: 'muted', icon: RemoveCircleOutline },
  unknown: { tone: 'pending', icon: HelpOutline },
};

/** What runs in one of the environments, since when, and how its checks ended. */
function RunningThere(props: { running: ComparedService['from'] }) {
  const { running } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  if (!running) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('compare.nothingHere')}
      </Typography>
    );
  }
  const version = <VersionName version={running.version} />;
  return (
    <div className={classes.text}>
      {running.deploymentId ? (
        <Link to={paths.deployment(running.deploymentId)}>{version}</Link>
      ) : (
        version
      )}{' '}
      <Typography variant="caption" color="textSecondary">
        <RelativeTime at={running.since} />
      </Typography>
      {running.verification && (
        <div>
          <VerdictLabel verdict={running.verification} />
        </div>
      )}
    </div>
  );
}

/** How far the versions are apart, with the commits on demand. */
function Difference(props: {
  item: ComparedService;
  titles: { from: string; to: string };
}) {
  const { item, titles } = props;
  const { service, state, diff, commitCount } = item;
  const { t } = useTranslation();
  const classes = useStyles();
  const [isOpen, setOpen] = useState(false);
  const lag = [
    commitCount > 0 && t('lag.commits', { count: commitCount }),
    diff?.apartMs && formatDuration(diff.apartMs),
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <div className={classes.text}>
      <ToneLabel {...STATE_STYLES[state]} wraps>
        {t(`compare.state.${state}`, titles)}
      </ToneLabel>
      {diff && commitCount > 0 ? (
        <details onToggle={event => setOpen(event.currentTarget.open)}>
          <Typography
            variant="body2"
            component="summary"
            className={classes.summary}
            aria-label={`${lag}. ${t('compare.commits', {
              service: service.title ?? service.name,
            })}`}
          >
            {lag}
          </Typography>
          {isOpen && (
            <div className={classes.diff}>
              <VersionDiffView
                diff={diff}
                commitCount={commitCount}
                heading="h3"
              />
            </div>
          )}
        </details>
      ) : (
        lag && (
          <Typography variant="body2" color="textSecondary">
            {lag}
          </Typography>
        )
      )}
    </div>
  );
}

/** Whether the version can be promoted now, and what blocks it. */
function Promotion(props: {
  item: ComparedService;
  from: Pick<Environment, 'title'>;
  to: Pick<Environment, 'title'>;
}) {
  const { state, from, blockers, actions } = props.item;
  const { t } = useTranslation();
  const say = useSentences();
  if (state === 'same' || state === 'nothing_to_promote') {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('compare.promotion.none')}
      </Typography>
    );
  }
  if (state === 'ahead') {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('compare.promotion.downgrade')}
      </Typography>
    );
  }
  if (blockers.length > 0) {
    return <BlockerList blockers={blockers} />;
  }
  if (from?.hold) {
    return (
      <>
        <ToneLabel tone="warning" icon={PanTool} wraps>
          {t('compare.promotion.held', { environment: props.from.title })}
        </ToneLabel>
        <Typography variant="body2">
          {say(from.hold.sentences, from.hold.reason)}
        </Typography>
      </>
    );
  }
  if (!actions.promote) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('compare.promotion.notAllowed', { environment: props.to.title })}
      </Typography>
    );
  }
  return (
    <ToneLabel tone="ok" icon={CheckCircle}>
      {t('compare.promotion.ready')}
    </ToneLabel>
  );
}

/** The columns of a comparison. The first one names the row. */
export function useComparisonColumns(
  from: Pick<Environment, 'title'>,
  to: Pick<Environment, 'title'>,
): Column<ComparedService>[] {
  const { t } = useTranslation();
  const titles = { from: from.title, to: to.title };
  return [
    {
      label: t('compare.column.service'),
      render: item => <ServiceWithOwner service={item.service} />,
    },
    {
      label: from.title,
      render: item => <RunningThere running={item.from} />,
    },
    { label: to.title, render: item => <RunningThere running={item.to} /> },
    {
      label: t('compare.column.difference'),
      render: item => <Difference item={item} titles={titles} />,
    },
    {
      label: t('compare.column.blockers'),
      render: item => <Promotion item={item} from={from} to={to} />,
    },
  ];
}
