import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Link from '@material-ui/core/Link';
import { makeStyles } from '@material-ui/core/styles';
import type { IngestedEvent } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { Rows } from '../../shared/tables/Rows';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { useEventNames } from './useEventNames';
import { EventStatusLabel } from './EventStatusLabel';
import { ReportedService } from './ReportedService';

const useStyles = makeStyles(
  theme => ({
    all: { marginLeft: theme.spacing(0.25) },
    name: { textAlign: 'left' },
    time: { whiteSpace: 'nowrap' },
  }),
  { name: 'SlipwayDeadLetterList' },
);

function isDead({ status }: IngestedEvent): boolean {
  return status === 'unmapped' || status === 'rejected';
}

/** A list of events that can be opened and selected. */
export function DeadLetterList(props: {
  items: IngestedEvent[];
  chosen: ReadonlySet<string>;
  onChoose(chosen: ReadonlySet<string>): void;
  onOpen(event: IngestedEvent): void;
}) {
  const { items, chosen, onChoose, onOpen } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const names = useEventNames();
  const dead = items.filter(isDead).map(({ event }) => event);
  const count = dead.filter(event => chosen.has(event)).length;
  const isAll = dead.length > 0 && count === dead.length;
  const choose = (event: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) {
      next.add(event);
    } else {
      next.delete(event);
    }
    onChoose(next);
  };

  return (
    <>
      <FormControlLabel
        className={classes.all}
        control={
          <Checkbox
            color="primary"
            size="small"
            checked={isAll}
            indeterminate={count > 0 && !isAll}
            disabled={dead.length === 0}
            onChange={() => onChoose(new Set(isAll ? [] : dead))}
          />
        }
        label={t('deadLetters.selectAll')}
      />
      <Rows
        label={t('deadLetters.table')}
        rows={items}
        getKey={({ event }) => event}
        selection={{
          isSelected: ({ event }) => chosen.has(event),
          label: event =>
            isDead(event)
              ? t('deadLetters.select', { event: names.formatName(event) })
              : undefined,
          onSelect: ({ event }, isChosen) => choose(event, isChosen),
        }}
        columns={[
          {
            label: t('deadLetters.column.event'),
            render: event => (
              <Link
                component="button"
                type="button"
                variant="body2"
                className={classes.name}
                onClick={() => onOpen(event)}
              >
                {names.formatName(event)}
              </Link>
            ),
          },
          {
            label: t('deadLetters.column.status'),
            render: ({ status }) => <EventStatusLabel status={status} />,
          },
          {
            label: t('deadLetters.column.reason'),
            render: ({ reason }) => reason,
          },
          {
            label: t('deadLetters.column.service'),
            render: event => <ReportedService event={event} />,
          },
          {
            label: t('deadLetters.column.source'),
            render: ({ source }) => source,
          },
          {
            label: t('deadLetters.column.received'),
            render: ({ receivedAt }) => (
              <span className={classes.time}>
                <RelativeTime at={receivedAt} />
              </span>
            ),
          },
        ]}
      />
    </>
  );
}
