import { InfoCard, Link } from '@backstage/core-components';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import ReportProblem from '@material-ui/icons/ReportProblemOutlined';
import { useCallback } from 'react';
import { doraApiRef } from '../../../api/DoraApi';
import { useLoaded } from '../../../hooks/useLoaded';
import { usePaths } from '../../../routes/usePaths';
import { useTranslation } from '../../../i18n/useTranslation';
import { ToneLabel } from '../../../shared/labels/ToneLabel';
import { DoraSummary } from './DoraSummary';

/** With more open incidents than this, the number doesn't matter. */
const MOST_INCIDENTS = 100;

const useStyles = makeStyles(
  theme => ({ incidents: { padding: theme.spacing(1, 2.5) } }),
  { name: 'SlipwayDoraEntityCard' },
);

/** The metrics selection of an entity; undefined if its kind has no metrics. */
function toSelection(entity: Entity) {
  const ref = stringifyEntityRef(entity);
  switch (entity.kind.toLocaleLowerCase('en-US')) {
    case 'component':
      return { service: ref };
    case 'system':
      return { system: ref };
    case 'group':
      return { owner: ref };
    default:
      return undefined;
  }
}

/** The delivery metrics of a service, a system or a group, for its overview. */
export function DoraCard() {
  const { entity } = useEntity();
  const { t } = useTranslation();
  const paths = usePaths();
  const selection = toSelection(entity);
  if (!selection) {
    return null;
  }
  return (
    <InfoCard
      title={t('dora.entity.card')}
      deepLink={{
        title: t('dora.entity.link'),
        link: selection.service
          ? paths.serviceDora(selection.service)
          : paths.dora(selection),
      }}
      noPadding
    >
      {selection.service && <OpenIncidents service={selection.service} />}
      <DoraSummary {...selection} />
    </InfoCard>
  );
}

function OpenIncidents(props: { service: string }) {
  const { service } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const api = useApi(doraApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.listIncidents(
        { service, open: true, limit: MOST_INCIDENTS },
        { signal },
      ),
    [api, service],
  );
  const { value } = useLoaded(load);
  return value && value.items.length > 0 ? (
    <div className={classes.incidents}>
      <ToneLabel tone="error" icon={ReportProblem}>
        <Link to={paths.serviceDora(service)}>
          {t('dora.entity.openIncidents', { count: value.items.length })}
        </Link>
      </ToneLabel>
    </div>
  ) : null;
}
