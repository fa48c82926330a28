import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Build from '@material-ui/icons/Build';
import CheckCircle from '@material-ui/icons/CheckCircleOutline';
import ReportProblem from '@material-ui/icons/ReportProblemOutlined';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import type {
  DoraMetricName,
  DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback } from 'react';
import { formatDayTime, type Reader } from '../../../shared/format/time';
import { shortenCommit, formatDuration } from '../../../shared/format/value';
import { usePaths } from '../../../routes/usePaths';
import { useTranslation } from '../../../i18n/useTranslation';
import { ToneLabel } from '../../../shared/labels/ToneLabel';
import { useSentences } from '../../../shared/text/useSentences';

/** The source of deployments that have a page in this portal. */
const PORTAL = 'portal';

const useStyles = makeStyles(
  theme => ({
    marks: { color: theme.palette.text.secondary },
    incidents: { margin: 0, padding: 0, listStyle: 'none' },
    note: { color: theme.palette.text.secondary },
  }),
  { name: 'SlipwayDoraRow' },
);

/** A row's version, commit or recovery, with a link to its details. */
export function RowName(props: { row: DoraRow }) {
  const { row } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const marks = [
    row.hotfix && t('dora.rows.hotfix'),
    row.repeated && t('dora.rows.repeated'),
    row.settling && t('dora.rows.settling'),
    row.demo && t('dora.rows.demo'),
  ].filter(Boolean);
  const name = formatName();
  const own =
    row.source === PORTAL && row.deployment
      ? paths.deployment(row.deployment)
      : undefined;
  const address = row.type === 'change' ? row.url ?? own : own ?? row.url;

  function formatName(): string {
    switch (row.type) {
      case 'change':
        return row.title
          ? `${row.title} (${shortenCommit(row.id)})`
          : shortenCommit(row.id);
      case 'recovery':
        return row.title ?? t('dora.rows.recovery');
      case 'deployment':
        return row.version && row.kind
          ? t(`dora.rows.kind.${row.kind}`, { version: row.version })
          : row.title ?? row.id;
      default: {
        const unknown: never = row.type;
        return unknown;
      }
    }
  }

  return (
    <>
      {address ? <Link to={address}>{name}</Link> : name}
      {marks.length > 0 && (
        <span className={classes.marks}> · {marks.join(' · ')}</span>
      )}
    </>
  );
}

/** A row's value: a time, or the outcome of its deployment. */
export function RowValue(props: { row: DoraRow }) {
  const { row } = props;
  const { t } = useTranslation();
  if (row.type === 'deployment') {
    return <>{row.outcome ? t(`dora.rows.outcome.${row.outcome}`) : '–'}</>;
  }
  if (row.value !== undefined) {
    return <>{formatDuration(row.value)}</>;
  }
  return <>{row.reason === 'still-open' ? t('dora.rows.ongoing') : '–'}</>;
}

/** Returns a function that says why a row counted or did not. */
export function useRowReason(): (row: DoraRow) => string | undefined {
  const { t } = useTranslation();
  const say = useSentences();
  return useCallback(
    ({ why, whySentence, reason }: DoraRow) =>
      say(whySentence && [whySentence], why) ??
      (reason ? t(`dora.reason.${reason}`) : undefined),
    [say, t],
  );
}

/** Whether a row counted, and why. */
export function RowVerdict(props: { row: DoraRow; metric: DoraMetricName }) {
  const { row } = props;
  const classes = useStyles();
  const why = useRowReason()(row);
  return (
    <>
      <VerdictLabel {...props} />
      {why && <div className={classes.note}>{why}</div>}
    </>
  );
}

function VerdictLabel(props: { row: DoraRow; metric: DoraMetricName }) {
  const { row, metric } = props;
  const { t } = useTranslation();
  if (!row.counted) {
    return (
      <ToneLabel tone="muted" icon={RemoveCircleOutline}>
        {t('dora.rows.isExcluded')}
      </ToneLabel>
    );
  }
  if (row.hit && metric === 'change-fail-rate') {
    return (
      <ToneLabel tone="error" icon={ReportProblem}>
        {t('dora.rows.isFailure')}
      </ToneLabel>
    );
  }
  return row.hit && metric === 'rework-rate' ? (
    <ToneLabel tone="warning" icon={Build}>
      {t('dora.rows.isRework')}
    </ToneLabel>
  ) : (
    <ToneLabel tone="ok" icon={CheckCircle}>
      {t('dora.rows.isCounted')}
    </ToneLabel>
  );
}

/** A row's incidents: whether the deployment caused or fixed them, and where the link comes from. */
export function LinkedIncidents(props: { row: DoraRow; zone?: Reader }) {
  const { t } = useTranslation();
  const classes = useStyles();
  const incidents = props.row.incidents ?? [];
  const more = (props.row.incidentCount ?? 0) - incidents.length;
  if (incidents.length === 0) {
    return <>–</>;
  }
  return (
    <ul className={classes.incidents}>
      {incidents.map(incident => (
        <li key={`${incident.id} ${incident.role}`}>
          {t(`dora.rows.linkRole.${incident.role}`)}:{' '}
          {incident.url ? (
            <Link to={incident.url}>{incident.title}</Link>
          ) : (
            incident.title
          )}{' '}
          <span className={classes.note}>
            ({formatDayTime(incident.startedAt, props.zone)},{' '}
            {t(`dora.rows.origin.${incident.origin}`)})
          </span>
        </li>
      ))}
      {more > 0 && <li>{t('dora.quality.more', { n: String(more) })}</li>}
    </ul>
  );
}
