import { makeStyles } from '@material-ui/core/styles';
import type {
  EnvironmentState,
  ServiceOverview,
} from '@slipway/backstage-plugin-deployments-common';
import { useMemo, useRef } from 'react';
import type { DialogLink } from '../../../routes/usePaths';
import { useTranslation } from '../../../i18n/useTranslation';
import { EnvironmentCard } from '../EnvironmentCard';
import { arrangePipeline } from './arrangePipeline';
import { ConnectionLine } from './ConnectionLine';
import { COLUMN_GAP, ROW_GAP } from './gridSizes';
import { useElementWidth } from './useElementWidth';

/** A column is at least this wide, in pixels. */
const MIN_COLUMN = 248;
const MAX_COLUMN = 420;
/** Until the width is known. */
const USUAL_COLUMNS = 4;

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'grid',
      alignItems: 'start',
      columnGap: COLUMN_GAP,
      rowGap: ROW_GAP,
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
    item: { minWidth: 0 },
    tier: {
      ...theme.typography.caption,
      color: theme.palette.text.primary,
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
  }),
  { name: 'SlipwayEnvironmentPipeline' },
);

function countColumns(width: number | undefined): number {
  return width === undefined
    ? USUAL_COLUMNS
    : Math.max(1, Math.floor((width + COLUMN_GAP) / (MIN_COLUMN + COLUMN_GAP)));
}

/** A card for each environment, arranged by the promotion graph and connected by arrows. */
export function EnvironmentPipeline(props: {
  overview: ServiceOverview;
  onOpen(dialog: DialogLink): void;
  onConnect(environment: string): void;
  onChanged(): void;
}) {
  const { overview, ...handlers } = props;
  const { service, environments } = overview;
  const { t } = useTranslation();
  const classes = useStyles();
  const list = useRef<HTMLOListElement>(null);
  const fitting = countColumns(useElementWidth(list));
  const { columns, cards, connections, headings } = useMemo(
    () =>
      arrangePipeline(
        environments.map(({ environment }) => environment),
        fitting,
      ),
    [environments, fitting],
  );
  const find = (name: string | undefined): EnvironmentState | undefined =>
    environments.find(({ environment }) => environment.name === name);
  return (
    <ol
      ref={list}
      className={classes.list}
      style={{
        gridTemplateColumns:
          columns === 1
            ? 'minmax(0, 1fr)'
            : `repeat(${columns}, minmax(0, ${MAX_COLUMN}px))`,
      }}
      aria-label={t('environment.list')}
    >
      {headings.map(({ tier, row, column, span }) => (
        // Each card names its tier.
        <li
          key={`${tier}:${row}`}
          className={classes.tier}
          style={{
            gridRow: row + 1,
            gridColumn: `${column + 1} / span ${span}`,
          }}
          aria-hidden
        >
          {t(`tier.${tier}`)}
        </li>
      ))}
      {connections.map(({ from, to }) => (
        <ConnectionLine
          key={to.name}
          from={from}
          to={to}
          isMoving={isPromoted(find(from.name), find(to.name))}
        />
      ))}
      {cards.map(({ name, row, column }) => {
        const state = find(name);
        return (
          state && (
            <li
              key={name}
              className={classes.item}
              style={{ gridRow: row + 1, gridColumn: column + 1 }}
            >
              <EnvironmentCard
                {...handlers}
                service={service.entityRef}
                serviceTitle={service.title ?? service.name}
                state={state}
                from={
                  find(state.environment.promotesFrom?.environment)?.environment
                    .title
                }
                before={find(state.behind?.environment)?.environment.title}
                next={environments.filter(({ environment }) =>
                  (state.promotesTo ?? []).includes(environment.name),
                )}
              />
            </li>
          )
        );
      })}
    </ol>
  );
}

/** Whether the version of one environment is being deployed to another. */
function isPromoted(
  from: EnvironmentState | undefined,
  to: EnvironmentState | undefined,
): boolean {
  return (
    to?.active !== undefined &&
    to.active.version.id === from?.current?.version.id
  );
}
