import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { DriftItem } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { DriftButtons } from '../../shared/drift/DriftButtons';
import {
  useResolveDrift,
  type DriftChoice,
} from '../../shared/drift/useResolveDrift';
import { ServiceWithOwner } from '../../shared/entities/ServiceWithOwner';
import type { Column } from '../../shared/tables/Rows';
import { RelativeTime } from '../../shared/time/RelativeTime';

/** Observations are made about once a minute. Older ones are shown with their age. */
const OUTDATED_MS = 10 * 60_000;

const useStyles = makeStyles(
  // Versions can be digests, which have no place to break.
  { text: { overflowWrap: 'anywhere', minWidth: 90 } },
  { name: 'SlipwayDriftColumns' },
);

/** What runs there, and since when. */
function ObservedVersion(props: { item: DriftItem }) {
  const { drift, since, observedAt } = props.item;
  const { t } = useTranslation();
  const classes = useStyles();
  const isOutdated = Date.now() - Date.parse(observedAt) > OUTDATED_MS;
  return (
    <div className={classes.text}>
      {drift.observed ?? t('driftList.nothing')}
      {since && (
        <Typography variant="caption" component="div" color="textSecondary">
          {t('driftList.since')} <RelativeTime at={since} />
        </Typography>
      )}
      {isOutdated && (
        <Typography variant="caption" component="div" color="textSecondary">
          {t('driftList.outdated')} <RelativeTime at={observedAt} />
        </Typography>
      )}
    </div>
  );
}

/** Who changed the service environment last, and which tool manages it. */
function ChangedBy(props: { item: DriftItem }) {
  const { changedBy, managedBy } = props.item;
  const { t } = useTranslation();
  const classes = useStyles();
  if (!changedBy && !managedBy) {
    return (
      <Typography variant="body2" color="textSecondary">
        {t('driftList.unknown')}
      </Typography>
    );
  }
  return (
    <div className={classes.text}>
      {changedBy && (
        <div>
          {changedBy.name}
          {changedBy.at && (
            <Typography variant="caption" component="div" color="textSecondary">
              <RelativeTime at={changedBy.at} />
            </Typography>
          )}
        </div>
      )}
      {managedBy && (
        <Typography variant="caption" component="div">
          {t('driftList.managedBy', { tool: managedBy })}
        </Typography>
      )}
    </div>
  );
}

/** Adopts or allows overwriting, or says which permission is missing. */
function DriftActions(props: {
  item: DriftItem;
  onResolved(choice: DriftChoice): void;
}) {
  const { item, onResolved } = props;
  const { service, environment, drift, actions } = item;
  const { t } = useTranslation();
  const serviceTitle = service.title ?? service.name;
  const { confirm, dialog } = useResolveDrift({
    service: service.entityRef,
    serviceTitle,
    environment,
    onResolved,
  });
  if (!actions.resolveDrift) {
    return <>{t('drift.notYoursShort')}</>;
  }
  return (
    <>
      <DriftButtons
        names={{ service: serviceTitle, environment: environment.title }}
        onChoose={choice => confirm(choice, drift.id)}
      />
      {dialog}
    </>
  );
}

/** The columns of the list of drift. The first one names the row. */
export function useDriftColumns(
  onResolved: (item: DriftItem, choice: DriftChoice) => void,
): Column<DriftItem>[] {
  const { t } = useTranslation();
  const classes = useStyles();
  return [
    {
      label: t('driftList.column.service'),
      render: item => <ServiceWithOwner service={item.service} />,
    },
    {
      label: t('driftList.column.environment'),
      render: item => item.environment.title,
    },
    {
      label: t('driftList.column.expected'),
      render: item => (
        <div className={classes.text}>
          {item.drift.expected ?? t('driftList.notDeployed')}
        </div>
      ),
    },
    {
      label: t('driftList.column.observed'),
      render: item => <ObservedVersion item={item} />,
    },
    {
      label: t('driftList.column.changedBy'),
      render: item => <ChangedBy item={item} />,
    },
    {
      label: t('driftList.column.actions'),
      render: item => (
        <DriftActions
          item={item}
          onResolved={choice => onResolved(item, choice)}
        />
      ),
    },
  ];
}
