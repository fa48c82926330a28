import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import ArrowForward from '@material-ui/icons/ArrowForward';
import type {
  EnvironmentState,
  ServiceOverview,
} from '@slipway/backstage-plugin-deployments-common';
import type { DialogLink } from '../../routes/usePaths';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { EnvironmentCard } from './EnvironmentCard';

const GAP = 24;
const ARROW = 20;

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'grid',
      alignItems: 'start',
      gap: GAP,
      listStyle: 'none',
      margin: 0,
      padding: 0,
      // The arrow is left of its card. At the start of a row it would connect nothing, so it is cut off.
      clipPath: 'inset(-4px -4px -4px 0)',
    },
    item: { position: 'relative', minWidth: 0 },
    arrow: {
      position: 'absolute',
      top: theme.spacing(2.5),
      left: -(GAP + ARROW) / 2,
      fontSize: ARROW,
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'SlipwayEnvironmentCards' },
);

/** The width of a column if that many columns share the list. */
function columnWidth(columns: number): string {
  // Half a pixel less: rounding must not push the last column into the next row.
  return `((100% - ${(columns - 1) * GAP}px) / ${columns} - 0.5px)`;
}

/**
 * Equal columns that depend on the list's width, because a sidebar takes part of the window's: up to four environments
 * in a row, else two, else one. Each comparison is a clamp whose middle is hugely positive or negative.
 */
function gridColumns(environments: number): string {
  const rows = Math.max(1, Math.ceil(environments / 4));
  const wide = Math.max(2, Math.ceil(environments / rows));
  const fromWide = wide * 240;
  const fromTwo = 520;
  const upToTwo = `clamp(${columnWidth(
    wide,
  )}, (${fromWide}px - 100%) * 1000, ${columnWidth(2)})`;
  return `repeat(auto-fill, minmax(clamp(${upToTwo}, (${fromTwo}px - 100%) * 1000, 100%), 1fr))`;
}

/** Whether promoting a version is pointless: it runs there already, or is on its way. */
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

/** A card for each environment in promotion order, connected by arrows. */
export function EnvironmentCards(props: {
  overview: ServiceOverview;
  onOpen(dialog: DialogLink): void;
  onConnect(environment: string): void;
  onChanged(): void;
}) {
  const { overview, onOpen, onConnect, onChanged } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const { service, environments } = overview;
  return (
    <ol
      className={classes.list}
      style={{ gridTemplateColumns: gridColumns(environments.length) }}
      aria-label={t('environment.list')}
    >
      {environments.map((state, index) => (
        <li key={state.environment.name} className={classes.item}>
          {index > 0 &&
            state.environment.promotesFrom?.environment ===
              environments[index - 1].environment.name && (
              <ArrowForward className={classes.arrow} aria-hidden />
            )}
          <EnvironmentCard
            service={service.entityRef}
            serviceTitle={service.title ?? service.name}
            state={state}
            from={
              environments.find(
                other =>
                  other.environment.name ===
                  state.environment.promotesFrom?.environment,
              )?.environment.title
            }
            next={environments.filter(
              other =>
                (state.promotesTo ?? []).includes(other.environment.name) &&
                !isThereOrComing(other, state.current?.version.id),
            )}
            onOpen={onOpen}
            onConnect={onConnect}
            onChanged={onChanged}
          />
        </li>
      ))}
    </ol>
  );
}
