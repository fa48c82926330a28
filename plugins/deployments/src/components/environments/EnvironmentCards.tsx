import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import ArrowForward from '@material-ui/icons/ArrowForward';
import type {
  EnvironmentState,
  ServiceOverview,
} from '@slipway/backstage-plugin-deployments-common';
import type { DialogLink } from '../../routes';
import { deploymentsTranslationRef } from '../../translation';
import { EnvironmentCard } from './EnvironmentCard';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 255px), 1fr))',
      gap: theme.spacing(2),
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
    item: {
      display: 'flex',
      alignItems: 'stretch',
      gap: theme.spacing(1),
      minWidth: 0,
      [theme.breakpoints.down('xs')]: {
        flexDirection: 'column',
      },
    },
    arrow: {
      alignSelf: 'center',
      color: theme.palette.text.secondary,
      [theme.breakpoints.down('xs')]: { transform: 'rotate(90deg)' },
    },
  }),
  { name: 'SlipwayEnvironmentCards' },
);

/** Whether promoting a version would do nothing new: it runs there, or is on its way. */
function isThereOrComing(
  state: EnvironmentState,
  versionId: string | undefined,
): boolean {
  return [
    state.current?.version.id,
    state.active?.version.id,
    ...state.queued.map(queued => queued.version.id),
  ].includes(versionId);
}

/** A card per environment in promotion order, with arrows from where versions come. */
export function EnvironmentCards(props: {
  overview: ServiceOverview;
  onOpen(dialog: DialogLink): void;
  onChanged(): void;
}) {
  const { overview, onOpen, onChanged } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const { service, environments } = overview;
  return (
    <ol className={classes.list} aria-label={t('environment.list')}>
      {environments.map(state => (
        <li key={state.environment.name} className={classes.item}>
          {state.environment.promotesFrom && (
            <ArrowForward className={classes.arrow} aria-hidden />
          )}
          <EnvironmentCard
            service={service.entityRef}
            serviceTitle={service.title ?? service.name}
            state={state}
            next={environments.filter(
              other =>
                (state.promotesTo ?? []).includes(other.environment.name) &&
                !isThereOrComing(other, state.current?.version.id),
            )}
            onOpen={onOpen}
            onChanged={onChanged}
          />
        </li>
      ))}
    </ol>
  );
}
