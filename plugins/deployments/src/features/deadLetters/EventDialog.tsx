import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import { Dialog } from '../../shared/dialogs/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type { IngestedEvent } from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useState, type ReactNode } from 'react';
import { doraApiRef } from '../../api/DoraApi';
import { getHttpStatus } from '../../api/failures';
import { uniqueId } from '../../shared/ids/uniqueId';
import { formatDayTime } from '../../shared/format/time';
import { useLoaded } from '../../hooks/useLoaded';
import { useTranslation } from '../../i18n/useTranslation';
import { ErrorPanel } from '../../shared/troubleshooting/ErrorPanel';
import { Facts } from '../../shared/tables/Facts';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { useEventNames } from './useEventNames';
import { EventStatusLabel } from './EventStatusLabel';
import { ReportedService } from './ReportedService';

const useStyles = makeStyles(
  theme => ({
    content: { overflowWrap: 'anywhere' },
    body: {
      ...theme.typography.body2,
      fontFamily: 'monospace',
      margin: 0,
      padding: theme.spacing(1),
      maxHeight: 360,
      overflow: 'auto',
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      whiteSpace: 'pre-wrap',
    },
  }),
  { name: 'SlipwayEvent' },
);

/** Details of one event: what was received, and why it could not be processed. */
export function EventDialog(props: {
  event: string;
  /** Changes whenever the event may have changed. */
  version: number;
  onReplay(event: IngestedEvent): void;
  onClose(): void;
}) {
  const { event: eventId, version, onReplay, onClose } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const names = useEventNames();
  const api = useApi(doraApiRef);
  const [id] = useState(uniqueId);
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const load = useCallback(
    (signal: AbortSignal) => api.getIngestedEvent(eventId, { signal }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- another version is reloaded
    [api, eventId, version],
  );
  const { value, error, loading, isOld } = useLoaded(load);
  const event = value?.event === eventId ? value : undefined;
  const mayReplay =
    event &&
    !isOld &&
    (event.status === 'unmapped' || event.status === 'rejected');
  const title = event ? names.formatName(event) : t('deadLetters.column.event');

  return (
    <Dialog
      open
      pageTitle={title}
      onClose={onClose}
      aria-labelledby={id}
      maxWidth="md"
      fullWidth
      fullScreen={isNarrow}
    >
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent className={classes.content}>
        {loading && !event && <Progress />}
        {error &&
          (getHttpStatus(error) === 404 ? (
            <Typography role="status">
              {t('deadLetters.detail.gone')}
            </Typography>
          ) : (
            <ErrorPanel error={error} />
          ))}
        {event && <Details event={event} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('deadLetters.detail.close')}</Button>
        {mayReplay && (
          <Button
            variant="contained"
            color="primary"
            onClick={() => onReplay(event)}
          >
            {t('deadLetters.again.one')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Details(props: { event: IngestedEvent }) {
  const { event } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const facts: [string, ReactNode][] = [
    [
      t('deadLetters.detail.status'),
      <EventStatusLabel status={event.status} />,
    ],
    [t('deadLetters.detail.reason'), event.reason],
    [t('deadLetters.detail.service'), <ReportedService event={event} />],
    [t('deadLetters.detail.source'), event.source],
    [t('deadLetters.detail.id'), event.id],
    [
      t('deadLetters.detail.occurred'),
      event.occurredAt && (
        <time dateTime={event.occurredAt}>
          {formatDayTime(event.occurredAt)}
        </time>
      ),
    ],
    [
      t('deadLetters.detail.received'),
      <>
        <time dateTime={event.receivedAt}>
          {formatDayTime(event.receivedAt)}
        </time>{' '}
        (
        <RelativeTime at={event.receivedAt} />)
      </>,
    ],
    [
      t('deadLetters.detail.skewed'),
      event.skewed ? t('deadLetters.detail.skewedYes') : undefined,
    ],
  ];
  return (
    <>
      <Facts facts={facts} />
      <Typography variant="subtitle1" component="h3" id={id}>
        {t('deadLetters.detail.body')}
      </Typography>
      {event.body ? (
        <>
          <Typography variant="body2" gutterBottom>
            {t('deadLetters.detail.bodyHelp')}
            {event.bodyCut && ` ${t('deadLetters.detail.bodyCut')}`}
          </Typography>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
          <pre className={classes.body} aria-labelledby={id} tabIndex={0}>
            {indented(event.body)}
          </pre>
        </>
      ) : (
        <Typography variant="body2">
          {t('deadLetters.detail.bodyNone')}
        </Typography>
      )}
    </>
  );
}

/** Formats JSON for people. A truncated body isn't valid JSON and stays as it is. */
function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
