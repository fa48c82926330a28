import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import { Dialog } from '../../../shared/dialogs/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import type {
  DoraMetricName,
  DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import { useState, type ReactNode } from 'react';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { formatDayTime, type Reader } from '../../../shared/format/time';
import { usePaths } from '../../../routes/usePaths';
import { useTranslation } from '../../../i18n/useTranslation';
import { Facts } from '../../../shared/tables/Facts';
import { useEntityTitles } from '../../../shared/entities/useEntityTitles';
import { LinkedIncidents, RowName, RowValue, RowVerdict } from './rowCells';
import { formatDuration } from '../../../shared/format/value';

/** The source of deployments that have a page in this portal. */
const PORTAL = 'portal';

function SingleDialog(props: {
  title: string;
  facts: [string, ReactNode][];
  onClose(): void;
}) {
  const { title, facts, onClose } = props;
  const { t } = useTranslation();
  const [id] = useState(uniqueId);
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="sm" fullWidth>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        <Facts facts={facts} />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('dora.single.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

/** Details of a commit or a deployment in a chart, and why it counted. */
export function RowDialog(props: {
  row: DoraRow;
  metric: DoraMetricName;
  zone: Reader;
  onClose(): void;
}) {
  const { row, metric, zone, onClose } = props;
  const { t } = useTranslation();
  const paths = usePaths();
  const isChange = row.type === 'change';
  const time = (at: string | undefined) =>
    at && <time dateTime={at}>{formatDayTime(at, zone)}</time>;
  const facts: [string, ReactNode][] = [
    [t('dora.single.what'), <RowName row={row} />],
    [
      t('dora.single.service'),
      <>
        <EntityRefLink entityRef={row.service} hideIcon />
        {row.environment && ` → ${row.environment}`}
      </>,
    ],
    ...(isChange
      ? ([
          [t('dora.single.commit'), <code>{row.id}</code>],
          [t('dora.single.written'), time(row.authoredAt)],
          [t('dora.single.deployed'), time(row.at)],
          [
            t('dora.single.leadTime'),
            row.value === undefined ? undefined : formatDuration(row.value),
          ],
          [
            t('dora.single.deployment'),
            row.source === PORTAL && row.deployment ? (
              <Link to={paths.deployment(row.deployment)}>
                {row.version ?? row.deployment}
              </Link>
            ) : (
              row.version
            ),
          ],
        ] satisfies [string, ReactNode][])
      : ([
          [t('dora.single.finished'), time(row.at)],
          [t('dora.single.outcome'), <RowValue row={row} />],
        ] satisfies [string, ReactNode][])),
    [t('dora.single.counted'), <RowVerdict row={row} metric={metric} />],
    [
      t('dora.single.incidents'),
      row.incidents?.length ? (
        <LinkedIncidents row={row} zone={zone} />
      ) : undefined,
    ],
  ];
  return (
    <SingleDialog
      title={t(
        isChange ? 'dora.single.changeTitle' : 'dora.single.deploymentTitle',
      )}
      facts={facts}
      onClose={onClose}
    />
  );
}

/** Details of an incident in a chart, with its linked deployments. */
export function LinkedIncidentDialog(props: {
  incident: NonNullable<DoraRow['incidents']>[number];
  deployments: DoraRow[];
  zone: Reader;
  onClose(): void;
}) {
  const { incident, deployments, zone, onClose } = props;
  const { t } = useTranslation();
  const paths = usePaths();
  const services = [...new Set(deployments.map(({ service }) => service))];
  const getServiceTitle = useEntityTitles();
  const { startedAt, resolvedAt, url } = incident;
  return (
    <SingleDialog
      title={incident.title}
      facts={[
        [
          t('dora.single.began'),
          <time dateTime={startedAt}>{formatDayTime(startedAt, zone)}</time>,
        ],
        [
          t('dora.single.ended'),
          resolvedAt ? (
            <time dateTime={resolvedAt}>{formatDayTime(resolvedAt, zone)}</time>
          ) : (
            t('dora.rows.ongoing')
          ),
        ],
        [
          t('dora.single.deployment'),
          deployments.map(row => (
            <div key={row.id}>
              <RowName row={row} /> (
              {t(`dora.rows.origin.${findOrigin(row, incident.id)}`)})
            </div>
          )),
        ],
        [t('dora.single.link'), url && <Link to={url}>{url}</Link>],
        [
          t('dora.single.service'),
          services.map(service => (
            <div key={service}>
              <Link to={paths.serviceDora(service, incident.id)}>
                {t('dora.single.allOf', { service: getServiceTitle(service) })}
              </Link>
            </div>
          )),
        ],
      ]}
      onClose={onClose}
    />
  );
}

function findOrigin(row: DoraRow, incident: string) {
  return row.incidents?.find(({ id }) => id === incident)?.origin ?? 'explicit';
}
